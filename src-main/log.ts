/** What may be logged of an event: codes, counts and ids. Never names, numbers of documents, paths or messages of errors. */
export type LogFacts = Readonly<Record<string, string | number | boolean>>;

/** Writes one line about what happened. Must not throw. */
export type Log = (event: string, facts?: LogFacts) => void;

/** A log of JSON lines, one per event, each with the instant and the name of the process. */
export function createLineLog(processName: string, write: (line: string) => void): Log {
  return (event, facts = {}) => {
    write(`${JSON.stringify({ at: new Date().toISOString(), process: processName, event, ...facts })}\n`);
  };
}

/**
 * An unexpected error as loggable facts: its class, its code and the frames of its stack. Its message is left out, since
 * messages quote data.
 */
export function errorFacts(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  // Six frames reach from the throw to the handler that was called.
  return {
    error: error.name,
    ...code,
    stack: frames
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
  };
}
