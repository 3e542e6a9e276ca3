import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIntakeClient } from '#shared/api/client.ts';

// Real: the built process as a person starts it in a console, and its PostgreSQL.

const entry = join(import.meta.dirname, '../../out/main/intake.js');
const codePattern = /^ {4}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m;

let dataDir: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vidimus-console-'));
});
afterEach(async () => {
  await stop();
  const pointer = join(dataDir, 'postgres-folder');
  if (existsSync(pointer)) {
    const cluster = readFileSync(pointer, 'utf8').trim();
    await rm(cluster, { recursive: true, force: true });
    await rm(`${cluster}.owner`, { force: true });
  }
  await rm(dataDir, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  const running = child;
  child = undefined;
  if (running?.exitCode !== null) return;
  const ended = new Promise((resolve) => running.once('exit', resolve));
  running.kill('SIGTERM');
  await ended;
}

/** Starts it as in a console, and reads what that shows once the intake listens. */
async function start(
  ...options: readonly string[]
): Promise<{ url: string; console: string; log: () => string }> {
  const running = spawn(process.execPath, [entry, '--data', dataDir, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  child = running;
  let console = '';
  let log = '';
  running.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  const url = await new Promise<string>((resolve, reject) => {
    running.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      console += chunk;
      const listening = /listens on (\S+)/.exec(console)?.[1];
      // The code follows in the same breath.
      if (listening !== undefined)
        setTimeout(() => {
          resolve(listening);
        }, 200);
    });
    running.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)}: ${log}`));
    });
  });
  return { url, console, log: () => log };
}

it('shows a code on the console until an administrator was made with it, and again when one was lost', async () => {
  const first = await start();
  const code = codePattern.exec(first.console)?.[1] ?? '';
  await createIntakeClient({ url: first.url, token: null, fetch }).call('getSignInWays', {});
  expect(first.log()).not.toContain(code);
  await stop();

  const second = await start();
  const newCode = codePattern.exec(second.console)?.[1] ?? '';
  expect(newCode).not.toBe(code);
  const setUp = {
    loginName: 'first',
    displayName: 'First',
    password: 'a heron stands in cold water',
    workstationName: 'Desk',
  };
  const client = createIntakeClient({ url: second.url, token: null, fetch });
  expect(await client.call('setUpIntake', { ...setUp, setupCode: code })).toMatchObject({
    code: 'code-refused',
  });
  expect(await client.call('setUpIntake', { ...setUp, setupCode: newCode })).toMatchObject({ ok: true });
  await stop();

  expect((await start()).console).not.toMatch(codePattern);
  await stop();
  expect((await start('--new-setup-code')).console).toMatch(codePattern);
});
