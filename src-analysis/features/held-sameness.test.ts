import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { Ocr } from '../ocr/ocr.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aField, aRect, frontId, selfieId } from '../testing/builders.ts';
import { found, missing } from './feature-outcome.ts';
import type { FeatureValues } from './feature-values.ts';
import { decidable, measureSameness, type KnownDocument } from './held-sameness.ts';
import type { HeldFacts } from './selfie-features.ts';

const { heldSameLikeness, heldOtherLikeness, heldSameFigures } = policy202611.thresholds;
const [width, height] = [900, 700];
const image: RgbRaster = { width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(180) };
const quadOf = (wide: number): Quad => [
  { x: 20, y: 20 },
  { x: 20 + wide, y: 20 },
  { x: 20 + wide, y: 20 + wide * 0.63 },
  { x: 20, y: 20 + wide * 0.63 },
];

const aZone = (number: string, { valid = true, confidence = 0.99 } = {}): ReadMrz =>
  ({
    kind: 'read',
    fields: [{ name: 'documentNumber', value: number, normalized: number, confidence }],
    checkDigits: [{ name: 'document-number', valid }],
    alternatives: [],
  }) as unknown as ReadMrz;

function aHeld(wide: number, zone: ReadMrz): HeldFacts {
  const capture = { input: { captureId: selfieId }, mrzOn: () => Promise.resolve(zone) };
  return {
    capture: capture as unknown as HeldFacts['capture'],
    image,
    quadPx: quadOf(wide),
    source: 'net',
    confidence: 0.9,
    portrait: null,
  };
}

const anOcr = (print: string): Ocr =>
  ({
    read: () =>
      Promise.resolve({
        ok: true,
        engine: 'tesseract',
        version: '5',
        words: print.split(' ').map((text, line) => ({ text, confidence: 0.9, rectPx: aRect(), line })),
      }),
  }) as unknown as Ocr;

const known: KnownDocument = {
  sides: [
    {
      captureId: frontId,
      gray: { width, height, channels: 1, data: new Uint8Array(width * height).fill(180) },
      quadPx: quadOf(600),
    },
  ],
  reading: { fields: [aField({ name: 'document-number', value: 'U20B74K19', normalized: 'U20B74K19' })] },
};
const unread: ReadMrz = { kind: 'not-found' };
const numberOf = async (zone: ReadMrz, print = ''): Promise<unknown> => {
  const told = await measureSameness(aHeld(600, zone), known, {
    ocr: anOcr(print),
    signal: new AbortController().signal,
  });
  return told.ok ? told.value.number : told.reason;
};

it('tells the document by the number of its zone, for it and against it', async () => {
  expect(await numberOf(aZone('U20B74K19'))).toBe('same');
  expect(await numberOf(aZone('U31F56M82'))).toBe('other');
});

it('takes no number against anybody that is not surely read', async () => {
  expect(await numberOf(aZone('U31F56M82', { valid: false }))).toBeNull();
  expect(await numberOf(aZone('U31F56M82', { confidence: 0.5 }))).toBeNull();
});

it('takes print for it only: a number that is not there may have been misread', async () => {
  expect(await numberOf(unread, 'No. U20 B74K19 UTOPIA')).toBe('same');
  expect(await numberOf(unread, 'No. U3IF56M82 UTOPIA')).toBeNull();
});

it('says why nothing can be told: no document, or one too small', async () => {
  const deps = { ocr: anOcr(''), signal: new AbortController().signal };
  expect(await measureSameness(null, known, deps)).toEqual(missing('held-not-found'));
  expect(await measureSameness(aHeld(150, unread), known, deps)).toEqual(missing('held-too-small'));
  expect(await measureSameness(aHeld(600, unread), null, deps)).toEqual(missing('document-not-found'));
});

it('leaves open what is neither surely the same nor surely another', () => {
  const of = (facts: Partial<FeatureValues['heldSameness']>) =>
    decidable(
      found({
        captureId: selfieId,
        regionPx: aRect(),
        number: null,
        likeness: null,
        figures: null,
        numberCovered: null,
        isOutlineSure: true,
        ...facts,
      }),
      policy202611,
    );
  const open = missing('held-undecided');
  expect(of({ likeness: heldSameLikeness.value }).ok).toBe(true);
  expect(of({ likeness: heldSameLikeness.value - 0.001 })).toEqual(open);
  expect(of({ likeness: heldOtherLikeness.value + 0.001 })).toEqual(open);
  expect(of({ likeness: heldOtherLikeness.value }).ok).toBe(true);
  expect(of({ likeness: heldOtherLikeness.value, isOutlineSure: false })).toEqual(open);
  expect(of({ likeness: null })).toEqual(open);
  expect(of({ number: 'other' }).ok).toBe(true);
  // Between the looks, only what stands at the number's place may speak, and against it only: like figures prove no other document away.
  expect(of({ likeness: 0.75, figures: heldSameFigures.value - 0.001 }).ok).toBe(true);
  expect(of({ likeness: 0.75, figures: heldSameFigures.value - 0.001, isOutlineSure: false })).toEqual(open);
  expect(of({ likeness: 0.75, figures: 1 })).toEqual(open);
  // A number under a finger is something to say.
  const covered = {
    likeness: 0.75,
    figures: 1,
    numberCovered: policy202611.thresholds.heldNumberCovered.value,
  };
  expect(of(covered).ok).toBe(true);
  expect(of({ ...covered, isOutlineSure: false })).toEqual(open);
});

it('holds what stands at the place of the known number against it', async () => {
  const stripes = (seed: number): Uint8Array =>
    Uint8Array.from({ length: width * height }, (_, i) =>
      Math.abs(Math.sin(Math.floor((i % width) / 9) * 12.9898 + seed * 78.233) * 43_758.5453) % 1 > 0.5
        ? 60
        : 190,
    );
  const held = aHeld(600, unread);
  const on = (seed: number): RgbRaster => {
    const gray = stripes(seed);
    return {
      ...image,
      data: Uint8Array.from({ length: gray.length * 3 }, (_, i) => gray[Math.floor(i / 3)] ?? 0),
    };
  };
  const [side] = known.sides;
  if (side === undefined) throw new Error('a side is known');
  const place = { x: 120, y: 80, width: 200, height: 30 };
  const document = (captureId = side.captureId): KnownDocument => ({
    sides: [{ ...side, gray: { ...side.gray, data: stripes(1) } }],
    reading: {
      fields: [
        aField({ name: 'document-number', source: 'viz', regionPx: place, captureId, confidence: 0.5 }),
      ],
    },
  });
  const measured = async (facts: HeldFacts, of = document()) => {
    const told = await measureSameness(facts, of, { ocr: anOcr(''), signal: new AbortController().signal });
    return told.ok ? told.value : null;
  };
  const figuresOf = async (facts: HeldFacts, of = document()): Promise<number | null> =>
    (await measured(facts, of))?.figures ?? null;
  const [same, other] = [on(1), on(2)];
  expect(await figuresOf({ ...held, image: same })).toBeGreaterThan(0.95);
  const unlike = await measured({ ...held, image: other });
  expect(unlike?.figures).toBeLessThan(heldSameFigures.value);
  expect(unlike?.numberCovered).toBe(0);
  // Its number is on the other side, which is not in the picture.
  expect(await figuresOf({ ...held, image: same }, document(selfieId))).toBeNull();
  // A finger from the left over the first two thirds of it: unlike, and told why.
  const finger = { ...same, data: same.data.slice() };
  for (let y = 30; y < 170; y += 1)
    for (let x = 0; x < 260; x += 1) finger.data.set([204, 154, 122], (y * width + x) * 3);
  const under = await measured({ ...held, image: finger });
  expect(under?.figures).toBeLessThan(heldSameFigures.value);
  expect(under?.numberCovered).toBeGreaterThan(0.5);
});
