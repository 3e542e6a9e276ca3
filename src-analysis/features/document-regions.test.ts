import { describe, expect, it } from 'vitest';
import { boundsOf, intersectionOverUnion, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, mapPoint } from '#shared/domain/homography.ts';
import type { Face } from '../faces/face.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { frontId } from '../testing/builders.ts';
import { documentSizesMm, framePixelsPerMm, frameFromQuad } from './document-frame.ts';
import { regionsOf, seekRegions, type ReadPage } from './document-regions.ts';

const sizeMm = documentSizesMm.TD3;
/** Where the page of 125 by 88 mm lies askew in a picture of 700 by 560 px. */
const outline: Quad = [
  { x: 80, y: 60 },
  { x: 600, y: 90 },
  { x: 590, y: 470 },
  { x: 70, y: 440 },
];
const toPicture = homographyToQuad(sizeMm.width, sizeMm.height, outline);
type Dot = readonly [xMm: number, yMm: number];

/** A light page on a dark ground, with dots of 0.5 mm where `draws` says, in millimeters of the page. */
function aPicture(draws: readonly Dot[], ink: readonly number[] = [40, 44, 110]): RgbRaster {
  const [width, height] = [700, 560];
  const data = new Uint8Array(width * height * 3).fill(70);
  const put = (xMm: number, yMm: number, color: readonly number[]): void => {
    if (toPicture === undefined) throw new Error('an outline that spans no area');
    const { x, y } = mapPoint(toPicture, { x: xMm, y: yMm });
    data.set(color, (Math.floor(y) * width + Math.floor(x)) * 3);
  };
  for (let y = 0; y < sizeMm.height; y += 0.15)
    for (let x = 0; x < sizeMm.width; x += 0.15) put(x, y, [236, 236, 230]);
  for (const [x, y] of draws)
    for (let dy = 0; dy < 0.5; dy += 0.12) for (let dx = 0; dx < 0.5; dx += 0.12) put(x + dx, y + dy, ink);
  return { width, height, channels: 3, data };
}

const onPicture = ({ x, y, width, height }: Rect): Rect =>
  boundsOf(
    [
      { x, y },
      { x: x + width, y: y + height },
    ].map((corner) => (toPicture === undefined ? corner : mapPoint(toPicture, corner))),
  );

const aFace = (interEyePx: number, boxPx: Rect): Face => ({
  boxPx,
  score: 0.9,
  landmarksPx: [],
  embedding: new Float32Array(128),
  age: 30,
  sex: 'female',
  sexConfidence: 0.9,
  quality: {
    interEyePx,
    sharpness: 5,
    brightness: 120,
    contrast: 50,
    imbalance: 0,
    yawDeg: 0,
    pitchDeg: 0,
    rollDeg: 0,
    mouthOpening: 0.05,
    mouthWidth: 0.8,
    eyeOpening: 1,
    eyesCovered: 0,
    lowerFaceCovered: 0,
  },
});

type Side = Parameters<typeof seekRegions>[0]['sides'][number] & ReadPage;
type Expected = Side['expected'];
const wanted = (kind: Expected[number]['kind'], place: Expected[number]['place'] = null): Expected => [
  { kind, place, mandatory: false },
];

async function allRegions(
  input: Omit<Parameters<typeof seekRegions>[0], 'sides'> & { readonly sides: readonly Side[] },
): Promise<ReturnType<typeof regionsOf>> {
  return regionsOf(await seekRegions(input), () => input.sides[0] ?? { words: [], expected: [] });
}

function aSide(
  image: RgbRaster,
  { expected = [], words = [], faces = [] }: { expected?: Expected; words?: OcrWord[]; faces?: Face[] } = {},
): Side {
  const frame = frameFromQuad(outline, { widthMm: sizeMm.width, heightMm: sizeMm.height }, null);
  return {
    captureId: frontId,
    image,
    mrz: null,
    faces,
    frame: frame ?? null,
    words,
    expected,
  };
}

const told = async (side: Side): Promise<readonly (readonly [string, Rect])[]> =>
  (await allRegions({ sides: [side], sizeMm, symbols: [] })).regions.map(
    ({ kind, quadPx }) => [kind, boundsOf(quadPx)] as const,
  );

const signature = Array.from({ length: 300 }, (_, i): Dot => [70 + i / 15, 60 + 2 * Math.sin(i / 14)]);
const signatureMm: Rect = { x: 70, y: 58, width: 20.5, height: 4.5 };

describe('a signature', () => {
  it('is told on the picture, by its place', async () => {
    const here = wanted('signature', { leftMm: 60, topMm: 50, widthMm: 40, heightMm: 20 });
    const [mark, ...others] = await told(aSide(aPicture(signature), { expected: here }));
    expect(others).toEqual([]);
    expect(mark?.[0]).toBe('signature');
    expect(intersectionOverUnion(mark?.[1] ?? signatureMm, onPicture(signatureMm))).toBeGreaterThan(0.6);
    const elsewhere = wanted('signature', { leftMm: 5, topMm: 5, widthMm: 40, heightMm: 20 });
    expect(await told(aSide(aPicture(signature), { expected: elsewhere }))).toEqual([]);
  });

  it('is told beside its label where the family has no place for it, and not sought where it has none', async () => {
    // Words are in pixels of the frame, ten to the millimeter.
    const label = (yMm: number): OcrWord => ({
      text: 'Signature',
      confidence: 0.9,
      rectPx: { x: 700, y: yMm * 10, width: 90, height: 20 },
      line: 0,
    });
    const expected = wanted('signature');
    const picture = aPicture(signature);
    expect(await told(aSide(picture, { expected, words: [label(65)] }))).toHaveLength(1);
    expect(await told(aSide(picture, { expected, words: [label(10)] }))).toEqual([]);
    expect(await told(aSide(picture))).toEqual([]);
  });
});

describe('the issuer’s signature', () => {
  const both = [...wanted('signature'), ...wanted('issuer-signature')];
  const second = signature.map(([x, y]): Dot => [x - 50, y - 30]);
  /** In pixels of the frame, `framePixelsPerMm` to the millimeter. */
  const label = (text: string, xMm: number, yMm: number, line: number): OcrWord => ({
    text,
    confidence: 0.9,
    rectPx: {
      x: xMm * framePixelsPerMm,
      y: yMm * framePixelsPerMm,
      width: text.length * 15,
      height: 20,
    },
    line,
  });
  const labels = [
    label('Signature', 70, 54, 0),
    label('Signature', 20, 24, 1),
    label('of', 34, 24, 1),
    label('issuing', 38, 24, 1),
    label('officer', 48, 24, 1),
  ];
  const kindsOf = async (side: Side) =>
    (await told(side)).map(([kind, { x }]) => [kind, x < 300 ? 'left' : 'right']);

  it('is told from the holder’s by its label, and by its place', async () => {
    const page = aPicture([...signature, ...second]);
    const asLabeled = [
      ['issuer-signature', 'left'],
      ['signature', 'right'],
    ];
    expect(await kindsOf(aSide(page, { expected: both, words: labels }))).toEqual(asLabeled);
    const placed = [
      ...wanted('signature', { leftMm: 10, topMm: 20, widthMm: 40, heightMm: 20 }),
      ...wanted('issuer-signature', { leftMm: 60, topMm: 50, widthMm: 40, heightMm: 20 }),
    ];
    expect(await kindsOf(aSide(page, { expected: placed }))).toEqual([
      ['issuer-signature', 'right'],
      ['signature', 'left'],
    ]);
  });

  it('is not taken from the holder where the office has not signed', async () => {
    expect(await kindsOf(aSide(aPicture(signature), { expected: both, words: labels }))).toEqual([
      ['signature', 'right'],
    ]);
  });

  it('is not sought where nothing says its place', async () => {
    const searchedOn = async (side: Side) =>
      (await allRegions({ sides: [side], sizeMm, symbols: [] })).searched.includes('issuer-signature');
    const page = aPicture(signature);
    expect(await searchedOn(aSide(page, { expected: both, words: labels.slice(0, 1) }))).toBe(false);
    expect(await searchedOn(aSide(page, { expected: both, words: labels }))).toBe(true);
  });
});

describe('a stamp', () => {
  const ring = (share: number): Dot[] =>
    Array.from({ length: 700 }, (_, i): Dot => {
      const angle = (i / 700) * 2 * Math.PI * share;
      return [85 + 12 * Math.cos(angle), 40 + 12 * Math.sin(angle)];
    });
  it('is told with its look, and where nobody stamps not by a ring of which a part is missing', async () => {
    const { regions } = await allRegions({
      sides: [aSide(aPicture(ring(1)), { expected: wanted('stamp') })],
      sizeMm,
      symbols: [],
    });
    expect(regions).toMatchObject([{ kind: 'stamp', look: { color: 'blue', shape: 'round' } }]);
    const kindsOf = async (share: number, expected: Expected): Promise<number> =>
      (await told(aSide(aPicture(ring(share)), { expected }))).length;
    expect(await kindsOf(0.82, wanted('stamp'))).toBe(1);
    expect(await kindsOf(0.82, [])).toBe(0);
  });
});

it('a line around the portrait is its frame and no stamp, as it is elsewhere', async () => {
  /** 35 by 45 mm, in dots, from (10, 20) or moved right. */
  const frame = (moved: number): Dot[] => [
    ...Array.from({ length: 140 }, (_, i): Dot[] => [
      [10 + moved + i / 4, 20],
      [10 + moved + i / 4, 65],
    ]).flat(),
    ...Array.from({ length: 180 }, (_, i): Dot[] => [
      [10 + moved, 20 + i / 4],
      [45 + moved, 20 + i / 4],
    ]).flat(),
  ];
  // Its portrait is taken to be 26 by 34 mm: the line runs around it.
  const faces = [aFace(50, onPicture({ x: 20, y: 32, width: 15, height: 19 }))];
  const kindsOf = async (moved: number) =>
    (await told(aSide(aPicture(frame(moved)), { faces, expected: wanted('stamp') }))).map(([kind]) => kind);
  expect(await kindsOf(0)).toEqual(['portrait']);
  expect(await kindsOf(60)).toEqual(['portrait', 'stamp']);
});

describe('faces', () => {
  it('are the portrait and its ghosts, by size: of two of one size nobody is a ghost', async () => {
    const portrait = aFace(50, { x: 130, y: 160, width: 100, height: 120 });
    const ghost = aFace(20, { x: 480, y: 300, width: 40, height: 48 });
    const stranger = aFace(48, { x: 300, y: 160, width: 96, height: 116 });
    const kinds = await told(aSide(aPicture([]), { faces: [portrait, ghost, stranger] }));
    expect(kinds.map(([kind]) => kind)).toEqual(['portrait', 'ghost-portrait']);
    // The box of a face is within its portrait.
    expect(intersectionOverUnion(kinds[0]?.[1] ?? portrait.boxPx, portrait.boxPx)).toBeGreaterThan(0.25);
  });

  it('and barcodes are told without an outline, too, where stamps and signatures are not sought', async () => {
    const side = {
      ...aSide(aPicture([]), { faces: [aFace(50, { x: 130, y: 160, width: 100, height: 120 })] }),
      frame: null,
    };
    const symbol = { captureId: frontId, quadPx: outline };
    const { regions, searched } = await allRegions({ sides: [side], sizeMm: null, symbols: [symbol] });
    expect(regions.map(({ kind }) => kind)).toEqual(['portrait', 'barcode']);
    expect(searched).toEqual(['portrait', 'ghost-portrait', 'mrz']);
  });
});
