import { describe, expect, it } from 'vitest';
import { identify, type DocumentEvidence, type SideEvidence } from './identify.ts';
import { definitionFolders, mustLoadDefinitions } from './load-definitions.ts';

const { definitions } = mustLoadDefinitions(definitionFolders({}));
const card = 85.6 / 53.98;
const allValid = { valid: 4, invalid: 0 };

const aSide = (side: Partial<SideEvidence> = {}): SideEvidence => ({
  side: 'front',
  proportion: card,
  lines: [],
  portrait: { x: 0.2, y: 0.5 },
  searchedForBarcodes: true,
  ...side,
});
function told(evidence: Partial<DocumentEvidence>) {
  const { identification } = identify(
    { zone: null, hasUncertainZone: false, barcodes: [], sides: [aSide()], ...evidence },
    definitions,
  );
  const { definition, country, confidence } = identification.chosen;
  return { definition, country, confidence, identification };
}

describe('a zone', () => {
  it.each([
    ['TD3', 'P<UTO', 'UTO', 'icao-passport'],
    ['TD1', 'I<UTO', 'UTO', 'td1-id-card'],
    ['TD1', 'ARD<<', 'D', 'residence-permit'],
    ['TD1', 'C1USA', 'USA', 'residence-permit'],
    ['TD1', 'C1UTO', 'UTO', 'td1-id-card'],
    ['TD2', 'IDUTO', 'UTO', 'td2-id-card'],
    ['MRVA', 'V<UTO', 'UTO', 'mrva-visa'],
    ['MRVB', 'VCUTO', 'UTO', 'mrvb-visa'],
    ['FRID', 'IDFRA', 'FRA', 'french-id-card-1988'],
    ['RUIP', 'PNRUS', 'RUS', 'ru-internal-passport'],
    // A code that no part of ICAO Doc 9303 has.
    ['TD1', 'XXUTO', 'UTO', 'generic'],
  ] as const)('of %s with %s is all but proof, whatever the edges say', (format, code, state, definition) => {
    expect(told({ zone: { format, code, state, checkDigits: allValid } })).toMatchObject({
      definition,
      country: state,
    });
  });

  it('is proof by the digits that hold, though the outline is that of an open booklet', () => {
    const zone = {
      format: 'TD3',
      code: 'P<LUX',
      state: 'LUX',
      checkDigits: { valid: 5, invalid: 0 },
    } as const;
    const found = told({ zone, sides: [aSide({ proportion: 1.75 })] });
    expect(found.definition).toBe('icao-passport');
    expect(found.confidence).toBeGreaterThan(0.9);
  });

  it('with a digit that does not hold leaves the family unsure, as where a V is read as a P', () => {
    const zone = {
      format: 'TD3',
      code: 'P<QMA',
      state: 'QMA',
      checkDigits: { valid: 4, invalid: 1 },
    } as const;
    const found = told({ zone, sides: [aSide({ proportion: 1.47, lines: ['VISA'] })] });
    expect(found.confidence).toBeLessThan(0.9);
    expect([found.definition, found.identification.runnerUp?.definition]).toContain('mrva-visa');
  });

  it('of a passport leaves it to the print whether it is a travel document', () => {
    const zone = { format: 'TD3', code: 'P<UTO', state: 'UTO', checkDigits: allValid } as const;
    const sides = [aSide({ proportion: 125 / 88, lines: ['UTOPIA', 'TRAVEL D0CUMENT'] })];
    expect(told({ zone, sides })).toMatchObject({ definition: 'travel-document' });
  });
});

describe('without a zone', () => {
  it('the barcode says it', () => {
    const barcodes = [{ symbology: 'PDF417', standard: 'AAMVA', country: 'CAN' }] as const;
    expect(told({ barcodes })).toMatchObject({ definition: 'aamva-licence', country: 'CAN' });
  });

  it.each([
    [['ВОДИТЕЛЬСКОЕ УДОСТОВЕРЕНИЕ', '1. ИВАНОВ'], 'ru-driving-licence', 'RUS'],
    [['PRAWO JAZDY', '4a. 01.02.2020'], 'eu-driving-licence', 'POL'],
    [['LINCOLNIA', 'DRIVER LICENSE', '3 DOB 02/03/1980'], 'aamva-licence', 'USA'],
  ])('the print says it: %s', (lines, definition, country) => {
    const found = told({ sides: [aSide({ lines })] });
    expect(found).toMatchObject({ definition, country });
    expect(found.confidence).toBeGreaterThan(0.9);
  });

  it('tells pages 2 and 3 of the Russian passport by print and proportion', () => {
    const side = aSide({ proportion: 0.71, portrait: { x: 0.2, y: 0.7 }, lines: ['Код подразделения'] });
    expect(told({ sides: [side] })).toMatchObject({ definition: 'ru-internal-passport', country: 'RUS' });
  });

  it('says nothing where nothing tells, rather than the likeliest of all', () => {
    expect(told({ sides: [aSide({ lines: ['STAFF', 'Surname ERIKSSON'] })] })).toMatchObject({
      definition: 'generic',
      country: null,
    });
  });
});

it('counts a printed line once, though it is like several words', () => {
  const side = aSide({ proportion: 125 / 88, lines: ['PASSPORT', 'PASSEPORT'] });
  const anchors = told({ sides: [side] }).identification.signals.filter(
    ({ kind, definition }) => kind === 'anchor' && definition === 'icao-passport',
  );
  expect(anchors.length).toBeLessThanOrEqual(2);
});

it('lists what spoke for the chosen and the runner-up, weightiest first', () => {
  const { identification } = told({ sides: [aSide({ lines: ['RESIDENCE PERMIT'] })] });
  expect(identification.chosen.definition).toBe('residence-permit');
  expect(identification.signals[0]).toEqual({
    kind: 'anchor',
    definition: 'residence-permit',
    weight: 5,
    seen: 'RESIDENCE PERMIT',
  });
  const weights = identification.signals.map(({ weight }) => Math.abs(weight));
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
});
