import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import type { ApiCallName, ApiErrorCode, ApiInput, ApiOutput } from '#shared/api/contract.ts';
import type { Command } from '#shared/domain/commands.ts';
import type { Actor } from '#shared/domain/events.ts';
import { captureIdSchema, sessionIdSchema, type CaptureId, type SessionId } from '#shared/domain/ids.ts';
import { passportAndSelfie, type Scenario } from '#shared/domain/scenario.ts';
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '../database/open-database.ts';
import { openKeyring, type Keyring } from '../sealing/keyring.ts';
import { startIntake, type IntakeConfig, type RunningIntake } from '../start-intake.ts';

/** A real intake on a real embedded PostgreSQL in a temporary folder. Nothing is faked but, where a test asks for it, the clock. */
export interface TestIntake {
  readonly dataDir: string;
  readonly running: RunningIntake;
  readonly client: IntakeClient;
  /** Stops the intake and removes its folder. */
  remove(): Promise<void>;
}

export async function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'vidimus-intake-'));
}

export function clientOf({ url, token }: { url: string; token: string | null }): IntakeClient {
  return createIntakeClient({ url, token, fetch });
}

export async function startTestIntake(config: Partial<IntakeConfig> = {}): Promise<TestIntake> {
  const dataDir = config.dataDir ?? (await makeDataDir());
  const running = await startIntake({ ...config, dataDir });
  return {
    dataDir,
    running,
    client: clientOf(running),
    async remove() {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A {@link TestIntake} whose database and keys the test has in hand too. */
export interface OpenTestIntake extends TestIntake {
  readonly db: OpenDatabase['db'];
  readonly keyring: Keyring;
  /** For another intake process on the same database. */
  readonly databaseUrl: string;
}

export async function startOpenTestIntake(config: Partial<IntakeConfig> = {}): Promise<OpenTestIntake> {
  const dataDir = await makeDataDir();
  const postgres = await startEmbeddedPostgres(dataDir);
  const { host, port, user, password, database: name } = postgres.address;
  const databaseUrl = `postgres://${user}:${password}@${host}:${port.toString()}/${name}`;
  const intake = await startTestIntake({ ...config, dataDir, databaseUrl });
  // By another name than an intake's own connections.
  const { db, close } = await openDatabase(postgres.address, 'vidimus-test');
  return {
    ...intake,
    databaseUrl,
    db,
    keyring: await openKeyring(join(dataDir, 'keyring.json'), { mayCreate: false }),
    async remove() {
      await intake.running.close();
      await close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes a scenario that is `changes` away from passport and selfie, committed and active. */
export async function makeTestScenario(
  client: IntakeClient,
  id: string,
  changes: Partial<Scenario>,
): Promise<void> {
  const { version: _, ...draft } = { ...passportAndSelfie, ...changes, id };
  const change = { scenarioId: id, actor: analyst };
  await must(client, 'saveScenarioDraft', { ...change, expectedRevision: null, draft });
  await must(client, 'commitScenario', { ...change, expectedRevision: 0 });
  await must(client, 'activateScenario', { ...change, expectedRevision: 1, version: 1 });
}

/** The value of a call that must succeed. */
export async function must<N extends ApiCallName>(
  client: IntakeClient,
  name: N,
  input: ApiInput<N>,
): Promise<ApiOutput<N>> {
  const reply = await client.call(name, input);
  if (!reply.ok) throw new Error(`${name}: ${reply.code}`);
  return reply.value;
}

/** The code of a call that must fail. */
export async function codeOf<N extends ApiCallName>(
  client: IntakeClient,
  name: N,
  input: ApiInput<N>,
): Promise<ApiErrorCode<N> | 'offline'> {
  const reply = await client.call(name, input);
  if (reply.ok) throw new Error(`${name} succeeded`);
  return reply.code;
}

export const analyst: Actor = { kind: 'user', id: 'u-1' };

export function newSessionId(): SessionId {
  return sessionIdSchema.parse(randomUUID());
}

export function newCaptureId(): CaptureId {
  return captureIdSchema.parse(randomUUID());
}

export async function createTestSession(client: IntakeClient): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(client, 'createSession', {
    sessionId,
    scenarioId: 'passport-selfie',
    source: 'manual',
    clientKey: null,
    actor: analyst,
  });
  return sessionId;
}

/** The start of a PNG file, enough for its magic bytes, and a text. */
export function pictureOf(text: string): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
}

export async function putTestCapture(
  client: IntakeClient,
  sessionId: SessionId,
  side: 'front' | 'selfie',
  bytes: Uint8Array = somePicture(),
): Promise<CaptureId> {
  const captureId = newCaptureId();
  const reply = await client.putCapture({
    sessionId,
    captureId,
    stepId: side === 'front' ? 'document' : 'selfie',
    side,
    bytes,
  });
  if (!reply.ok) throw new Error(reply.code);
  return captureId;
}

export async function sendTestCommand(
  client: IntakeClient,
  sessionId: SessionId,
  command: Command,
): Promise<ApiOutput<'sendCommand'>> {
  return must(client, 'sendCommand', { sessionId, idempotencyKey: randomUUID(), actor: analyst, command });
}

/** A picture unlike any other call's. */
export function somePicture(): Buffer {
  return pictureOf(randomUUID());
}

/** A session with both captures, waiting for an agent. */
export async function submitTestSession(client: IntakeClient): Promise<SessionId> {
  const sessionId = await createTestSession(client);
  await putTestCapture(client, sessionId, 'front');
  await putTestCapture(client, sessionId, 'selfie');
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
  return sessionId;
}
