/**
 * Whole years from one ISO day to a later one; negative where it is earlier. Of a date that is known only to the month or year
 * the first day is taken.
 */
export function wholeYearsBetween(from: string, to: string): number {
  const [startYear, startDay] = split(from);
  const [endYear, endDay] = split(to);
  // Someone born on 29 February has the birthday on 1 March of other years: the comparison of texts says just that.
  return endYear - startYear - (endDay < startDay ? 1 : 0);
}

function split(day: string): [year: number, monthAndDay: string] {
  const [year = '', month = '01', dayOfMonth = '01'] = day.split('-');
  return [Number(year), `${month}-${dayOfMonth}`];
}
