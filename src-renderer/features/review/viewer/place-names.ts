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
  /** The document, which all others lie on: to lie over it hides nothing. */
  readonly isGround: boolean;
}

export interface PlacedName {
  readonly id: string;
  readonly text: string;
  readonly box: Rect;
}

/** The tag of review.css: 10.5 px type, of which the widest language takes 6.1 px a character, with 5 px of air at either end. */
const characterPx = 6.1;
const airPx = 10;
const heightPx = 17;
const gapPx = 2;
/** A name that would hide more of other zones than this share of itself is better not there; pointing at the zone shows it. */
const mostHidden = 0.15;

/**
 * Names beside what they name, none over another, each where it hides the least. Given in order of importance: what comes first chooses
 * first. What finds no place stays without a name.
 */
export function placeNames(named: readonly Named[], viewport: Size): readonly PlacedName[] {
  const covered = named.filter(({ isGround }) => !isGround).map(({ corners }) => boundsOf(corners));
  const placed: PlacedName[] = [];
  for (const { id, text, corners, isForced } of named) {
    const width = text.length * characterPx + airPx;
    const best = placesAround(boundsOf(corners), corners, width)
      .map((box) => (isForced ? within(box, viewport) : box))
      .filter((box) => isInside(box, viewport))
      .filter((box) => placed.every((other) => overlap(other.box, box) === 0))
      .map((box) => ({ box, hidden: hiddenShare(box, covered) }))
      .sort((a, b) => a.hidden - b.hidden)[0];
    if (best === undefined || (best.hidden > mostHidden && !isForced)) continue;
    placed.push({ id, text, box: best.box });
  }
  return placed;
}

/** Beside a line, where paper is mostly empty while captions stand above; above what is higher. */
function placesAround(own: Rect, corners: readonly Point[], ownWidth: number): readonly Rect[] {
  const { x, y, width, height } = own;
  const size = { width: ownWidth, height: heightPx };
  const middle = y + (height - heightPx) / 2;
  const right = { x: x + width + gapPx, y: middle, ...size };
  const left = { x: x - ownWidth - gapPx, y: middle, ...size };
  const below = { x, y: y + height + gapPx, ...size };
  const above = { x, y: y - heightPx - gapPx, ...size };
  if (height < highPx) return [right, above, below, left];
  const first = topLeft(corners);
  return [{ x: first.x, y: first.y - heightPx - gapPx, ...size }, above, below, right, left];
}

/** More than three lines of names: something that is seen at a glance, whose own corner is nearer than that of the box around it. */
const highPx = 60;

function topLeft(corners: readonly Point[]): Point {
  return corners.reduce((best, corner) => (corner.x + corner.y < best.x + best.y ? corner : best));
}

/** How much of a name lies over zones, its own among them. */
function hiddenShare(box: Rect, zones: readonly Rect[]): number {
  return zones.reduce((hidden, zone) => hidden + overlap(box, zone), 0) / area(box);
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
