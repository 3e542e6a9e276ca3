// The server shuts down, was killed, or still recovers (PostgreSQL, appendix A, classes 57P and 08), or nobody listens.
const awayCodes = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

/** Whether an error says that the database cannot be reached now: not a bug, and over by itself or by an administrator's hand. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // `pg` gives these two no code.
  const isPgsOwn = /^Connection terminated|^timeout exceeded when trying to connect/.test(error.message);
  return awayCodes.includes(code) || code.startsWith('08') || isPgsOwn;
}
