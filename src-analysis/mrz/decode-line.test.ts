import { describe, expect, it } from 'vitest';
import { sureLogits as logits } from '../testing/mrz-logits.ts';
import { mrzAlphabet } from './check-digit.ts';
import { classCount, classTables, decodeLine, greedyText } from './decode-line.ts';
import { rulesOf } from './parse.ts';

const tables = classTables();
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

const replaced = (text: string, column: number, char: string): string =>
  text.slice(0, column) + char + text.slice(column + 1);

describe('decodeLine', () => {
  const classes = rulesOf('TD3').lines[1] ?? [];

  it('reads what is sure as it is, at no cost', () => {
    const line = decodeLine(logits(lower), classes, tables);
    expect(line?.text).toBe(lower);
    expect(line?.excess).toBeGreaterThan(-0.01);
    expect(line?.characters.every(({ confidence }) => confidence > 0.99)).toBe(true);
  });

  it('takes look-alikes by the class of their place, however sure the recognizer is', () => {
    const line = decodeLine(logits(replaced(lower, 15, 'O')), classes, tables);
    expect(line?.text).toBe(replaced(lower, 15, '0'));
    expect(line?.characters[15]).toMatchObject({ char: '0', firstChoice: 'O' });
  });

  it('leaves a sure character that has no business at its place: it is printed there', () => {
    const line = decodeLine(logits(replaced(lower, 14, 'K')), classes, tables);
    expect(line?.text[14]).toBe('K');
  });

  it('parts doubled characters and keeps the length', () => {
    const doubled = 'LL898902C6UTO7408122F1204159ZE184226B<<<<<10';
    expect(decodeLine(logits(doubled), classes, tables)?.text).toBe(doubled);
  });

  it('skips a border before the first character', () => {
    const line = logits(lower, [], 8);
    const smudge = 1 * classCount;
    line.data[smudge] = Math.log(0.01);
    line.data[smudge + 1 + mrzAlphabet.indexOf('I')] = Math.log(0.98);
    expect(greedyText(line)).toBe(`I${lower}`);
    expect(decodeLine({ ...line, glyphColumns: [10, line.columns - 10] }, classes, tables)?.text).toBe(lower);
  });

  it('finds nothing in a line too short for the format', () => {
    expect(decodeLine(logits('ABC'), classes, tables)).toBeUndefined();
  });
});
