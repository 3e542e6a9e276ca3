import { fork } from 'node:child_process';
import type { ChildLike } from './analysis-host.ts';

/**
 * 1.5 GB of JavaScript heap: a 40-megapixel picture with its working copies is under 600 MB, and most of that lies
 * outside the heap; more means a leak, and the host starts a fresh process. `gc` lets it collect young objects between analyses, when nobody waits;
 * marked little by little, the heap would be marked within them too, twice a document, since pictures count.
 */
export const workerExecArgv: readonly string[] = [
  '--max-old-space-size=1536',
  '--single-threaded-gc',
  '--expose-gc',
  '--no-incremental-marking',
];

/**
 * The worker's environment. glibc keeps a heap for each of the worker's dozen threads, and in each what was freed of the pictures: with two
 * heaps a card takes 511 MB at most instead of 593, in the same time. And it takes pictures from those heaps once it has seen some, among whose
 * gaps the next ones do not fit: over 200 documents a third of a megabyte was lost with each. Given a fixed limit, what is larger goes back to the
 * system when it is freed. Other systems pass the variables over.
 */
export function workerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576', ...env };
}

/** Starts the worker entry as a plain Node process, for hosts that are not Electron. Its output goes to our stderr. */
export function forkAnalysisWorker(workerPath: string): ChildLike & { readonly pid: number | undefined } {
  const child = fork(workerPath, [], {
    serialization: 'advanced', // bytes travel as they are, not as JSON
    execArgv: [...workerExecArgv],
    env: workerEnvironment(process.env),
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
