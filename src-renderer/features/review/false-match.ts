/**
 * A false match rate as "1 in N strangers look this alike": N in two significant digits, rounded down, since the words
 * must not promise more than the table. `null` for a rate of 0, which no table of finite size can mean.
 */
export function strangersPerMatch(falseMatchRate: number): number | null {
  if (falseMatchRate <= 0) return null;
  const strangers = 1 / falseMatchRate;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(strangers)) - 1);
  // A hair more than nothing: 1 / 0.0001 is 9999.999… in binary.
  return Math.max(1, Math.floor(strangers / unit + 1e-9) * unit);
}
