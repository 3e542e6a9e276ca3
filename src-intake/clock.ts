/** Now, as an ISO instant in UTC with milliseconds. A port, so that tests can turn it. */
export type Clock = () => string;

/** The machine's clock. */
export function systemClock(): string {
  return new Date().toISOString();
}

/** The instant `ms` after another one. */
export function instantAfter(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}
