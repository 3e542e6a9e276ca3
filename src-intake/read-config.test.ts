import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig, settings } from './read-config.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vidimus-config-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function aFile(content: unknown): Promise<string> {
  const path = join(dir, 'intake.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const problemsOf = (args: string[], env: Record<string, string> = {}): readonly string[] => {
  const read = readConfig(args, env);
  return read.ok ? [] : read.problems;
};

it('takes the command line before the environment before the file, and says where each came from', async () => {
  const config = await aFile({
    data: 'store',
    port: 1,
    host: 'in-file',
    trustedProxies: ['10.0.0.0/8', '::1'],
    databaseUrl: 'postgres://u:p@h/d',
  });
  const read = readConfig(['--config', config, '--port', '3', '--check-config'], {
    VIDIMUS_PORT: '2',
    VIDIMUS_HOST: '0.0.0.0',
    VIDIMUS_TOKEN_FILE: '',
    VIDIMUS_CALLBACK_ALLOW: '10.1.2.3',
    VIDIMUS_EMBED_ORIGINS: 'https://a.example, https://b.example:8443/',
    VIDIMUS_PUBLIC_URL: 'https://id.example.org/',
  });
  expect(read).toEqual({
    ok: true,
    checkOnly: true,
    newSetupCode: false,
    given: [
      'data (file)',
      'VIDIMUS_HOST',
      '--port',
      'VIDIMUS_PUBLIC_URL',
      'VIDIMUS_EMBED_ORIGINS',
      'trustedProxies (file)',
      'databaseUrl (file)',
      'VIDIMUS_CALLBACK_ALLOW',
    ],
    config: {
      // A file's paths begin where the file lies.
      dataDir: join(dir, 'store'),
      port: 3,
      host: '0.0.0.0',
      publicUrl: 'https://id.example.org',
      embedOrigins: ['https://a.example', 'https://b.example:8443'],
      trustedProxies: ['10.0.0.0/8', '::1'],
      databaseUrl: 'postgres://u:p@h/d',
      callbacks: { allow: '10.1.2.3' },
    },
  });
});

it('names every setting that is wrong and what it should be, and repeats no value', () => {
  const problems = problemsOf(['--port', '70000', '--public-url', 'https://x.example/kyc'], {
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    VIDIMUS_TRUSTED_PROXIES: '127.0.0.1,proxy',
    VIDIMUS_LEASE_MS: '5',
  });
  expect(problems).toEqual([
    '--port: must be a whole number from 0 (any free port) to 65535',
    '--public-url: must be an origin without a path, such as https://id.example.org',
    'VIDIMUS_TRUSTED_PROXIES: must be addresses or ranges, such as 127.0.0.1,10.0.0.0/8',
    'VIDIMUS_LEASE_MS: must be a whole number of milliseconds from 1000 to 3600000',
    'DATABASE_URL: must be an address, such as postgres://user:password@host:5432/name',
    '--data, VIDIMUS_DATA or data (file): must name the folder for keys, pictures and the database',
  ]);
  expect(problems.join()).not.toContain('hunter2');
});

it('refuses what is no setting, and a file that is none', async () => {
  expect(problemsOf(['--data', 'x', '--config', await aFile({ prot: 1 })])).toEqual([
    expect.stringMatching(/^prot \(file\): is no setting; there are data, host, port/),
  ]);
  expect(problemsOf(['--data', 'x', '--config', await aFile('{"data": secret')])).toEqual([
    'config: must be a file with one JSON object',
  ]);
  expect(problemsOf(['--config', join(dir, 'none.json')])).toEqual([
    'config: must be a file that can be read',
  ]);
  expect(problemsOf(['--data', 'x', '--prot', '1'])).toEqual([expect.stringContaining('--prot')]);
  // A password has no business on the command line.
  expect(problemsOf(['--data', 'x', '--database-url', 'postgres://u:p@h/d'])).toHaveLength(1);
});

it('takes the sign-in provider whole or not at all, and by https but on this machine', async () => {
  const issuer = ['--oidc-issuer', 'https://login.example.org/realm'];
  const client = ['--oidc-client-id', 'vidimus'];
  expect(readConfig(['--data', 'x', ...issuer, ...client], {})).toMatchObject({
    config: { provider: { issuer: issuer[1], clientId: 'vidimus', name: 'login.example.org' } },
  });
  const file = await aFile({
    data: 'x',
    oidcIssuer: 'http://localhost:8080/realm',
    oidcClientId: 'vidimus',
    oidcClientSecretFile: 'secret',
    oidcName: 'Example Bank',
    oidcClaim: 'upn',
    sessionIdleMinutes: 30,
    sessionLongestMinutes: 600,
  });
  expect(readConfig(['--config', file], {})).toMatchObject({
    config: {
      provider: {
        issuer: 'http://localhost:8080/realm',
        clientId: 'vidimus',
        clientSecretFile: join(dir, 'secret'),
        name: 'Example Bank',
        claim: 'upn',
      },
      sessionIdleMs: 30 * 60_000,
      sessionLongestMs: 600 * 60_000,
    },
  });
  for (const wrong of ['http://login.example.org', 'https://login.example.org/?x=1', 'login.example.org'])
    expect(problemsOf(['--data', 'x', '--oidc-issuer', wrong, ...client])).toEqual([
      expect.stringMatching(/^--oidc-issuer: must be the https address/),
    ]);
  expect(problemsOf(['--data', 'x', ...issuer])).toEqual([
    '--oidc-client-id, VIDIMUS_OIDC_CLIENT_ID or oidcClientId (file): must be a text, since another setting of the sign-in provider is given',
  ]);
  expect(problemsOf(['--data', 'x', '--oidc-name', 'Bank'])).toHaveLength(2);
});

it('puts pictures into a bucket, with a key by value or in a file, and never on the command line', () => {
  const given = ['--data', 'x', '--s3-endpoint', 'https://s3.example:9000', '--s3-bucket', 'pictures'];
  const s3 = { endpoint: 'https://s3.example:9000', bucket: 'pictures' };
  expect(readConfig([...given], { VIDIMUS_S3_ACCESS_KEY: 'id:secret' })).toMatchObject({
    config: { s3: { ...s3, accessKey: 'id:secret' } },
  });
  expect(readConfig([...given, '--s3-access-key-file', '/k', '--s3-region', 'eu-1'], {})).toMatchObject({
    config: { s3: { ...s3, accessKeyFile: '/k', region: 'eu-1' } },
  });
  expect(problemsOf([...given, '--s3-access-key', 'id:secret'])).toEqual([
    expect.stringContaining('--s3-access-key'),
  ]);
  const oneKey = 's3AccessKeyFile, s3AccessKey: one of the two must be given with the other settings of S3';
  expect(problemsOf(given)).toEqual([oneKey]);
  expect(
    problemsOf([...given, '--s3-access-key-file', '/k'], { VIDIMUS_S3_ACCESS_KEY: 'id:secret' }),
  ).toEqual([oneKey]);
  expect(problemsOf(['--data', 'x'], { VIDIMUS_S3_REGION: 'eu-1' })).toHaveLength(3);
  expect(
    problemsOf(['--data', 'x'], {
      VIDIMUS_S3_ENDPOINT: 'https://s3.example/path',
      VIDIMUS_S3_BUCKET: 'No',
      VIDIMUS_S3_ACCESS_KEY: 'hunter2',
    }),
  ).toEqual([
    'VIDIMUS_S3_ENDPOINT: must be an origin without a path, such as https://s3.example.org:9000',
    'VIDIMUS_S3_BUCKET: must be a name of 3 to 63 small letters, digits, dots and hyphens',
    'VIDIMUS_S3_ACCESS_KEY: must be the id and the secret of a key with a colon between',
  ]);
});

it('is told in the guide of administrators, setting by setting', async () => {
  const guide = await readFile(join(import.meta.dirname, '../docs/admin-guide.md'), 'utf8');
  const table = guide
    .split('\n')
    .slice(guide.split('\n').findIndex((line) => line.startsWith('| in the file')) + 2);
  const rows = table
    .slice(0, table.indexOf(''))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, name, option, env, expects, meaning]) => ({
      name,
      option,
      env,
      expects,
      isExplained: meaning !== '',
    }));
  expect(rows).toEqual(
    Object.entries(settings).map(([name, { option, env, expects }]) => ({
      name,
      option: option === null ? '' : `--${option}`,
      env,
      expects,
      isExplained: true,
    })),
  );
});
