import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import type { Size } from './view-transform.ts';

/** Something on the screen that would bear a name. */
export interface Named {
  readonly id: string;
  readonly text: string;
  /** Its corners in the viewport. */
  readonly corners: readonly Point[];
  /** Bears its name even where that hides something. */
  readonly isForced: boolean;
}

export interface PlacedName {
  readonly id: string;
  readonly text: string;
  readonly box: Rect;
}

/** The tag of style.css: 11 px type, of which the widest languages take 6.4 px a character, with 6 px of air at either end. */
const characterPx = 6.4;
const airPx = 12;
const heightPx = 20;
const gapPx = 2;
/** A name that would hide more of other zones than this share of itself is better not there; pointing at the zone shows it. */
const mostHidden = 0.4;

/**
 * Names beside what they name, none over another, each where it hides the least. Given in order of importance: what comes first chooses
 * first. What finds no place stays without a name.
 */
export function placeNames(named: readonly Named[], viewport: Size): readonly PlacedName[] {
  const boxes = new Map(named.map(({ id, corners }) => [id, boundsOf(corners)]));
  const placed: PlacedName[] = [];
  for (const { id, text, isForced } of named) {
    const own = boxes.get(id);
    if (own === undefined) continue;
    const width = text.length * characterPx + airPx;
    const best = placesAround(own, width)
      .map((box) => (isForced ? within(box, viewport) : box))
      .filter((box) => isInside(box, viewport))
      .filter((box) => placed.every((other) => overlap(other.box, box) === 0))
      .map((box) => ({ box, hidden: hiddenShare(box, id, boxes) }))
      .sort((a, b) => a.hidden - b.hidden)[0];
    if (best === undefined || (best.hidden > mostHidden && !isForced)) continue;
    placed.push({ id, text, box: best.box });
  }
  return placed;
}

/** Above first, as captions are; then below, to the right, to the left. */
function placesAround({ x, y, width, height }: Rect, ownWidth: number): readonly Rect[] {
  const size = { width: ownWidth, height: heightPx };
  const middle = y + (height - heightPx) / 2;
  return [
    { x, y: y - heightPx - gapPx, ...size },
    { x, y: y + height + gapPx, ...size },
    { x: x + width + gapPx, y: middle, ...size },
    { x: x - ownWidth - gapPx, y: middle, ...size },
    { x: x + gapPx, y: y + gapPx, ...size },
  ];
}

/** How much of a name lies over other zones; those that hold the zone itself don't count, for it is in them in any case. */
function hiddenShare(box: Rect, id: string, boxes: ReadonlyMap<string, Rect>): number {
  const own = boxes.get(id);
  let hidden = 0;
  for (const [otherId, other] of boxes) {
    if (otherId !== id && own !== undefined && holds(other, own)) continue;
    hidden += overlap(box, other);
  }
  return hidden / (box.width * box.height);
}

function holds(outer: Rect, inner: Rect): boolean {
  return overlap(outer, inner) > 0.9 * inner.width * inner.height && area(outer) > 2 * area(inner);
}

const area = ({ width, height }: Rect): number => width * height;

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function isInside({ x, y, width, height }: Rect, viewport: Size): boolean {
  return x >= 0 && y >= 0 && x + width <= viewport.width && y + height <= viewport.height;
}

function within({ x, y, width, height }: Rect, viewport: Size): Rect {
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));
  return { x: clamp(x, viewport.width - width), y: clamp(y, viewport.height - height), width, height };
}
