import { describe, expect, it } from 'vitest';
import { mrzAlphabet } from './check-digit.ts';
import {
  classCount,
  createClassCosts,
  decodeLine,
  decodeZone,
  greedyText,
  type LineLogits,
} from './decode.ts';
import { rulesOf } from './parse.ts';

const costs = createClassCosts();
const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

interface Doubt {
  column: number;
  char: string;
  probability: number;
}

/** Log probabilities of a recognizer that is sure of `text`, but for `doubts`: five columns per character, the peak in the middle. */
function logits(text: string, doubts: Doubt[] = [], margin = 3): LineLogits {
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

const replaced = (text: string, column: number, char: string): string =>
  text.slice(0, column) + char + text.slice(column + 1);

describe('decodeLine', () => {
  const classes = rulesOf('TD3').lines[1] ?? [];

  it('reads what is sure as it is, at no cost', () => {
    const line = decodeLine(logits(lower), classes, costs);
    expect(line?.text).toBe(lower);
    expect(line?.excess).toBeGreaterThan(-0.01);
    expect(line?.characters.every(({ confidence }) => confidence > 0.99)).toBe(true);
  });

  it('takes look-alikes by the class of their place, however sure the recognizer is', () => {
    const line = decodeLine(logits(replaced(lower, 15, 'O')), classes, costs);
    expect(line?.text).toBe(replaced(lower, 15, '0'));
    expect(line?.characters[15]).toMatchObject({ char: '0', firstChoice: 'O' });
  });

  it('leaves a sure character that has no business at its place: it is printed there', () => {
    const line = decodeLine(logits(replaced(lower, 14, 'K')), classes, costs);
    expect(line?.text[14]).toBe('K');
  });

  it('parts doubled characters and keeps the length', () => {
    const doubled = 'LL898902C6UTO7408122F1204159ZE184226B<<<<<10';
    expect(decodeLine(logits(doubled), classes, costs)?.text).toBe(doubled);
  });

  it('skips a border before the first character', () => {
    const line = logits(lower, [], 8);
    const smudge = 1 * classCount;
    line.data[smudge] = Math.log(0.01);
    line.data[smudge + 1 + mrzAlphabet.indexOf('I')] = Math.log(0.98);
    expect(greedyText(line)).toBe(`I${lower}`);
    expect(decodeLine({ ...line, glyphColumns: [10, line.columns - 10] }, classes, costs)?.text).toBe(lower);
  });

  it('finds nothing in a line too short for the format', () => {
    expect(decodeLine(logits('ABC'), classes, costs)).toBeUndefined();
  });
});

describe('decodeZone', () => {
  it('chooses the format and leaves rows of other print aside', () => {
    const zone = decodeZone(
      [logits('THE<QUICK<BROWN<FOX<JUMPS<OVER<A<LAZY<DOG<99'), logits(upper), logits(lower)],
      costs,
    );
    expect(zone).toMatchObject({ format: 'TD3', firstLine: 1, failedCheckDigits: 0 });
    expect(zone?.lines.map(({ text }) => text)).toEqual([upper, lower]);
  });

  it('exchanges a doubtful character for the one that makes the check digits hold', () => {
    const misread = logits(replaced(lower, 5, 'D'), [{ column: 5, char: '0', probability: 0.3 }]);
    const zone = decodeZone([logits(upper), misread], costs);
    expect(zone?.lines[1]?.text).toBe(lower);
    expect(zone?.lines[1]?.characters[5]).toMatchObject({ char: '0', firstChoice: 'D' });
    expect(zone?.lines[1]?.characters[5]?.confidence).toBeLessThan(0.5);
  });

  it('never mends what is clearly printed: a wrong check digit stays wrong', () => {
    const printed = replaced(lower, 9, '7');
    const zone = decodeZone([logits(upper), logits(printed)], costs);
    expect(zone?.lines[1]?.text).toBe(printed);
    // The document number's own digit and the composite over it.
    expect(zone?.failedCheckDigits).toBe(2);
  });

  it('does not choose between two exchanges that are equally likely', () => {
    const misread = logits(replaced(lower, 5, 'D'), [
      { column: 5, char: '0', probability: 0.2 },
      { column: 5, char: 'K', probability: 0.2 },
    ]);
    const zone = decodeZone([logits(upper), misread], costs);
    expect(zone?.lines[1]?.text[5]).toBe('D');
  });
});
