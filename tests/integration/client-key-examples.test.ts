import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compactDecrypt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { keyIdOf } from '#intake/callbacks/encrypt.ts';
import { formatSecret } from '#intake/callbacks/sign.ts';
import { clientKeyKeyOf, createClientKeys } from '#intake/services/client-keys.ts';
import { createScenarioSecrets } from '#intake/services/scenario-secrets.ts';
import {
  makeTestScenario,
  must,
  startOpenTestIntake,
  type OpenTestIntake,
} from '#intake/testing/test-intake.ts';
import { defaultCapturePage, passportAndSelfie } from '#shared/domain/scenario.ts';
import { encryptClientKey } from '../../docs/examples/client-key/encrypt.ts';

// Real: the examples of the documentation, each in its own language, and an intake that opens what they make.

const folder = new URL('../../docs/examples/client-key/', import.meta.url);
const fileOf = (name: string): string => fileURLToPath(new URL(name, folder));
const vectors = z
  .object({
    secret: z.string(),
    encryptionKeyHex: z.string(),
    kid: z.string(),
    header: z.string(),
    nonceHex: z.string(),
    content: z.string(),
    clientKey: z.string(),
    jwe: z.string(),
  })
  .parse(JSON.parse(readFileSync(fileOf('vectors.json'), 'utf8')));
const secretBytes = Buffer.from(vectors.secret.replace('whsec_', ''), 'base64');
const shop = 'https://shop.example';

let intake: OpenTestIntake;
let secret: string;
beforeAll(async () => {
  intake = await startOpenTestIntake({ embedOrigins: [shop] });
  await makeTestScenario(intake.client, 'sealed', {
    capturePage: { ...defaultCapturePage, openFromWidget: true, requireEncryptedClientKey: true },
  });
  const { db, keyring } = intake;
  const secrets = createScenarioSecrets({ db, keyring, now: () => new Date().toISOString() });
  secret = formatSecret((await secrets.get('sealed')).current);
});
afterAll(() => intake.remove());

it('the vector is what the documentation says: key, kid, header, nonce, content', async () => {
  const key = clientKeyKeyOf(secretBytes);
  expect([key.toString('hex'), keyIdOf(key)]).toEqual([vectors.encryptionKeyHex, vectors.kid]);
  const { plaintext, protectedHeader } = await compactDecrypt(vectors.jwe, key);
  expect(Buffer.from(plaintext).toString('utf8')).toBe(vectors.content);
  expect(protectedHeader).toEqual(JSON.parse(vectors.header));
  expect(Buffer.from(vectors.jwe.split('.')[2] ?? '', 'base64url').toString('hex')).toBe(vectors.nonceHex);
});

it('the intake opens the vector until its time is over', async () => {
  const secrets = {
    get: () => Promise.resolve({ current: secretBytes, previous: null }),
    rotate: () => Promise.reject(new Error('nobody rotates')),
  };
  const openAt = (now: string) =>
    createClientKeys({ secrets, now: () => now }).open(vectors.jwe, passportAndSelfie);
  expect(await openAt('2026-01-02T03:19:05.999Z')).toEqual({ ok: true, value: vectors.clientKey });
  expect(await openAt('2026-01-02T03:19:06.000Z')).toMatchObject({ ok: false, code: 'client-key-invalid' });
});

it('the documentation prints the vector', () => {
  const text = readFileSync(new URL('../../docs/widget.md', import.meta.url), 'utf8');
  for (const value of Object.values(vectors)) expect(text).toContain(value);
});

/** Whether a program is there and says yes. */
function answers(...[program, ...args]: [string, ...string[]]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
const runProgram = async (program: string, file: string, clientKey: string): Promise<string> => {
  const env = { ...process.env, SCENARIO_SECRET: secret };
  return (await promisify(execFile)(program, [fileOf(file), clientKey], { env })).stdout.trim();
};
const languages = [
  {
    name: 'TypeScript',
    missing: null,
    encrypt: (clientKey: string) => encryptClientKey(clientKey, secret),
  },
  {
    name: 'Python',
    missing: answers('python3', '-c', 'import sys, cryptography; sys.exit(sys.version_info < (3, 9))')
      ? null
      : 'no python3 of 3.9 or later with the package cryptography',
    encrypt: (clientKey: string) => runProgram('python3', 'encrypt.py', clientKey),
  },
  {
    name: 'PHP',
    missing: answers('php', '-r', 'exit(extension_loaded("openssl") && PHP_VERSION_ID >= 80100 ? 0 : 1);')
      ? null
      : 'no php of 8.1 or later with openssl',
    encrypt: (clientKey: string) => runProgram('php', 'encrypt.php', clientKey),
  },
];

for (const { name, missing, encrypt } of languages)
  it.skipIf(missing !== null)(
    `${name} makes a key that the intake opens${missing === null ? '' : ` (skipped: ${missing})`}`,
    async () => {
      for (const clientKey of ['c-7', 'Мюллер "7"', '123e4567-e89b-42d3-a456-426614174000']) {
        const reply = await fetch(`${intake.running.url}/api/widget/v1/begin`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: shop },
          body: JSON.stringify({ schemaId: 'sealed', clientKey: await encrypt(clientKey) }),
        });
        expect([clientKey, reply.status]).toEqual([clientKey, 200]);
        const { links } = await must(intake.client, 'listLinks', {});
        expect(links[0]?.clientKey).toBe(clientKey);
      }
    },
  );
