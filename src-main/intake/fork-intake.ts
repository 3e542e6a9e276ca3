import { fork } from 'node:child_process';
import type { IntakeChild } from './embedded-intake.ts';

/** Starts the intake's entry as a plain Node process with `args`. Its output goes to our stderr. */
export function forkIntake(entryPath: string, args: readonly string[]): IntakeChild {
  const child = fork(entryPath, [...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl+C in a terminal reaches the whole process group; the intake must outlive the host's last requests to it.
    detached: process.platform !== 'win32',
  });
  return {
    onMessage(listener) {
      child.on('message', listener);
    },
    onExit(listener) {
      child.once('exit', listener);
      child.once('error', () => {
        listener();
      });
    },
    askToStop() {
      if (child.connected) child.send({ type: 'stop' }, () => undefined);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}
