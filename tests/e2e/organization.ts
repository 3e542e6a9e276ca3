import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';

const root = resolve(import.meta.dirname, '../..');
/** Creating the database cluster takes two seconds on an idle machine; tests share theirs with others. */
const startTimeoutMs = 120_000;

/** An intake as an organization runs it: a process of its own, whose console shows the setup code. */
export interface Organization {
  readonly url: string;
  readonly setupCode: string;
  /** In the name of the owner of its data folder: what the server holds, not what a screen shows. */
  readonly owner: IntakeClient;
  /** What it wrote to stderr so far. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export async function startOrganization(): Promise<Organization> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'vidimus-people-'));
  const intake = spawn(
    process.execPath,
    [join(root, 'out/main/intake.js'), '--data', dataFolder, '--port', '0'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  intake.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const stop = async (): Promise<void> => {
    if (intake.exitCode === null && intake.signalCode === null) {
      const ended = once(intake, 'exit');
      intake.kill('SIGTERM');
      await ended;
    }
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  };
  try {
    const { url, setupCode } = await new Promise<{ url: string; setupCode: string }>((done, reject) => {
      const giveUp = setTimeout(() => {
        reject(new Error(`the intake showed no setup code in ${startTimeoutMs / 1000} s\n${log}`));
      }, startTimeoutMs);
      intake.once('exit', (code) => {
        clearTimeout(giveUp);
        reject(new Error(`the intake ended with code ${code ?? 'none'}\n${log}`));
      });
      let address: string | undefined;
      createInterface({ input: intake.stdout }).on('line', (line) => {
        address ??= /http:\/\/\S+/.exec(line)?.[0];
        // The code stands on a line of its own.
        const code = /^ {4}(\S+)$/.exec(line)?.[1];
        if (address === undefined || code === undefined) return;
        clearTimeout(giveUp);
        done({ url: address, setupCode: code });
      });
    });
    const token = (await readFile(join(dataFolder, 'token'), 'utf8')).trim();
    const owner = createIntakeClient({ url, token, fetch: globalThis.fetch });
    return { url, setupCode, owner, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
