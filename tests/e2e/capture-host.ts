import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import { passportAndSelfie, type Scenario } from '#shared/domain/scenario.ts';
import { readIntakeToken } from './workstation.ts';

const root = resolve(import.meta.dirname, '../..');
/** Creating the database cluster takes two seconds on an idle machine. */
const startTimeoutMs = 120_000;
const actor = { kind: 'user', id: 'e2e' } as const;

/** An intake and an agent as an organization runs them, each a process of its own, on a data folder of their own. */
export interface CaptureHost {
  readonly url: string;
  /** A fresh one-time link. `changes` are made to the scenario "passport + selfie". */
  makeLink(changes?: Partial<Pick<Scenario, 'steps' | 'rules' | 'capturePage'>>): Promise<Made>;
  /** What the intake recorded of a link's session. */
  eventsOf(linkId: string): Promise<readonly SessionEvent[]>;
  revoke(linkId: string): Promise<void>;
  /** What the processes wrote to stderr. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export interface Made {
  readonly url: string;
  readonly linkId: string;
  readonly scenarioId: string;
}

/** `embedOrigins`: sites that may show the capture page in a frame; `publicUrl`: where people reach the intake, if elsewhere. */
export async function startCaptureHost({
  embedOrigins = [],
  publicUrl = '',
}: { readonly embedOrigins?: readonly string[]; readonly publicUrl?: string } = {}): Promise<CaptureHost> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'vidimus-capture-'));
  const processes: ChildProcess[] = [];
  let log = '';
  const run = (entry: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
    const child = spawn(process.execPath, [join(root, 'out/main', entry), ...args], {
      cwd: root,
      env: { ...process.env, OMP_THREAD_LIMIT: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    processes.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    // The agent first: it gives its leases back.
    for (const child of processes.reverse()) await endProcess(child);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  };
  try {
    const data = join(dataFolder, 'intake');
    const env = { VIDIMUS_EMBED_ORIGINS: embedOrigins.join(','), VIDIMUS_PUBLIC_URL: publicUrl };
    const url = await firstAddress(run('intake.js', ['--data', data, '--port', '0'], env), () => log);
    run('agent.js', [], { VIDIMUS_INTAKE_URL: url, VIDIMUS_INTAKE_TOKEN_FILE: join(data, 'token') });
    const token = await readIntakeToken(dataFolder);
    const client = createIntakeClient({ url, token, fetch: globalThis.fetch });
    return { url, ...linksOf(client), log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function linksOf(client: IntakeClient): Pick<CaptureHost, 'makeLink' | 'eventsOf' | 'revoke'> {
  const listLinks = async () => {
    const reply = await client.call('listLinks', {});
    if (!reply.ok) throw new Error(reply.code);
    return reply.value.links;
  };
  return {
    async makeLink(changes = {}) {
      const { version: _, ...base } = passportAndSelfie;
      const scenarioId = `e2e-${randomUUID()}`;
      const change = { scenarioId, actor };
      const replies = [
        await client.call('saveScenarioDraft', {
          ...change,
          expectedRevision: null,
          draft: { ...base, id: scenarioId, ...changes },
        }),
        await client.call('commitScenario', { ...change, expectedRevision: 0 }),
        await client.call('activateScenario', { ...change, expectedRevision: 1, version: 1 }),
      ];
      const refused = replies.find(({ ok }) => !ok);
      if (refused?.ok === false) throw new Error(`no scenario: ${refused.code}`);
      const made = await client.call('createLinks', {
        requestId: randomUUID(),
        scenarioId,
        count: 1,
        lifetimeMinutes: 60,
        clientKey: null,
        actor,
      });
      const link = made.ok ? made.value.links[0] : undefined;
      if (link === undefined) throw new Error('no link');
      return { url: link.url, linkId: link.linkId, scenarioId };
    },
    async eventsOf(linkId) {
      const sessionId = (await listLinks()).find((link) => link.linkId === linkId)?.sessionId;
      if (sessionId === null || sessionId === undefined) return [];
      const reply = await client.call('listEvents', { sessionId });
      if (!reply.ok) throw new Error(reply.code);
      return reply.value.events;
    },
    async revoke(linkId) {
      const reply = await client.call('revokeLinks', { linkIds: [linkId], actor });
      if (!reply.ok) throw new Error(reply.code);
    },
  };
}

function firstAddress(intake: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolveAddress, reject) => {
    const giveUp = setTimeout(() => {
      reject(new Error(`the intake said nothing in ${startTimeoutMs / 1000} s\n${log()}`));
    }, startTimeoutMs);
    intake.once('exit', (code) => {
      clearTimeout(giveUp);
      reject(new Error(`the intake ended with code ${code ?? 'none'}\n${log()}`));
    });
    if (intake.stdout === null) return;
    createInterface({ input: intake.stdout }).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address === undefined) return;
      clearTimeout(giveUp);
      resolveAddress(address);
    });
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(impatience);
}
