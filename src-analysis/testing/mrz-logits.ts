import { mrzAlphabet } from '../mrz/check-digit.ts';
import { classCount, type LineLogits } from '../mrz/decode-line.ts';

/** A character that the recognizer holds for possible at a place. */
export interface Doubt {
  column: number;
  char: string;
  probability: number;
}

/** Log probabilities of a recognizer that is sure of `text`, but for `doubts`: five columns per character, the peak in the middle. */
export function sureLogits(text: string, doubts: readonly Doubt[] = [], margin = 3): LineLogits {
  const columns = text.length * 5 + 2 * margin;
  const probabilities = new Float32Array(columns * classCount).fill(1e-5);
  for (let t = 0; t < columns; t++) probabilities[t * classCount] = 1 - 37e-5;
  for (const [i, char] of [...text].entries()) {
    const row = (margin + i * 5 + 2) * classCount;
    probabilities[row] = 1e-5;
    const here = doubts.filter(({ column }) => column === i);
    const rest = 1 - here.reduce((sum, { probability }) => sum + probability, 0) - 36e-5;
    probabilities[row + 1 + mrzAlphabet.indexOf(char)] = rest;
    for (const doubt of here) probabilities[row + 1 + mrzAlphabet.indexOf(doubt.char)] = doubt.probability;
  }
  return { columns, data: probabilities.map(Math.log) };
}
