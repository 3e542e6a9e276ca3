import type { Rect } from '#shared/domain/geometry.ts';
import type { Side, ScenarioStep } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Face } from '../faces/face.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { SeenDocuments } from '../locate/find-documents.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { largestOf, rotationOf } from './document-faces.ts';
import { mrzQuadOf } from './document-frame.ts';
import type { DocumentCapture, FeatureValues } from './feature-values.ts';
import { documentAt, locateDocument } from './locate-document.ts';
import type { FoundMrz, Outline, SideFacts } from './side-facts.ts';
import { turnQuad } from './turn-quad.ts';

interface Readable {
  readonly side: Side;
  readonly capture: CaptureFeatures;
  readonly image: RgbRaster;
}

type Place = NonNullable<FeatureValues['mrzSearch']['uncertain']>;

/** The pictures of a step, decoded, and what says how the document lies on them. */
export interface OpenedSides {
  readonly readable: readonly Readable[];
  readonly states: readonly Omit<DocumentCapture, 'signs'>[];
  readonly zone: { readonly capture: CaptureFeatures; readonly found: FoundMrz } | null;
  /** Where there is a zone that was not read for doubt; null where one was read. */
  readonly uncertain: Place | null;
  readonly format: FoundMrz['format'] | null;
  /** The side with the printed fields; where there is one picture only, that one. */
  readonly front: Readable | undefined;
  readonly facesOn: (side: Readable) => Promise<readonly Face[]>;
  /** Without its faces. */
  readonly onSide: (side: Readable) => Promise<SideFacts>;
}

export interface OpenSidesDeps {
  readonly signal: AbortSignal;
  readonly onDone: (stage: 'locate') => void;
  /** Called when the zone was searched: what everything else waits for. */
  readonly onZoneSearched: () => void;
}

/** Decodes the pictures and finds the zone; how each side lies is found out at its first use. */
export async function openSides(
  step: ScenarioStep,
  captures: ReadonlyMap<Side, CaptureFeatures>,
  { signal, onDone, onZoneSearched }: OpenSidesDeps,
): Promise<OpenedSides> {
  const readable: Readable[] = [];
  const states: Omit<DocumentCapture, 'signs'>[] = [];
  for (const side of step.sides) {
    const capture = captures.get(side);
    const decoded = await capture?.decoded();
    states.push({
      side,
      captureId: capture?.input.captureId ?? null,
      refusal: decoded?.ok === false ? decoded.code : null,
      framePx: decoded?.ok === true ? wholeOf(decoded.image) : null,
    });
    if (capture === undefined || decoded?.ok !== true) continue;
    const { image } = decoded;
    // In native code, while the zone is searched here.
    capture.shrunk().catch(() => undefined); // heard where it is needed
    readable.push({ side, capture, image });
  }
  const { zone, uncertain } = await findZone(readable).finally(onZoneSearched);
  const front = readable.find(({ side }) => side === 'front') ?? readable[0];
  const facesOn = onceBy(async (side: Readable): Promise<readonly Face[]> => {
    const { capture } = side;
    // The zone says which way up its side is: that spares a side without a face the search in every orientation.
    if (zone?.capture !== capture) return capture.faces();
    const quarterTurns = turnsUpright[zone.found.rotation];
    // A card's portrait is on its front: where one is there, the back need not have one.
    const hasPortrait = front !== undefined && front !== side && (await facesOn(front)).length > 0;
    return capture.faces({ quarterTurns, isExpected: !hasPortrait });
  });
  for (const side of readable) facesOn(side).catch(() => undefined); // heard where they are needed
  const format = zone?.found.format ?? null;
  const onSide = onceBy(async (item: Readable): Promise<SideFacts> => {
    const { side, capture, image } = item;
    const mrz = zone?.capture === capture ? zone.found : null;
    // Where there is a zone it says how the document lies, and nothing has to wait for the faces.
    const portrait = mrz === null ? largestOf(await facesOn(item)) : undefined;
    signal.throwIfAborted();
    const given = capture.input.givenQuadPx;
    const outline =
      given === undefined
        ? locate(image, await seenOf(capture), { mrz, portrait, format })
        : documentAt(given, image);
    onDone('locate');
    const rotationDeg = mrz?.rotation ?? rotationOf(portrait);
    return {
      side,
      captureId: capture.input.captureId,
      image,
      gray: must(await capture.gray(), 'a picture that was decoded'),
      mrz,
      faces: [],
      outline,
      rotationDeg,
    };
  });
  return { readable, states, zone, uncertain, format, front, facesOn, onSide };
}

/** Quarter turns clockwise that undo a rotation. */
const turnsUpright = { 0: 0, 90: 3, 180: 2, 270: 1 } as const;

/** A picture as a region of itself. */
export const wholeOf = ({ width, height }: RgbRaster): Rect => ({ x: 0, y: 0, width, height });

/** The zone, on the side where it usually is: cards have it on the back. The other side is searched only when it is not there. */
async function findZone(
  readable: readonly { readonly side: Side; readonly capture: CaptureFeatures }[],
): Promise<Pick<OpenedSides, 'zone' | 'uncertain'>> {
  let uncertain: Place | null = null;
  const likeliestFirst = [...readable].sort((a, b) => Number(b.side === 'back') - Number(a.side === 'back'));
  for (const { capture } of likeliestFirst) {
    const result = await capture.mrz();
    if (result.kind === 'read') return { zone: { capture, found: result }, uncertain: null };
    if (result.kind === 'uncertain')
      uncertain ??= { captureId: capture.input.captureId, regionPx: result.regionPx };
  }
  return { zone: null, uncertain };
}

/** What the nets see on a picture that was decoded, and at which size. */
async function seenOf(capture: CaptureFeatures): Promise<{
  readonly shrunk: { readonly image: RgbRaster; readonly toOriginal: number };
  readonly seen: SeenDocuments;
}> {
  return {
    shrunk: must(await capture.shrunk(), 'a picture that was decoded'),
    seen: must(await capture.documents(), 'a picture that was decoded'),
  };
}

/** A portrait is at most this share of the picture's shorter side wide; a wider face is a selfie, no document. */
const widestPortraitShare = 0.45;

function locate(
  image: RgbRaster,
  { shrunk, seen }: Awaited<ReturnType<typeof seenOf>>,
  {
    mrz,
    portrait,
    format,
  }: {
    readonly mrz: FoundMrz | null;
    readonly portrait: Face | undefined;
    readonly format: FoundMrz['format'] | null;
  },
): Outline | null {
  const isPortrait =
    portrait !== undefined &&
    portrait.boxPx.width <= widestPortraitShare * Math.min(image.width, image.height);
  const evidence = {
    ...(mrz === null ? {} : { mrzQuad: mrzQuadOf(mrz) }),
    ...(format === null ? {} : { format }),
    ...(isPortrait ? { portraitPx: portrait.boxPx } : {}),
  };
  const location = locateDocument(image, evidence, shrunk, seen);
  if (location.kind === 'not-found') return null;
  if (mrz !== null) return location;
  return { ...location, quad: turnQuad(location.quad, rotationOf(portrait)) };
}

/** A computation that is done once for each key. */
export function onceBy<Key, Value>(compute: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const results = new Map<Key, Promise<Value>>();
  return (key) => {
    let result = results.get(key);
    if (result === undefined) {
      result = compute(key);
      results.set(key, result);
    }
    return result;
  };
}
