import { InvariantError } from '#shared/lib/invariant.ts';
import { TamperedHistoryError } from './services/event-log.ts';

/** The intake's log: lines of JSON without personal data. */
export interface Log {
  info(message: string): void;
  /** A bug or a broken machine. `where` is a route's pattern or a job's name, never an address with values in it. */
  unexpected(event: {
    readonly correlationId?: string;
    readonly where: string;
    readonly error: unknown;
  }): void;
}

/** Where it was thrown; a message may quote what a person sent, so only those that we write ourselves are kept. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const isOurs = error instanceof InvariantError || error instanceof TamperedHistoryError;
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    ...(isOurs && { message: error.message }),
    stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
  };
}

/** Writes to the given stream, one JSON object a line. */
export function createLog(stream: NodeJS.WritableStream): Log {
  const write = (line: Record<string, unknown>): void => {
    stream.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
  };
  return {
    info: (message) => {
      write({ level: 'info', message });
    },
    unexpected: ({ correlationId, where, error }) => {
      write({ level: 'error', correlationId, where, error: describeError(error) });
    },
  };
}
