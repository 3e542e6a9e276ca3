import { utilityProcess, type UtilityProcess } from 'electron';
import { workerEnvironment, workerExecArgv } from '#analysis/worker/fork-analysis-worker.ts';
import type { ChildLike } from '#analysis/worker/analysis-host.ts';
import type { IntakeChild } from '../intake/embedded-intake.ts';

// A packaged app can't run as plain Node (the fuse is off), so that its children are utility processes.

/** Starts the analysis worker's entry. */
export function spawnUtilityWorker(entryPath: string): ChildLike {
  const child = utilityProcess.fork(entryPath, [], {
    serviceName: 'Vidimus analysis',
    execArgv: [...workerExecArgv],
    env: workerEnvironment(process.env),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    send(message) {
      child.postMessage(message);
    },
    kill() {
      child.kill();
    },
    ...listenersOf(child),
  };
}

/** Starts the intake's entry for utility processes with `args`. */
export function spawnUtilityIntake(entryPath: string, args: readonly string[]): IntakeChild {
  const child = utilityProcess.fork(entryPath, [...args], {
    serviceName: 'Vidimus intake',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    askToStop() {
      child.postMessage({ type: 'stop' });
    },
    kill() {
      child.kill();
    },
    ...listenersOf(child),
  };
}

function listenersOf(child: UtilityProcess): Pick<ChildLike, 'onMessage' | 'onExit'> {
  return {
    onMessage(listener) {
      child.on('message', listener);
    },
    onExit(listener) {
      child.once('exit', () => {
        listener();
      });
    },
  };
}
