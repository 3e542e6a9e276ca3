import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compactDecrypt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { encryptionKeyOf, keyIdOf } from '#intake/callbacks/encrypt.ts';
import { formatSecret, signatureHeaders } from '#intake/callbacks/sign.ts';
import {
  analyst,
  must,
  newSessionId,
  startTestIntake,
  type TestIntake,
} from '#intake/testing/test-intake.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { createReceiver } from '../../docs/examples/callback-receivers/receiver.ts';

// Real: the receivers of the documentation, each in its own language, and an intake that calls them.

const folder = new URL('../../docs/examples/callback-receivers/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const message = z.object({ contentType: z.string(), body: z.string(), signature: z.string() });
const vectors = z
  .object({
    secret: z.string(),
    previousSecret: z.string(),
    id: z.string(),
    timestamp: z.string(),
    plain: message,
    encrypted: message.extend({ encryptionKeyHex: z.string(), kid: z.string() }),
  })
  .parse(JSON.parse(read('vectors.json')));
type Message = z.infer<typeof message>;
const secretBytes = (secret: string): Buffer => Buffer.from(secret.replace('whsec_', ''), 'base64');
/** The vectors are old, and stay so. */
const anyAgeSeconds = 10 ** 10;

interface RunningReceiver {
  readonly url: string;
  /** What it has taken: type, id and status. */
  readonly lines: readonly string[];
  stop(): void;
}
interface Settings {
  readonly secrets: readonly string[];
  readonly toleranceSeconds: number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilListening(port: number): Promise<void> {
  await expect
    .poll(() => fetch(`http://127.0.0.1:${port.toString()}/`).then(({ status }) => status > 0), {
      timeout: 20_000,
    })
    .toBe(true);
}

async function startTypeScript({ secrets, toleranceSeconds }: Settings): Promise<RunningReceiver> {
  const lines: string[] = [];
  const server = createReceiver({ secrets, toleranceSeconds }, (id, { type, data }) => {
    lines.push(`${type} ${id} ${String(data['status'])}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port.toString()}/`, lines, stop: () => server.close() };
}

async function startProgram(
  command: (port: string, file: (name: string) => string) => readonly [string, ...string[]],
  { secrets, toleranceSeconds }: Settings,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningReceiver> {
  const port = await freePort();
  const [program, ...args] = command(port.toString(), (name) => fileURLToPath(new URL(name, folder)));
  const child = spawn(program, args, {
    env: {
      ...process.env,
      CALLBACK_SECRETS: secrets.join(' '),
      CALLBACK_TOLERANCE_SECONDS: toleranceSeconds.toString(),
      PORT: port.toString(),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.filter((line) => /^(session|step)\./.test(line)));
  });
  await untilListening(port);
  return { url: `http://127.0.0.1:${port.toString()}/`, lines, stop: () => child.kill() };
}

/** Whether a program is there and says yes. */
function answers(...[program, ...args]: [string, ...string[]]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

const hasPython = answers('python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 9))');
const hasCryptography = hasPython && answers('python3', '-c', 'import cryptography');
const hasPhp = answers('php', '-r', 'exit(extension_loaded("openssl") && PHP_VERSION_ID >= 80100 ? 0 : 1);');

const languages = [
  { name: 'TypeScript', start: startTypeScript, missing: null, missingForJwe: null },
  {
    name: 'Python',
    start: (settings: Settings) => startProgram((_, file) => ['python3', file('receiver.py')], settings),
    missing: hasPython ? null : 'no python3 of 3.9 or later',
    missingForJwe: hasCryptography ? null : 'no package cryptography for python3',
  },
  {
    name: 'PHP',
    start: (settings: Settings) =>
      startProgram((port, file) => ['php', '-S', `127.0.0.1:${port}`, file('receiver.php')], settings),
    missing: hasPhp ? null : 'no php of 8.1 or later with openssl',
    missingForJwe: null,
  },
];

const running: RunningReceiver[] = [];
afterEach(() => {
  for (const receiver of running.splice(0)) receiver.stop();
});

async function post(
  { url }: RunningReceiver,
  { contentType, body, signature }: Message,
  timestamp = vectors.timestamp,
): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': contentType,
      'webhook-id': vectors.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    },
  });
  await response.arrayBuffer();
  return response.status;
}

describe('vectors', () => {
  it.each(['plain', 'encrypted'] as const)('%s: what the intake signs', (kind) => {
    const { body, signature } = vectors[kind];
    const secrets = [secretBytes(vectors.secret), secretBytes(vectors.previousSecret)];
    const signed = { id: vectors.id, atSeconds: Number(vectors.timestamp), body: Buffer.from(body, 'utf8') };
    expect(signatureHeaders(signed, secrets)).toEqual({
      'webhook-id': vectors.id,
      'webhook-timestamp': vectors.timestamp,
      'webhook-signature': signature,
    });
    expect(secrets.map(formatSecret)).toEqual([vectors.secret, vectors.previousSecret]);
  });

  it('the encrypted body is the plain one under the key of the secret', async () => {
    const key = encryptionKeyOf(secretBytes(vectors.secret));
    expect(key.toString('hex')).toBe(vectors.encrypted.encryptionKeyHex);
    expect(keyIdOf(key)).toBe(vectors.encrypted.kid);
    const { plaintext, protectedHeader } = await compactDecrypt(vectors.encrypted.body, key);
    expect(Buffer.from(plaintext).toString('utf8')).toBe(vectors.plain.body);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: vectors.encrypted.kid, cty: 'json' });
  });

  it('are those that the documentation prints', () => {
    const text = readFileSync(new URL('../../docs/callbacks.md', import.meta.url), 'utf8');
    const { secret, previousSecret, id, timestamp, plain, encrypted } = vectors;
    const printed = [
      secret,
      previousSecret,
      id,
      timestamp,
      plain.body,
      encrypted.encryptionKeyHex,
      encrypted.kid,
    ];
    for (const value of [
      ...printed,
      ...plain.signature.split(' '),
      encrypted.body,
      ...encrypted.signature.split(' '),
    ])
      expect(text).toContain(value);
  });
});

const noPython = hasPython ? '' : ' (skipped: no python3 of 3.9 or later)';
it.skipIf(!hasPython)(
  `Python without cryptography verifies, and has encrypted bodies come again${noPython}`,
  async () => {
    const hidden = await mkdtemp(join(tmpdir(), 'no-cryptography-'));
    await writeFile(join(hidden, 'cryptography.py'), 'raise ImportError');
    const receiver = await startProgram(
      (_, file) => ['python3', file('receiver.py')],
      { secrets: [vectors.secret], toleranceSeconds: anyAgeSeconds },
      { PYTHONPATH: hidden },
    );
    running.push(receiver);
    expect(await post(receiver, vectors.encrypted)).toBe(501);
    expect(await post(receiver, vectors.plain)).toBe(204);
    await rm(hidden, { recursive: true });
  },
);

describe.each(languages)('the receiver in $name', ({ name, start, missing, missingForJwe }) => {
  const noJwe = missing ?? missingForJwe;
  const because = (reason: string | null): string => (reason === null ? '' : ` (skipped: ${reason})`);
  const lineOf = (id: string): string => `session.decided ${id} approved`;
  async function startWith(settings: Partial<Settings> = {}): Promise<RunningReceiver> {
    const receiver = await start({ secrets: [vectors.secret], toleranceSeconds: anyAgeSeconds, ...settings });
    running.push(receiver);
    return receiver;
  }

  it.skipIf(missing !== null)(
    `${name} takes what is signed under any of its secrets${because(missing)}`,
    async () => {
      for (const secrets of [
        [vectors.secret],
        [vectors.previousSecret],
        [formatSecret(Buffer.alloc(32)), vectors.secret],
      ]) {
        const receiver = await startWith({ secrets });
        expect(await post(receiver, vectors.plain)).toBe(204);
        await expect.poll(() => receiver.lines).toEqual([lineOf(vectors.id)]);
      }
    },
  );

  it.skipIf(missing !== null)(
    `${name} refuses what was changed, is old or is signed by others${because(missing)}`,
    async () => {
      const receiver = await startWith();
      const { plain } = vectors;
      expect(await post(receiver, { ...plain, body: plain.body.replace('approved', 'declined') })).toBe(401);
      expect(await post(receiver, plain, (Number(vectors.timestamp) + 1).toString())).toBe(401);
      expect(await post(receiver, { ...plain, signature: '' })).toBe(401);
      expect(await post(receiver, { ...plain, signature: plain.signature.replaceAll('v1,', 'v1a,') })).toBe(
        401,
      );
      expect(await post(await startWith({ secrets: [formatSecret(Buffer.alloc(32, 1))] }), plain)).toBe(401);
      expect(await post(await startWith({ toleranceSeconds: 300 }), plain)).toBe(401);
      expect(running.flatMap(({ lines }) => lines)).toEqual([]);
    },
  );

  it.skipIf(noJwe !== null)(`${name} decrypts${because(noJwe)}`, async () => {
    const receiver = await startWith({ secrets: [vectors.previousSecret, vectors.secret] });
    expect(await post(receiver, vectors.encrypted)).toBe(204);
    await expect.poll(() => receiver.lines).toEqual([lineOf(vectors.id)]);
    // Signed by the right one, but not what was encrypted: another byte, and half of the tag.
    const parts = vectors.encrypted.body.split('.');
    const changed = [...parts.slice(0, 3), (parts[3] ?? '').replace(/^./, 'A'), parts[4]].join('.');
    const cut = vectors.encrypted.body.slice(0, -11);
    for (const body of [changed, cut]) {
      const signed = { id: vectors.id, atSeconds: Number(vectors.timestamp), body: Buffer.from(body) };
      const signature = signatureHeaders(signed, [secretBytes(vectors.secret)])['webhook-signature'];
      expect(await post(receiver, { ...vectors.encrypted, body, signature })).toBeGreaterThanOrEqual(400);
    }
    expect(receiver.lines).toHaveLength(1);
  });

  describe('called by an intake', () => {
    let intake: TestIntake;
    beforeAll(async () => {
      if (missing === null) intake = await startTestIntake({ callbacks: { allow: '127.0.0.0/8' } });
    });
    afterAll(() => (missing === null ? intake.remove() : undefined));

    async function call(encrypt: boolean): Promise<void> {
      const { client } = intake;
      const scenarioId = `s-${createHash('sha256').update(randomUUID()).digest('hex').slice(0, 8)}`;
      const { version: _, ...passport } = passportAndSelfie;
      const change = { scenarioId, actor: analyst };
      // The secret is known once the scenario is there, and the receiver's address is in the scenario.
      const draft = { ...passport, id: scenarioId };
      await must(client, 'saveScenarioDraft', { ...change, expectedRevision: null, draft });
      const { secret } = await must(client, 'rotateScenarioSecret', change);
      const receiver = await startWith({ secrets: [secret], toleranceSeconds: 300 });
      const notifications = { ...passport.notifications, callbackUrl: receiver.url, encrypt };
      await must(client, 'saveScenarioDraft', {
        ...change,
        expectedRevision: 0,
        draft: { ...draft, notifications },
      });
      await must(client, 'commitScenario', { ...change, expectedRevision: 1 });
      await must(client, 'activateScenario', { ...change, expectedRevision: 2, version: 1 });
      const sessionId = newSessionId();
      await must(client, 'createSession', {
        sessionId,
        scenarioId,
        source: 'api',
        clientKey: null,
        actor: analyst,
      });
      const list = async () => (await must(client, 'listDeliveries', { sessionId })).deliveries;
      await expect.poll(list, { timeout: 20_000 }).toMatchObject([{ status: 'delivered', attempts: 1 }]);
      const [delivery] = await list();
      expect(receiver.lines).toEqual([`session.created ${delivery?.deliveryId ?? ''} collecting`]);
    }

    it.skipIf(missing !== null)(`${name} verifies${because(missing)}`, () => call(false));
    it.skipIf(noJwe !== null)(`${name} verifies and decrypts${because(noJwe)}`, () => call(true));
  });
});
