/** Weights of ICAO Doc 9303-3, section 4.9, repeated along the data. */
const weights = [7, 3, 1] as const;

/** Every character that may stand in a machine readable zone, in the order of the recognizer's classes (ICAO Doc 9303-3, 4.3). */
export const mrzAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';

/**
 * The check digit over `data` as ICAO Doc 9303-3, section 4.9 defines it: weights 7-3-1, digits as themselves, A to Z as 10
 * to 35, the filler as 0, modulo 10. Throws a RangeError on any other character, which no reader of ours yields.
 */
export function checkDigit(data: string): string {
  let sum = 0;
  for (let place = 0; place < data.length; place++) {
    sum += valueOf(data.charCodeAt(place)) * (weights[place % 3] ?? 0);
  }
  return String(sum % 10);
}

function valueOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 90) return code - 55;
  if (code === 60) return 0;
  throw new RangeError(`not a character of the machine readable zone: ${String.fromCharCode(code)}`);
}
