import { expect, it } from 'vitest';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { Face } from '../faces/face.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { SeenDocuments } from '../locate/find-documents.ts';
import { findHeldDocument } from './held-document.ts';

const picture: RgbRaster = {
  width: 960,
  height: 1280,
  channels: 3,
  data: new Uint8Array(960 * 1280 * 3).fill(120),
};

function aSeenFace(boxPx: Rect, interEyePx: number, score = 0.9): Face {
  return { boxPx, score, quality: { interEyePx, rollDeg: 0 } } as Face;
}
const person = aSeenFace({ x: 340, y: 300, width: 280, height: 350 }, 120, 0.95);
const printed = aSeenFace({ x: 200, y: 800, width: 40, height: 52 }, 18, 0.5);

const cornersOf = (left: number, top: number, right: number, bottom: number): Quad => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
];

/** Sees the outlines given for each look, in pixels of the enlarged part; nothing once they are used up. */
function seeing(...looks: readonly (Quad | null)[]) {
  const asked: RgbRaster[] = [];
  return {
    asked,
    documentsOn: (part: RgbRaster): Promise<SeenDocuments> => {
      const quad = looks[asked.push(part) - 1] ?? null;
      const onFrame = [false, false, false, false] as const;
      return Promise.resolve({
        documents: quad === null ? [] : [{ quad, onFrame, confidence: 0.95 }],
        maps: null,
      });
    },
  };
}

it('finds the document around a small face, and takes that face for a printed one', async () => {
  const net = seeing(cornersOf(400, 400, 850, 680));
  const { person: who, printed: faces, held } = await findHeldDocument(picture, [person, printed], net);
  expect(who).toBe(person);
  expect(faces).toEqual([printed]);
  expect(held?.portrait).toBe(printed);
  // A window of twelve face widths, 480 px and clipped at the left border, was enlarged to 1024 px.
  expect(net.asked).toHaveLength(1);
  const [topLeft, , bottomRight] = held?.quadPx ?? [];
  expect(topLeft?.x).toBeLessThan(200);
  expect(bottomRight?.y).toBeGreaterThan(852);
});

it('looks at a larger part where the document reaches the edge of the first', async () => {
  const net = seeing(cornersOf(400, 400, 1023, 680), cornersOf(230, 400, 680, 680));
  const { held } = await findHeldDocument(picture, [person, printed], net);
  expect(net.asked).toHaveLength(2);
  expect(held?.quadPx).not.toBeNull();
});

it('takes no outline that is around the person for a document', async () => {
  const around = cornersOf(5, 5, 1018, 1018);
  const { held } = await findHeldDocument(picture, [person], seeing(around, around));
  expect(held).toBeNull();
});

it('takes a tiny face for a printed one even without an outline, and a larger one for somebody behind', async () => {
  const alone = await findHeldDocument(picture, [person, printed], seeing());
  expect(alone).toMatchObject({ printed: [printed], held: { quadPx: null, portrait: printed } });
  const behind = aSeenFace({ x: 700, y: 350, width: 120, height: 150 }, 50);
  const two = await findHeldDocument(picture, [person, behind], seeing());
  expect(two).toMatchObject({ printed: [], held: null });
});

it('finds a document that shows no face, where hands hold one', async () => {
  const { held } = await findHeldDocument(picture, [person], seeing(cornersOf(200, 500, 800, 880)));
  expect(held).toMatchObject({ portrait: null });
  expect(held?.quadPx).toHaveLength(4);
});

it('takes a person at their word about where the document lies', async () => {
  const given = cornersOf(150, 780, 390, 930);
  const net = seeing();
  const { printed: faces, held } = await findHeldDocument(picture, [person, printed], net, given);
  expect(net.asked).toHaveLength(0);
  expect(held).toMatchObject({ quadPx: given, confidence: 1, portrait: printed });
  expect(faces).toEqual([printed]);
});
