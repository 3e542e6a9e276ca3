import { describe, expect, it } from 'vitest';
import { boundsOf, type Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { SeenDocument, SeenDocuments } from '../locate/find-documents.ts';
import { locateDocument, pixelsPerMm, type DocumentLocation } from './locate-document.ts';

const width = 1000;
const height = 750;
const scanHeight = 631; // the width over 1.586, a card's proportions

/** A card of 856 x 540 units: a dark band at its head, a portrait's place, lines of print, a two-line zone at its foot. */
function cardLuma(x: number, y: number): number {
  if (y < 80) return 70;
  if (x > 50 && x < 300 && y > 120 && y < 440) return 110;
  if (y > 455 && y < 520 && x > 40 && x < 810)
    return (y - 455) % 36 < 20 && Math.floor(x / 9) % 2 === 0 ? 40 : 215;
  if (x > 340 && x < 640 && y > 130 && y < 400) return y % 45 < 16 && Math.floor(x / 7) % 3 !== 0 ? 50 : 215;
  return 215;
}

/** The card lying on a ground, with camera noise. */
function photo(quad: Quad, groundAt: (x: number, y: number) => number, height = 750): RgbRaster {
  const forward = homographyToQuad(856, 540, quad);
  const toCard = forward === undefined ? undefined : invertHomography(forward);
  if (toCard === undefined) throw new Error('not a quadrilateral');
  const data = new Uint8Array(width * height * 3);
  let state = 7;
  for (let at = 0; at < width * height; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = (state / 2 ** 32 - 0.5) * 12;
    const [x, y] = [at % width, Math.floor(at / width)];
    const on = mapPoint(toCard, { x: x + 0.5, y: y + 0.5 });
    const inside = on.x > 0 && on.y > 0 && on.x < 856 && on.y < 540;
    const luma = (inside ? cardLuma(on.x, on.y) : groundAt(x, y)) + noise;
    data.fill(Math.max(0, Math.min(255, luma)), at * 3, at * 3 + 3);
  }
  return { width, height, channels: 3, data };
}

const lying: Quad = [
  { x: 215, y: 190 },
  { x: 780, y: 150 },
  { x: 815, y: 530 },
  { x: 190, y: 560 },
];

function mustFind(location: DocumentLocation): Extract<DocumentLocation, { kind: 'found' }> {
  if (location.kind !== 'found') throw new Error(location.reason);
  return location;
}

function worstCorner(location: DocumentLocation, truth: Quad): number {
  const { quad } = mustFind(location);
  return Math.max(
    ...quad.map((corner, k) => Math.hypot(corner.x - truth[k as 0].x, corner.y - truth[k as 0].y)),
  );
}

/** The zone's corners on a card lying at `quad`. */
function mrzOn(quad: Quad): Quad {
  const forward = homographyToQuad(856, 540, quad);
  if (forward === undefined) throw new Error('not a quadrilateral');
  const at = (x: number, y: number) => mapPoint(forward, { x, y });
  return [at(47, 455), at(809, 455), at(809, 512), at(47, 512)];
}

describe('locateDocument', () => {
  it.each([
    ['a dark table', () => 30],
    ['a table ten gray levels from the card’s dark head', () => 60],
    ['a light table', () => 238],
    ['wood', (x: number, y: number) => 120 + 14 * Math.sin(y / 9 + Math.sin(x / 70)) + x / 40],
    ['a table in a slanting light', (x: number, y: number) => 60 + x / 12 + y / 20],
  ] as const)('finds a card on %s to two pixels in a thousand', (_, ground) => {
    const location = locateDocument(photo(lying, ground));
    expect(worstCorner(location, lying)).toBeLessThan(2);
    expect(mustFind(location)).toMatchObject({ source: 'edges', fillsImage: false, cutOff: false });
  });

  it('orders the corners by the zone’s reading direction', () => {
    const [a, b, c, d] = lying;
    const upsideDown: Quad = [c, d, a, b];
    const location = locateDocument(
      photo(upsideDown, () => 30),
      { mrzQuad: mrzOn(upsideDown), format: 'TD1' },
    );
    expect(worstCorner(location, upsideDown)).toBeLessThan(2);
  });

  it('says that a card runs out of the picture', () => {
    const beyond: Quad = [
      { x: 330, y: 190 },
      { x: 1060, y: 190 },
      { x: 1060, y: 650 },
      { x: 330, y: 650 },
    ];
    const location = locateDocument(
      photo(beyond, () => 60),
      { portraitPx: { x: 400, y: 310, width: 130, height: 170 } },
    );
    expect(mustFind(location).cutOff).toBe(true);
  });

  it('takes a scan cut to its edges whole, with evidence only', () => {
    const whole: Quad = [
      { x: -8, y: -8 },
      { x: width + 8, y: -8 },
      { x: width + 8, y: scanHeight + 8 },
      { x: -8, y: scanHeight + 8 },
    ];
    const scan = photo(whole, () => 255, scanHeight);
    const location = locateDocument(scan, { mrzQuad: mrzOn(whole), format: 'TD1' });
    expect(mustFind(location)).toMatchObject({ source: 'whole-image', fillsImage: true, cutOff: false });
  });

  it('puts a document where its zone demands when no edge is seen', () => {
    const image: RgbRaster = {
      width,
      height,
      channels: 3,
      data: new Uint8Array(width * height * 3).fill(220),
    };
    const at = (x: number, y: number) => ({ x: 100 + x * 5, y: 100 + y * 5 }); // 5 pixels per millimeter
    const mrzQuad: Quad = [at(4.7, 34.6), at(80.9, 34.6), at(80.9, 49.9), at(4.7, 49.9)];
    const location = mustFind(locateDocument(image, { mrzQuad, format: 'TD1' }));
    expect(location.source).toBe('mrz');
    const { x, y, width: wide, height: high } = boundsOf(location.quad);
    for (const [value, expected] of [
      [x, 100],
      [y, 100],
      [wide, 428],
      [high, 270],
    ] as const) {
      expect(Math.abs(value - expected)).toBeLessThan(2);
    }
    expect(pixelsPerMm(location.quad, 'TD1')).toBeCloseTo(5, 2);
  });

  it('invents nothing on a wall, in noise or on print without an outline', () => {
    const picture = (lumaAt: (x: number, y: number, i: number) => number): RgbRaster => {
      const data = new Uint8Array(width * height * 3);
      for (let i = 0; i < width * height; i += 1)
        data.fill(lumaAt(i % width, Math.floor(i / width), i), i * 3, i * 3 + 3);
      return { width, height, channels: 3, data };
    };
    const wall = picture((x, y) => 190 + x / 50 - y / 60);
    expect(locateDocument(wall)).toEqual({ kind: 'not-found', reason: 'too-uniform' });
    const noise = picture((_x, _y, i) => (Math.imul(i, 2654435761) >>> 24) & 255);
    const print = picture((x, y) => (y % 30 < 14 && Math.floor(x / 9) % 3 !== 0 ? 40 : 225));
    for (const image of [noise, print]) expect(locateDocument(image).kind).toBe('not-found');
  });
});

describe('locateDocument with what the nets see', () => {
  const image = photo(lying, () => 30);
  const elsewhere: Quad = [
    { x: 20, y: 20 },
    { x: 180, y: 20 },
    { x: 180, y: 120 },
    { x: 20, y: 120 },
  ];
  const shrunk = { image, toOriginal: 2 };
  const seenAt = (
    quad: Quad,
    confidence: number,
    onFrame: SeenDocument['onFrame'] = [false, false, false, false],
  ): SeenDocument => ({
    quad,
    confidence,
    onFrame,
  });
  const seen = (...documents: SeenDocument[]): SeenDocuments => ({ documents, maps: null });
  const doubled = (quad: Quad): Quad => quad.map(({ x, y }) => ({ x: 2 * x, y: 2 * y })) as unknown as Quad;

  it('takes the surest, in pixels of the picture, and names the others', () => {
    const location = locateDocument(image, {}, shrunk, seen(seenAt(lying, 0.9), seenAt(elsewhere, 0.8)));
    expect(mustFind(location)).toMatchObject({
      source: 'net',
      confidence: 0.9,
      quad: doubled(lying),
      others: [doubled(elsewhere)],
      cutOff: false,
    });
  });

  it('takes the one that the zone is on, though another is surer, and turns it to the zone', () => {
    const [a, b, c, d] = lying;
    const mrzQuad = doubled(mrzOn([c, d, a, b]));
    const location = mustFind(
      locateDocument(
        image,
        { mrzQuad, format: 'TD1' },
        shrunk,
        seen(seenAt(elsewhere, 0.95), seenAt(lying, 0.92)),
      ),
    );
    expect(location).toMatchObject({
      source: 'net',
      quad: doubled([c, d, a, b]),
      others: [doubled(elsewhere)],
    });
  });

  it('prefers clear edges to what the nets hardly see', () => {
    const location = locateDocument(image, {}, { image, toOriginal: 1 }, seen(seenAt(elsewhere, 0.3)));
    expect(mustFind(location)).toMatchObject({ source: 'edges', others: [] });
    expect(worstCorner(location, lying)).toBeLessThan(2.5);
  });

  it('says that a document goes on beyond the picture, and that a picture is all document', () => {
    const whole: Quad = [
      { x: 1, y: 1 },
      { x: width - 2, y: 0 },
      { x: width, y: height },
      { x: 0, y: height - 1 },
    ];
    const filled = locateDocument(image, {}, { image, toOriginal: 1 }, seen(seenAt(whole, 0.9)));
    expect(mustFind(filled)).toMatchObject({ source: 'whole-image', fillsImage: true, cutOff: false });
    const onFrame = [false, true, false, false] as const;
    const cut = locateDocument(image, {}, { image, toOriginal: 1 }, seen(seenAt(lying, 0.9, onFrame)));
    expect(mustFind(cut).cutOff).toBe(true);
  });
});
