import { fork } from 'node:child_process';
import type { ChildLike } from './analysis-host.ts';

/**
 * 1.5 GB of JavaScript heap: a 40-megapixel picture with its working copies is under 600 MB, and most of that lies
 * outside the heap; more means a leak, and the host starts a fresh process.
 */
export const workerExecArgv: readonly string[] = ['--max-old-space-size=1536', '--single-threaded-gc'];

/** Starts the worker entry as a plain Node process, for hosts that are not Electron. Its output goes to our stderr. */
export function forkAnalysisWorker(workerPath: string): ChildLike & { readonly pid: number | undefined } {
  const child = fork(workerPath, [], {
    serialization: 'advanced', // bytes travel as they are, not as JSON
    execArgv: [...workerExecArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    pid: child.pid,
    send(message) {
      // A child that is already gone says so by its exit event.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage(listener) {
      child.on('message', listener);
    },
    onExit(listener) {
      child.once('exit', listener);
      child.once('error', () => {
        listener();
      });
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}
