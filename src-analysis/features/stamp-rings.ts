import type { FoundStamp, Marks } from './ink-marks.ts';

/** Stamps of offices are 12 to 50 mm in size: smaller rings are letters and marks of the print, larger ones its pattern. */
const leastMm = 12;
const mostMm = 50;
/**
 * Of an outline so much must be seen, hidden parts counted as not seen, and so much more than of a line beside it: patterns and text are as
 * dense there. Measured: of the stamps of the corpus 0.85 to 1 is seen, of what else its pages show 0.66 at most.
 */
const leastSeen = 0.72;
const leastApart = 0.55;
/** In so many of its directions a ring has paper between its lines and letters. */
const leastOpen = 0.7;
/** Steps of a ring's radius that are tried: what is found is then looked at closely, a millimeter to both sides. */
const radiusStepMm = 1;

interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/**
 * Rings by the Hough transform (Duda and Hart 1972) with the direction of each edge: its center lies on the line across it. What it finds
 * is then held against the page.
 */
export function findRings(marks: Marks, pixelsPerMm: number): FoundStamp[] {
  const candidates = ringCandidates(marks, pixelsPerMm);
  return candidates.flatMap((candidate) => {
    const { ring, seen, apart } = refined(candidate, marks, pixelsPerMm);
    const { x, y, radius } = ring;
    if (seen < leastSeen || apart < leastApart || radius < (leastMm / 2) * pixelsPerMm) return [];
    // A fingertip or a colored disk has such an edge too.
    if (paperWithin(ring, marks) < leastOpen) return [];
    return [
      {
        rectPx: { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius },
        confidence: Math.min(0.95, apart),
        look: { color: marks.color, shape: 'round' as const },
      },
    ];
  });
}

const mostCandidates = 8;
/** A quarter of the step from paper to ink, after smoothing over the width of a line. */
const leastSlope = 0.25;

function ringCandidates({ width, height, strength }: Marks, pixelsPerMm: number): Ring[] {
  const bin = pixelsPerMm;
  const smooth = blurred(strength, width, height);
  const places: number[] = [];
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1, end = at + width - 2; at < end; at += 1) {
      const dx = (smooth[at + 1] ?? 0) - (smooth[at - 1] ?? 0);
      const dy = (smooth[at + width] ?? 0) - (smooth[at - width] ?? 0);
      if (dx * dx + dy * dy >= leastSlope ** 2) places.push(at);
    }
  }
  // By edge its place in bins and the direction across it.
  const edges = new Float64Array(4 * places.length);
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0;
    const dx = (smooth[at + 1] ?? 0) - (smooth[at - 1] ?? 0);
    const dy = (smooth[at + width] ?? 0) - (smooth[at - width] ?? 0);
    const size = Math.sqrt(dx * dx + dy * dy);
    const x = at % width;
    edges[4 * index] = x / bin;
    edges[4 * index + 1] = (at - x) / width / bin;
    edges[4 * index + 2] = dx / size;
    edges[4 * index + 3] = dy / size;
  }
  const [columns, rows] = [Math.ceil(width / bin), Math.ceil(height / bin)];
  const votes = new Float32Array(columns * rows);
  const peaks: (Ring & { readonly votes: number })[] = [];
  for (let radiusMm = leastMm / 2; radiusMm <= mostMm / 2; radiusMm += radiusStepMm) {
    const radius = radiusMm * pixelsPerMm;
    votes.fill(0);
    // The hot loop of a page, so that nothing in it is made anew.
    for (let i = 0; i < edges.length; i += 4) {
      const x = edges[i] ?? 0;
      const y = edges[i + 1] ?? 0;
      const acrossX = (edges[i + 2] ?? 0) * radiusMm;
      const acrossY = (edges[i + 3] ?? 0) * radiusMm;
      for (let side = 1; side >= -1; side -= 2) {
        const column = (x + side * acrossX) | 0;
        const row = (y + side * acrossY) | 0;
        if (column < 1 || row < 1 || column >= columns - 1 || row >= rows - 1) continue;
        const at = row * columns + column;
        votes[at] = (votes[at] ?? 0) + 1;
      }
    }
    for (let row = 1; row < rows - 1; row += 1) {
      for (let column = 1; column < columns - 1; column += 1) {
        if (votes[row * columns + column] === 0) continue;
        let sum = 0;
        for (let v = -1; v <= 1; v += 1)
          for (let u = -1; u <= 1; u += 1) sum += votes[(row + v) * columns + column + u] ?? 0;
        // Both flanks of a whole ring give so many.
        const share = sum / (4 * Math.PI * radius);
        if (share >= 0.3) peaks.push({ x: (column + 0.5) * bin, y: (row + 0.5) * bin, radius, votes: share });
      }
    }
  }
  peaks.sort((a, b) => b.votes - a.votes);
  const chosen: Ring[] = [];
  for (const peak of peaks) {
    if (chosen.length === mostCandidates) break;
    const isKnown = chosen.some(
      (other) =>
        Math.hypot(peak.x - other.x, peak.y - other.y) < 2.5 * pixelsPerMm &&
        Math.abs(peak.radius - other.radius) < 1.5 * pixelsPerMm,
    );
    if (!isKnown) chosen.push(peak);
  }
  return chosen;
}

/** Twice the mean of 3 by 3: as wide as a stamp's line. The outermost pixels are 0. */
function blurred(values: Float32Array, width: number, height: number): Float32Array {
  let from = values;
  const across = new Float32Array(values.length);
  for (let pass = 0; pass < 2; pass += 1) {
    const to = new Float32Array(values.length);
    for (let at = 1; at < from.length - 1; at += 1)
      across[at] = (from[at - 1] ?? 0) + (from[at] ?? 0) + (from[at + 1] ?? 0);
    for (let y = 1; y < height - 1; y += 1)
      for (let at = y * width + 1, end = at + width - 2; at < end; at += 1)
        to[at] = ((across[at - width] ?? 0) + (across[at] ?? 0) + (across[at + width] ?? 0)) / 9;
    from = to;
  }
  return from;
}

interface Seen {
  readonly ring: Ring;
  readonly seen: number;
  readonly apart: number;
}

/** The ring near a candidate whose outline is seen best against what lies just outside of it. */
function refined(candidate: Ring, marks: Marks, pixelsPerMm: number): Seen {
  let best: Seen = { ring: candidate, seen: 0, apart: -1 };
  const reach = 1.5 * pixelsPerMm;
  const step = 0.5 * pixelsPerMm;
  for (let dy = -reach; dy <= reach; dy += step) {
    for (let dx = -reach; dx <= reach; dx += step) {
      for (let dr = -pixelsPerMm; dr <= pixelsPerMm; dr += step / 2) {
        const ring = { x: candidate.x + dx, y: candidate.y + dy, radius: candidate.radius + dr };
        const least = Math.min(leastSeen, best.seen);
        const seen = seenOf(ring, marks, pixelsPerMm, least);
        if (seen < least) continue;
        // A line beside it, outside: a pattern is as dense there.
        const beside = seenOf({ ...ring, radius: ring.radius * 1.06 + pixelsPerMm }, marks, pixelsPerMm);
        if (seen - beside > best.apart) best = { ring, seen, apart: seen - beside };
      }
    }
  }
  return best;
}

const directions = Array.from({ length: 72 }, (_, i) => {
  const angle = (i / 36) * Math.PI;
  return { x: Math.cos(angle), y: Math.sin(angle) };
});
/** The same in an array of numbers, x before y, for the search that looks along them a hundred thousand times a page. */
const directionsFlat = Float64Array.from(directions.flatMap(({ x, y }) => [x, y]));

/**
 * The share of a ring's directions in which there is ink within a line's width of it; what is hidden or off the page counts for none. Where
 * it cannot be `least`, something that is less.
 */
function seenOf(
  { x, y, radius }: Ring,
  { width, height, inked }: Marks,
  pixelsPerMm: number,
  least = 0,
): number {
  let seen = 0;
  const mostUnseen = (1 - least) * directions.length + 1e-9;
  // Found pages are off by a few percent in proportion, so that a ring is an ellipse on them.
  const slack = Math.max(0.35 * pixelsPerMm, 0.02 * radius);
  for (let at = 0; at < directionsFlat.length; at += 2) {
    const alongX = directionsFlat[at] ?? 0;
    const alongY = directionsFlat[at + 1] ?? 0;
    if (at / 2 - seen > mostUnseen) return 0;
    for (let off = -slack; off <= slack; off += slack) {
      const px = Math.floor(x + alongX * (radius + off));
      const py = Math.floor(y + alongY * (radius + off));
      if (px < 0 || py < 0 || px >= width || py >= height || inked[py * width + px] !== 1) continue;
      seen += 1;
      break;
    }
  }
  return seen / directions.length;
}

/** The share of a ring's directions in which there is paper within it. */
function paperWithin({ x, y, radius }: Ring, { width, height, inked }: Marks): number {
  const open = directions.filter((direction) => {
    for (let at = 0.45 * radius; at < 0.93 * radius; at += 1) {
      const px = Math.floor(x + direction.x * at);
      const py = Math.floor(y + direction.y * at);
      if (px >= 0 && py >= 0 && px < width && py < height && inked[py * width + px] === 0) return true;
    }
    return false;
  });
  return open.length / directions.length;
}
