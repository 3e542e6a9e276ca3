import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { DecodedCharacter } from './decode-line.ts';
import type { DecodedZone } from './decode-zone.ts';
import { rulesOf } from './parse.ts';
import { isStateCode } from './state-codes.ts';

/**
 * The odds that issuing state and nationality differ in one letter of three because one was misread, not because they do: most zones
 * name one state twice, and of pairs of states about one in ten differ in one letter.
 */
const misreadStateOdds = 30;

/** The odds that a code that nobody is known to use was misread rather than printed so: mock-ups and forgeries have such codes, states have not. */
const misreadCodeOdds = 50;

/**
 * How often a check digit holds over characters that were not all read right: digits have ten values, and readers' errors are as good
 * as random to them.
 */
const holdsByChance = 0.1;

/**
 * The chance that all of a zone whose check digits hold was read right: {@link chanceUncheckedRight}, and for what each check digit
 * covers the recognizer's own chance after the digit has spoken. Two errors in a long field pass its digit one time in ten.
 */
export function chanceRight(zone: DecodedZone): number {
  const seen = zone.lines.map(() => new Set<number>());
  let chance = chanceUncheckedRight(zone);
  for (const { at, over } of rulesOf(zone.format).checkDigits) {
    let own = 1;
    for (const { line, start, end } of [...over, at]) {
      for (let column = start; column < end; column++) {
        // What an earlier digit covers is settled by it.
        if (seen[line]?.has(column) === true) continue;
        seen[line]?.add(column);
        own *= zone.lines[line]?.characters[column]?.confidence ?? 1;
      }
    }
    chance *= own / (own + (1 - own) * holdsByChance);
  }
  return chance;
}

/**
 * The chance that every character outside of the check digits' reach (names, states, sex, a visa's optional data) was read right: the
 * product of their confidences, and less where the two states contradict each other. Within their reach a holding check digit says
 * more than the recognizer.
 */
export function chanceUncheckedRight({ format, lines }: DecodedZone): number {
  const checked = checkedPlaces(format);
  let chance = 1;
  for (const [line, { characters }] of lines.entries()) {
    for (const [column, { confidence }] of characters.entries()) {
      if (checked[line]?.has(column) !== true) chance *= confidence;
    }
  }
  return chance * chanceStatesDiffer({ format, lines }) * chanceCodesUnknown({ format, lines });
}

type Zone = Pick<DecodedZone, 'format' | 'lines'>;

/** The characters of issuing state and nationality, and none for the one that the format does not state. */
function statesOf({ format, lines }: Zone): DecodedCharacter[][] {
  return (['issuingState', 'nationality'] as const).map((name) => {
    const span = rulesOf(format).fields.find((field) => field.name === name)?.span;
    return span === undefined ? [] : (lines[span.line]?.characters.slice(span.start, span.end) ?? []);
  });
}

const chanceNot = (confidence: number, odds: number): number =>
  confidence / (confidence + (1 - confidence) * odds);

/** 1, or less where a state has a code that is not known and whose letters are not beyond doubt. An empty one says nothing. */
function chanceCodesUnknown(zone: Zone): number {
  let chance = 1;
  for (const characters of statesOf(zone)) {
    const code = characters.map(({ char }) => char).join('');
    if (/^<*$/.test(code) || isStateCode(code)) continue;
    chance *= chanceNot(Math.min(...characters.map(({ confidence }) => confidence)), misreadCodeOdds);
  }
  return chance;
}

/**
 * The least share of `frames`, other looks at the same lines, that agree with `zone` on a character; 1 without frames. A character that a
 * check digit covers has that digit's vote besides: half of the looks are enough for it.
 */
export function agreement(zone: DecodedZone, frames: readonly DecodedZone[]): number {
  if (frames.length === 0) return 1;
  const checked = checkedPlaces(zone.format);
  let least = 1;
  for (const [line, { text }] of zone.lines.entries()) {
    for (let column = 0; column < text.length; column++) {
      const agreeing = frames.filter((frame) => frame.lines[line]?.text[column] === text[column]).length;
      const votes = checked[line]?.has(column) === true ? 2 : 1;
      least = Math.min(least, (votes * agreeing) / frames.length);
    }
  }
  return least;
}

/** 1, or less where issuing state and nationality differ in one letter that is not beyond doubt. */
function chanceStatesDiffer(zone: Zone): number {
  const [issuing, nationality] = statesOf(zone);
  if (issuing?.length !== nationality?.length) return 1;
  const different = (issuing ?? []).flatMap((one, i) => {
    const other = nationality?.[i];
    return other === undefined || other.char === one.char ? [] : [Math.min(one.confidence, other.confidence)];
  });
  const [confidence] = different;
  if (confidence === undefined || different.length > 1) return 1;
  return chanceNot(confidence, misreadStateOdds);
}

function checkedPlaces(format: MrzFormat): ReadonlySet<number>[] {
  const { lines, checkDigits } = rulesOf(format);
  const places = lines.map(() => new Set<number>());
  for (const { at, over } of checkDigits) {
    for (const { line, start, end } of [at, ...over]) {
      for (let column = start; column < end; column++) places[line]?.add(column);
    }
  }
  return places;
}

/**
 * By how many characters the lines of a zone (those of its full width) start or end apart, at most. `widthsPx` are those of the crops, which all span the same
 * stretch of the page; 0 as printed, 1 and more where a line was read with a mark beside it for a character and another one lost.
 */
export function raggedness({ lines }: DecodedZone, widthsPx: readonly number[]): number {
  const longest = Math.max(...lines.map(({ text }) => text.length));
  const edges = lines.flatMap(({ characters }, i) => {
    if (characters.length < longest) return [];
    const scale = 4 / (widthsPx[i] ?? 1);
    const [first, last] = [(characters[0]?.column ?? 0) * scale, (characters.at(-1)?.column ?? 0) * scale];
    return [
      {
        first,
        last,
        pitch: (last - first) / Math.max(1, characters.length - 1),
      },
    ];
  });
  const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  const pitch = Math.min(...edges.map((edge) => edge.pitch));
  return Math.max(spread(edges.map(({ first }) => first)), spread(edges.map(({ last }) => last))) / pitch;
}
