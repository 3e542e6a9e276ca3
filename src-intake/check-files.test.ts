import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFiles } from './check-files.ts';

it('says which files are not what they should be, all at once, and quotes none of them', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'vidimus-files-'));
  const key = join(dir, 'key');
  await writeFile(key, 'hunter2 is no pair');
  const missing = join(dir, 'none');
  const problems = await checkFiles({
    dataDir: dir,
    tlsCert: missing,
    provider: {
      issuer: 'https://x.example',
      clientId: 'v',
      clientSecretFile: missing,
      name: 'X',
      claim: undefined,
    },
    s3: { endpoint: 'https://s3.example', bucket: 'pictures', accessKeyFile: key },
    callbacks: { allow: 'http://erp.internal/' },
    capturePageDir: missing,
  });
  expect(problems).toEqual([
    expect.stringMatching(/^tls-unusable: a certificate needs its private key/),
    expect.stringContaining(missing),
    `s3-key-unusable: ${key} is not a line of id:secret`,
    expect.stringContaining('http://erp.internal/'),
    `capturePage: no built capture page is in ${missing}`,
  ]);
  expect(problems.join()).not.toContain('hunter2');
  expect(await checkFiles({ dataDir: dir })).toEqual([]);
  await rm(dir, { recursive: true });
});
