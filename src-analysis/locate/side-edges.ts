import { stepsAcross, type SideStrip } from './side-strip.ts';

// A bold step gets no more than a clear one, or a frame in print would outvote a light card's side on a light table.
const mostStep = 16;
// What a step has to be for half the evidence on an even ground: about what noise adds up to; on a busy one as much as there is anyway.
const stepFloor = 4;

/**
 * How surely an edge runs along each place of a strip, 0 to 1, by how much it stands out from what else its column shows, and not by the
 * nets. Places that are not in the picture have none.
 */
export function edgesAlong(strip: SideStrip): Float32Array {
  const { rows, columns } = strip.plan;
  const steps = stepsAcross(strip);
  const column = new Float32Array(rows - 2);
  for (let x = 0; x < columns; x += 1) {
    for (let y = 1; y < rows - 1; y += 1) column[y - 1] = steps[y * columns + x] ?? 0;
    column.sort();
    const floor = stepFloor + (column[column.length >> 1] ?? 0);
    for (let y = 1; y < rows - 1; y += 1) {
      const step = Math.min(mostStep, steps[y * columns + x] ?? 0);
      steps[y * columns + x] = step / (step + floor);
    }
  }
  return steps;
}

/** The strongest of each place and its two neighbors across: a line between two rows loses nothing. */
export function spreadAcross(edges: Float32Array, columns: number): Float32Array {
  const out = new Float32Array(edges.length);
  for (let at = columns; at < edges.length - columns; at += 1)
    out[at] = Math.max(edges[at - columns] ?? 0, edges[at] ?? 0, edges[at + columns] ?? 0);
  return out;
}
