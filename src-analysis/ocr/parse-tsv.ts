import type { OcrWord } from './ocr.ts';

/** Level 5 of Tesseract's TSV is a word; lines of the other levels only say where blocks and lines lie. */
const wordLevel = '5';

/** Tesseract's TSV (`level page block par line word left top width height conf text`) to words; other lines are passed over. */
export function parseTsv(tsv: string): OcrWord[] {
  const words: OcrWord[] = [];
  const lines = new Map<string, number>();
  for (const row of tsv.split('\n')) {
    const cells = row.replace(/\r$/, '').split('\t');
    const [level, page, block, paragraph, line, , left, top, width, height, confidence] = cells;
    const text = cells.slice(11).join('\t').trim();
    if (level !== wordLevel || text === '') continue;
    const key = [page, block, paragraph, line].join();
    let number = lines.get(key);
    if (number === undefined) {
      number = lines.size;
      lines.set(key, number);
    }
    words.push({
      text,
      confidence: Math.min(1, Math.max(0, Number(confidence) / 100)),
      rectPx: { x: Number(left), y: Number(top), width: Number(width), height: Number(height) },
      line: number,
    });
  }
  return words;
}
