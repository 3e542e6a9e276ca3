import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { IntakeClient } from '#shared/api/client.ts';
import { clientOf } from './test-intake.ts';

const readySchema = z.object({ type: z.literal('ready'), url: z.string(), token: z.string() });

/** The built intake as a process of its own, whose clock stands where the test puts it. */
export interface IntakeProcess {
  /** Its present address: another one after each start. */
  readonly url: () => string;
  readonly client: () => IntakeClient;
  /** Resolves once the process has the new time. */
  setClock(nowMs: number): Promise<void>;
  /** Ends it, in order or not, and starts it again on what it left. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

export async function startIntakeProcess(config: {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clockMs: number;
}): Promise<IntakeProcess> {
  let clockMs = config.clockMs;
  let running = await start();

  async function tellClock(child: ChildProcess): Promise<void> {
    const heard = once(child, 'message');
    child.send({ type: 'set-clock', nowMs: clockMs });
    await heard;
  }
  async function start(): Promise<{ child: ChildProcess; url: string; client: IntakeClient }> {
    const child = fork(join(import.meta.dirname, '../../out/main/intake.js'), ['--data', config.dataDir], {
      execArgv: ['--import', new URL('./turned-clock.mjs', import.meta.url).href],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'], ...config.env },
    });
    await tellClock(child);
    const [message] = (await once(child, 'message')) as [unknown];
    const ready = readySchema.parse(message);
    return { child, url: ready.url, client: clientOf(ready) };
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const ended = once(running.child, 'exit');
    running.child.kill(signal);
    await ended;
  }

  return {
    url: () => running.url,
    client: () => running.client,
    async setClock(nowMs) {
      clockMs = nowMs;
      await tellClock(running.child);
    },
    async restart(signal) {
      await end(signal);
      running = await start();
    },
    stop: () => end('SIGTERM'),
  };
}
