import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIntake } from './start-intake.ts';
import { makeDataDir, startTestIntake } from './testing/test-intake.ts';

// Real: server and certificate. The certificate is made by the openssl of this machine.

const run = promisify(execFile);
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const why = hasOpenssl ? '' : ' (skipped: no openssl)';
let dir: string;
const file = (name: string): string => join(dir, name);

async function makeCertificate(name: string): Promise<void> {
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)],
  ]);
}

beforeAll(async () => {
  dir = await makeDataDir();
  if (!hasOpenssl) return;
  await makeCertificate('own');
  await makeCertificate('other');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it.skipIf(!hasOpenssl)(`speaks HTTPS with the certificate that it was given${why}`, async () => {
  const intake = await startTestIntake({ tlsCert: file('own.crt'), tlsKey: file('own.key') });
  const ca = await readFile(file('own.crt'));
  const { url } = intake.running;
  const status = await new Promise((resolve, reject) => {
    get(`${url}/health/ready`, { ca, agent: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    }).on('error', reject);
  });
  await intake.remove();
  expect([url.startsWith('https://127.0.0.1:'), status]).toEqual([true, 200]);
});

it.skipIf(!hasOpenssl)(
  `does not start with half of it, with a key of another certificate, or with none${why}`,
  async () => {
    await writeFile(file('none.key'), 'no key');
    for (const tls of [
      { tlsCert: file('own.crt') },
      { tlsCert: file('own.crt'), tlsKey: file('other.key') },
      { tlsCert: file('own.crt'), tlsKey: file('none.key') },
      { tlsCert: file('missing.crt'), tlsKey: file('own.key') },
    ])
      await expect(startIntake({ dataDir: file('data'), ...tls })).rejects.toMatchObject({
        code: 'tls-unusable',
      });
  },
);
