import { errorFacts, type Log } from './log.ts';

/**
 * Ends the process in order at SIGINT, SIGTERM or SIGHUP: `close`, then exit code 0. A second signal ends it at once, from
 * someone who doesn't want to wait; nothing is lost, since the intake commits as it goes.
 */
export function stopOnSignals(close: () => Promise<void>, log: Log): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log('stop-failed', errorFacts(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
}
