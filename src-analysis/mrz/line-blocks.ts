import { must } from '#shared/lib/invariant.ts';
import { acrossAt, type Chain } from './glyph-chains.ts';
import { isSameLine, type LineBlock, type TextLine } from './text-line.ts';

/** Groups of one to three neighbouring lines that belong together, scored by how many glyphs are in step. */
export function grouped(chains: readonly Chain[]): { chains: Chain[]; score: number }[] {
  const groups: { chains: Chain[]; score: number }[] = [];
  for (const anchor of chains) {
    const length = anchor.last - anchor.first;
    const middle = (anchor.first + anchor.last) / 2;
    const at = (chain: Chain): number => acrossAt(chain, middle);
    const like = chains
      .filter((other) => {
        const common = Math.min(anchor.last, other.last) - Math.max(anchor.first, other.first);
        return (
          Math.abs(other.pitch / anchor.pitch - 1) < 0.14 &&
          common > 0.5 * length &&
          Math.abs(other.slope - anchor.slope) < 0.06 &&
          other.h < 1.55 * anchor.h &&
          anchor.h < 1.55 * other.h
        );
      })
      .sort((a, b) => at(a) - at(b));
    const place = like.indexOf(anchor);
    // Runs of neighbours around the anchor, parted where the gap is more than any format has.
    for (const [before, after] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 2],
      [2, 0],
    ] as const) {
      const run = like.slice(place - before, place + after + 1);
      if (place < before || run.length !== before + after + 1) continue;
      const apart = run.slice(1).map((chain, i) => at(chain) - at(must(run[i], 'the line above')));
      if (apart.some((gap) => gap < 0.9 * anchor.h || gap > 5.2 * anchor.h)) continue;
      const [least, most] = [Math.min(...apart), Math.max(...apart)];
      if (run.length === 3 && most > 1.5 * least) continue;
      groups.push({ chains: run, score: zoneLikeness(run) });
    }
  }
  return groups;
}

/**
 * How much `run` looks like a machine readable zone rather than rows of other print: glyphs in step, no spaces between words, both
 * margins flush, pitch about the capitals' height (2.54 mm both, ICAO Doc 9303-3, 4.4), two or three lines.
 */
function zoneLikeness(run: readonly Chain[]): number {
  const first = Math.min(...run.map((chain) => chain.first));
  const last = Math.max(...run.map((chain) => chain.last));
  let score = 0;
  for (const chain of run) {
    const places = (last - first) / chain.pitch + 1;
    const filled = Math.min(1, chain.glyphs.length / places);
    const ratio = chain.pitch / chain.h;
    const spacing = Math.min(
      1,
      Math.max(0.3, 1 - 2.5 * (0.82 - ratio)),
      Math.max(0.3, 1 - 1.5 * (ratio - 1.4)),
    );
    score +=
      Math.min(chain.glyphs.length, places) *
      Math.max(0.05, (chain.regularity - 0.4) / 0.6) *
      filled *
      filled *
      spacing;
  }
  return run.length === 1 ? score / 2 : score;
}

/** Line pitch over character pitch: 4.233 mm over 2.54 mm (ICAO Doc 9303-3, 4.4, and figures of parts 4 to 6). */
const linePitchRatio = 1.667;

/**
 * Adds the places of lines that the search may have missed: of one line, those above and below (two either way where its length
 * is a card's); of two short lines, the one above and the one below.
 */
export function completed(lines: readonly TextLine[]): TextLine[] {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined || lines.length >= 3) return [...lines];
  const length = Math.hypot(first.end.x - first.start.x, first.end.y - first.start.y);
  const short = length / first.pitchPx + 1 < 34;
  if (lines.length === 2 && !short) return [...lines];
  const down = { x: -(first.end.y - first.start.y) / length, y: (first.end.x - first.start.x) / length };
  const gap =
    lines.length === 2
      ? (last.start.x - first.start.x) * down.x + (last.start.y - first.start.y) * down.y
      : linePitchRatio * first.pitchPx;
  const moved = (line: TextLine, by: number): TextLine => ({
    ...line,
    start: { x: line.start.x + by * down.x, y: line.start.y + by * down.y },
    end: { x: line.end.x + by * down.x, y: line.end.y + by * down.y },
  });
  if (lines.length === 2) return [moved(first, -gap), ...lines, moved(last, gap)];
  const reach = short ? [-2, -1, 0, 1, 2] : [-1, 0, 1];
  return reach.map((steps) => moved(first, steps * gap));
}

/**
 * The best blocks, at most `limit`, each adding something: one whose lines were all in a better one is dropped (the decoder
 * tries every run of lines), one that shares lines with better ones counts for less.
 */
export function distinct(blocks: readonly LineBlock[], limit: number): LineBlock[] {
  const kept: LineBlock[] = [];
  const open = blocks.map((block) => ({ block, score: block.score }));
  while (kept.length < limit && open.length > 0) {
    open.sort((a, b) => b.score - a.score);
    const next = open.shift();
    if (next === undefined) break;
    kept.push(next.block);
    for (const other of open) {
      const shared = other.block.lines.filter((line) =>
        next.block.lines.some((taken) => isSameLine(line, taken)),
      ).length;
      const share = shared / other.block.lines.length;
      other.score = share === 1 ? 0 : Math.min(other.score, other.block.score * (1 - 0.6 * share));
    }
    for (let i = open.length - 1; i >= 0; i--) if (open[i]?.score === 0) open.splice(i, 1);
  }
  return kept;
}
