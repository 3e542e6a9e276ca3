// The server shuts down, was killed, or still recovers (PostgreSQL, appendix A, classes 57P, 08 and 53), or nobody listens.
const awayCodes = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

/** Whether an error says that the database cannot be reached now: not a bug, and over by itself or by an administrator's hand. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // `pg` gives these no code. The last comes of the rollback that follows a broken connection, in place of its own error.
  const isPgsOwn =
    /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
      error.message,
    );
  // Class 53: its disk is full, or it has no memory or connections left.
  return awayCodes.includes(code) || /^(08|53)/.test(code) || isPgsOwn;
}
