/** What print makes alike in most fonts: in `CO123` nothing tells which it is. */
const twins: Readonly<Record<string, string>> = { O: '0', '0': 'O', I: '1', '1': 'I' };
const mostUnclear = 3;

/** A number with `O` and `I` written as the figures that they are taken for. */
export const withoutTwins = (number: string): string => number.replaceAll('O', '0').replaceAll('I', '1');

/**
 * Other ways to read a number, none where it is clear: among figures an `O` is a zero and among letters a zero is an `O`, but between a letter and a
 * figure either may stand. At its beginning and end it goes with its neighbor.
 */
export function otherReadings(number: string): readonly string[] {
  const chars = Array.from(number);
  const isLetter = (char: string | undefined): boolean => char !== undefined && /\p{L}/u.test(char);
  const settled = (char: string): boolean => /[\p{L}\p{N}]/u.test(char) && twins[char] === undefined;
  const unclear = chars.flatMap((char, index) => {
    if (twins[char] === undefined) return [];
    const [before, after] = [chars.slice(0, index).findLast(settled), chars.slice(index + 1).find(settled)];
    return before !== undefined && after !== undefined && isLetter(before) !== isLetter(after) ? [index] : [];
  });
  if (unclear.length > mostUnclear) return [];
  let readings: readonly string[][] = [chars];
  for (const index of unclear)
    readings = readings.flatMap((reading) => {
      const other = [...reading];
      other[index] = twins[reading[index] ?? ''] ?? '';
      return [reading, other];
    });
  return readings.map((reading) => reading.join('')).filter((reading) => reading !== number);
}
