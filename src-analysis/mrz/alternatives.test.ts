import { describe, expect, it } from 'vitest';
import { type Doubt, sureLogits } from '../testing/mrz-logits.ts';
import { alternativesTo, exchangesOf } from './alternatives.ts';
import { classTables } from './decode-line.ts';
import { decodeZone } from './decode-zone.ts';
import { rulesOf } from './parse.ts';

const tables = classTables();
const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

const replaced = (text: string, column: number, char: string): string =>
  text.slice(0, column) + char + text.slice(column + 1);

function alternatives(
  inUpper: Doubt[],
  inLower: Doubt[] = [],
  others: { lines: string[]; score: number }[] = [],
): { lines: readonly string[]; probability: number }[] {
  const logits = [sureLogits(upper, inUpper), sureLogits(lower, inLower)];
  const zone = decodeZone(logits, tables);
  if (zone === undefined) throw new Error('no zone');
  const rules = rulesOf(zone.format);
  const chosen = { lines: zone.lines.map(({ text }) => text), score: zone.score };
  return alternativesTo(chosen, rules, exchangesOf(rules, zone.lines, logits, tables), others);
}

describe('alternativesTo', () => {
  it('has none where every character is beyond doubt', () => {
    expect(alternatives([])).toEqual([]);
  });

  it('names the second choice of a doubtful letter, as likely as the recognizer says', () => {
    const [first, ...more] = alternatives([{ column: 6, char: 'K', probability: 0.25 }]);
    expect(first?.lines).toEqual([replaced(upper, 6, 'K'), lower]);
    expect(first?.probability).toBeCloseTo(0.25, 1);
    expect(more).toEqual([]);
  });

  it('combines two doubts, likeliest first', () => {
    const found = alternatives([
      { column: 6, char: 'K', probability: 0.4 },
      { column: 9, char: 'B', probability: 0.3 },
    ]);
    expect(found.map(({ lines }) => lines[0])).toEqual([
      replaced(upper, 6, 'K'),
      replaced(upper, 9, 'B'),
      replaced(replaced(upper, 6, 'K'), 9, 'B'),
    ]);
    expect(found.map(({ probability }) => probability)).toEqual(
      [...found.map(({ probability }) => probability)].sort((a, b) => b - a),
    );
  });

  it('holds it against a reading that check digits fail for it', () => {
    // Two digits cover the document number, its own and the composite, at 1.5 nats each.
    const [first] = alternatives([], [{ column: 2, char: '3', probability: 0.3 }]);
    expect(first?.lines[1]).toBe(replaced(lower, 2, '3'));
    expect(first?.probability).toBeCloseTo((0.3 / 0.7) * Math.exp(-3), 2);
  });

  it('keeps what other frames read, with its share', () => {
    const lines = [replaced(upper, 5, 'F'), lower];
    expect(alternatives([], [], [{ lines, score: Math.log(0.2) }])).toMatchObject([{ lines }]);
  });
});
