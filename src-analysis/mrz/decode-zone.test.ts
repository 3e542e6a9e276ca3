import { describe, expect, it } from 'vitest';
import { sureLogits as logits } from '../testing/mrz-logits.ts';
import { classTables } from './decode-line.ts';
import { decodeZone } from './decode-zone.ts';

const tables = classTables();
const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

const replaced = (text: string, column: number, char: string): string =>
  text.slice(0, column) + char + text.slice(column + 1);

describe('decodeZone', () => {
  it('chooses the format and leaves rows of other print aside', () => {
    const zone = decodeZone(
      [logits('THE<QUICK<BROWN<FOX<JUMPS<OVER<A<LAZY<DOG<99'), logits(upper), logits(lower)],
      tables,
    );
    expect(zone).toMatchObject({ format: 'TD3', firstLine: 1, failedCheckDigits: 0 });
    expect(zone?.lines.map(({ text }) => text)).toEqual([upper, lower]);
  });

  it('exchanges a doubtful character for the one that makes the check digits hold', () => {
    const misread = logits(replaced(lower, 5, 'D'), [{ column: 5, char: '0', probability: 0.3 }]);
    const zone = decodeZone([logits(upper), misread], tables);
    expect(zone?.lines[1]?.text).toBe(lower);
    expect(zone?.lines[1]?.characters[5]).toMatchObject({ char: '0', firstChoice: 'D' });
    expect(zone?.lines[1]?.characters[5]?.confidence).toBeLessThan(0.5);
  });

  it('never mends what is clearly printed: a wrong check digit stays wrong', () => {
    const printed = replaced(lower, 9, '7');
    const zone = decodeZone([logits(upper), logits(printed)], tables);
    expect(zone?.lines[1]?.text).toBe(printed);
    // The document number's own digit and the composite over it.
    expect(zone?.failedCheckDigits).toBe(2);
  });

  it('does not choose between two exchanges that are equally likely', () => {
    const misread = logits(replaced(lower, 5, 'D'), [
      { column: 5, char: '0', probability: 0.2 },
      { column: 5, char: 'K', probability: 0.2 },
    ]);
    const zone = decodeZone([logits(upper), misread], tables);
    expect(zone?.lines[1]?.text[5]).toBe('D');
  });

  it('reads the one line of a French driving licence, and none that does not say so', () => {
    const line = 'D1FRA13AA000026181231MARTIN<<9';
    expect(decodeZone([logits(line)], tables)).toMatchObject({ format: 'FRDL', failedCheckDigits: 0 });
    // 0.3 nats per character is what a zone may cost.
    expect(decodeZone([logits(line.replace('FRA', 'FRB'))], tables)?.score).toBeLessThan(-0.3 * line.length);
  });

  it('reads the short first line of a Swiss driving licence, whatever the background beside it looks like', () => {
    // Nine columns are the 1.8 characters of five that crops have beside the outermost.
    const blank = logits('AAA001D<<'.padEnd(30, 'T'), [], 9);
    const lines = ['FACHE305142128097<<800126<<<<<', 'MARCHAND<<FABIENNE'.padEnd(30, '<')];
    const zone = decodeZone([blank, ...lines.map((line) => logits(line, [], 9))], tables);
    expect(zone?.format).toBe('CHDL');
    expect(zone?.lines.map(({ text }) => text)).toEqual(['AAA001D<<', ...lines]);
  });
});
