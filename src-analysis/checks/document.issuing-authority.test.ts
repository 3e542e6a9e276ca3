import { expect, it } from 'vitest';
import type { DocumentField } from '#shared/domain/analysis.ts';
import { captureIdSchema } from '#shared/domain/ids.ts';
import { defaultRules, passportAndSelfie } from '#shared/domain/scenario.ts';
import { aDocument } from '#shared/testing/builders.ts';
import { inLightOfRegistry } from '../features/in-light-of-registry.ts';
import { issuingAuthorityOf } from '../features/issuing-authority.ts';
import { findAsSet } from '../policy/with-scenario.ts';
import type { DivisionCodes } from '../registries/division-codes.ts';
import { aContext } from '../testing/builders.ts';
import { documentIssuingAuthority } from './document.issuing-authority.ts';

// Codes are three digits of the region and division, a hyphen and three of the office: order of the Ministry of Internal Affairs of Russia
// on the issue of internal passports, 16.11.2020 No. 773, annex on filling in the form. The offices here are invented.
const registry: DivisionCodes = {
  sourceSha256: 'a'.repeat(64),
  namesOf: (code) =>
    code.replaceAll(/\D/g, '') === '990001'
      ? ['ГУ МВД РОССИИ ПО ДРУГОЙ ОБЛАСТИ', 'ОТДЕЛ ВНУТРЕННИХ ДЕЛ ВЫМЫШЛЕННОГО РАЙОНА ГОРОДА НИГДЕЙСКА']
      : [],
};

function aField(name: 'authority' | 'division-code' | 'surname', value: string): DocumentField {
  return {
    name,
    title: name,
    value,
    normalized: null,
    confidence: 0.9,
    source: 'viz',
    captureId: captureIdSchema.parse('00000000-0000-4000-8000-000000000001'),
    regionPx: { x: 1, y: 2, width: 3, height: 4 },
    characters: [],
    agreement: 'single',
  };
}

function findingOf(
  fields: readonly DocumentField[],
  { codes = registry, isOn = true }: { codes?: DivisionCodes | null; isOn?: boolean } = {},
) {
  const scenario = { ...passportAndSelfie, rules: { ...defaultRules, matchDivisionCodes: isOn } };
  const issuingAuthority = issuingAuthorityOf(aDocument({ fields: [...fields] }), codes);
  return findAsSet(
    documentIssuingAuthority,
    { issuingAuthority },
    aContext({ step: scenario.steps[0] ?? null }),
    scenario,
  );
}
const authority = aField('authority', 'Отделом внутренних дел Вымышленного района гор. Нигдейска');

it('passes an authority that the registry has under the code, however it is inflected and shortened', () => {
  expect(findingOf([authority, aField('division-code', '990-001')])).toMatchObject({
    status: 'passed',
    details: { code: '990-001', registry: registry.sourceSha256 },
  });
  expect(findingOf([aField('authority', 'ОВД ВЫМЫШЛЕННОГО Р-НА Г.НИГДЕЙСКА 990-001')])).toMatchObject({
    status: 'passed',
    score: 2 / 3,
  });
});

it('warns of an authority that shares fewer words than the threshold, and not of one that shares as many', () => {
  const five = (words: string) => findingOf([aField('authority', words), aField('division-code', '990-001')]);
  expect(five('ОТДЕЛ ВНУТРЕННИХ ДЕЛ СОВСЕМ ДРУГОЙ')).toMatchObject({ status: 'passed', score: 0.6 });
  expect(five('ОТДЕЛ ВНУТРЕННИХ ВЕЩЕЙ СОВСЕМ ПРОЧИХ')).toMatchObject({
    status: 'warning',
    reason: 'authority-differs',
    score: 0.4,
    threshold: 0.6,
  });
});

it('warns of a code that the registry lacks', () => {
  expect(findingOf([authority, aField('division-code', '990 - 009')])).toMatchObject({
    status: 'warning',
    reason: 'code-unknown',
    details: { code: '990-009' },
  });
});

it('is not run, with its reason, where something is missing', () => {
  const code = aField('division-code', '990-001');
  const reasons = [
    findingOf([authority, code], { isOn: false }),
    findingOf([authority, code], { codes: null }),
    findingOf([code]),
    findingOf([authority]),
  ].map(({ status, reason }) => [status, reason]);
  expect(reasons).toEqual([
    ['not-run', 'switched-off'],
    ['not-run', 'no-division-codes'],
    ['not-run', 'no-field'],
    ['not-run', 'no-field'],
  ]);
});

it('makes the authority and its code surer where the registry has them together, and less sure where not', () => {
  const surname = aField('surname', 'ИВАНОВ');
  const confidences = (fields: readonly DocumentField[], finding = findingOf(fields)) =>
    inLightOfRegistry(aDocument({ fields: [...fields] }), finding).fields.map(({ confidence }) => confidence);
  const [known, unknown] = [aField('division-code', '990-001'), aField('division-code', '990-009')];
  const other = aField('authority', 'ОТДЕЛ ВНУТРЕННИХ ВЕЩЕЙ СОВСЕМ ПРОЧИХ');

  const [, sureAuthority, sureCode] = confidences([surname, authority, known]);
  expect(Math.min(sureAuthority ?? 0, sureCode ?? 0)).toBeGreaterThan(0.99);
  const differing = confidences([surname, other, known]);
  expect(differing[0]).toBe(0.9);
  expect(Math.max(differing[1] ?? 1, differing[2] ?? 1)).toBeLessThan(0.8);
  // Nothing speaks against the authority where only the code is not known.
  const lacking = confidences([surname, authority, unknown]);
  expect(lacking.slice(0, 2)).toEqual([0.9, 0.9]);
  expect(lacking[2]).toBeLessThan(0.8);
  // Not asked, nothing learned.
  const switchedOff = findingOf([authority, known], { isOn: false });
  expect(confidences([authority, known], switchedOff)).toEqual([0.9, 0.9]);
});
