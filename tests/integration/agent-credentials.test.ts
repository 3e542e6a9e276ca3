import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import { must, submitTestSession } from '#intake/testing/test-intake.ts';

// Real: the built intake and the built agent, as processes, with a credential that is good for agents alone.

const root = resolve(import.meta.dirname, '../..');
const children: { readonly child: ChildProcess; readonly output: () => string }[] = [];
let folder: string;
let url: string;
let owner: IntakeClient;

function start(entry: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): () => string {
  const child = spawn(process.execPath, [join(root, 'out/main', entry), ...args], {
    env: { ...process.env, ...env, OMP_THREAD_LIMIT: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  children.push({ child, output: () => output });
  return () => output;
}

async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

async function endLast(): Promise<void> {
  const last = children.pop();
  if (last?.child.exitCode !== null || last.child.signalCode !== null) return;
  const ended = once(last.child, 'exit');
  last.child.kill('SIGTERM');
  await ended;
}

/** Starts the agent with a token in a file, as its operator does. */
async function startAgent(token: string, env: NodeJS.ProcessEnv = {}): Promise<() => string> {
  const file = join(folder, `token-${randomUUID()}`);
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return start('agent.js', [], { ...env, VIDIMUS_INTAKE_URL: url, VIDIMUS_INTAKE_TOKEN_FILE: file });
}

async function expectAnalyzed(): Promise<void> {
  const sessionId = await submitTestSession(owner);
  await until('the analysis', async () => {
    const { status } = await must(owner, 'getResult', { sessionId });
    return status === 'review' ? status : undefined;
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-agent-'));
  const output = start('intake.js', ['--data', join(folder, 'intake')]);
  url = await until('the intake', () => /intake listens on (\S+)/.exec(output())?.[1]);
  const token = (await readFile(join(folder, 'intake/token'), 'utf8')).trim();
  owner = createIntakeClient({ url, token, fetch });
}, 90_000);
afterAll(async () => {
  while (children.length > 0) await endLast();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
}, 60_000);

it('analyzes with the credential of an enrolled workstation, until that is revoked', async () => {
  const { code } = await must(owner, 'createEnrollmentCode', {});
  const { id, token } = await must(createIntakeClient({ url, token: null, fetch }), 'enrollWorkstation', {
    enrollmentCode: code,
    name: 'Analysis room',
  });
  const output = await startAgent(token);
  await expectAnalyzed();
  await must(owner, 'revokeWorkstation', { workstationId: id });
  await until('the refusal', () => (output().includes('unauthorized') ? true : undefined));
  expect(output()).not.toContain(token);
  await endLast();
}, 120_000);

it('analyzes with an API token whose only scope is analysis.run', async () => {
  const { token } = await must(owner, 'createApiToken', {
    tokenId: randomUUID(),
    name: 'Agents',
    scopes: ['analysis.run'],
    dataRights: [],
    expiresAt: null,
  });
  const output = await startAgent(token);
  await expectAnalyzed();
  expect(output()).not.toContain(token);
  await endLast();
}, 120_000);

it('takes no session without its nets, says what to do, and tells its options', async () => {
  const output = await startAgent('vdt_any', { VIDIMUS_MODELS: join(folder, 'no-nets') });
  await until('the refusal', () => (output().includes('vidimus models install') ? true : undefined));
  expect(output()).not.toContain('agent.running');
  const help = start('agent.js', ['--help']);
  await until('its options', () => (help().includes('--concurrency') ? true : undefined));
}, 60_000);
