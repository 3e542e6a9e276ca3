import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCredentialFile } from './credential-file.ts';
import type { Sealing } from './sealed-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-credential-'));
});
afterEach(() => rm(folder, { recursive: true }));

const credential = {
  url: 'https://intake.example',
  workstationId: '00000000-0000-4000-8000-000000000001',
  token: 'vdw_secret',
};
const logged: unknown[] = [];
const log = (...line: unknown[]): void => {
  logged.push(line);
};
/** Turns every byte around, which is as much of a seal as a test needs. */
const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
const sealing: Sealing = {
  isAvailable: () => Promise.resolve(true),
  seal: (text) => Promise.resolve(flip(Buffer.from(text))),
  open: (sealed) => Promise.resolve(Buffer.from(flip(sealed)).toString()),
};

it('keeps the credential for this account only, and leaves nothing half-written beside it', async () => {
  const file = join(folder, 'workstation', 'credential');
  const store = createCredentialFile(file, { log });
  expect(await store.read()).toBeUndefined();
  await store.write({ ...credential, token: 'vdw_old' });
  await store.write(credential);
  expect(await store.read()).toEqual(credential);
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(await readdir(join(folder, 'workstation'))).toEqual(['credential']);
});

it('seals it where the host can, and takes one that was written before', async () => {
  const file = join(folder, 'credential');
  await createCredentialFile(file, { log }).write(credential);
  const sealed = createCredentialFile(file, { log, sealing });
  expect(await sealed.read()).toEqual(credential);
  await sealed.write(credential);
  expect(await readFile(file, 'utf8')).not.toContain('vdw_secret');
  expect(await sealed.read()).toEqual(credential);
  expect(await createCredentialFile(file, { log }).read()).toBeUndefined();
});

it('takes what it cannot read for none, and never logs it', async () => {
  const file = join(folder, 'credential');
  await writeFile(file, '{"token":"vdw_secret"');
  expect(await createCredentialFile(file, { log }).read()).toBeUndefined();
  expect(JSON.stringify(logged)).not.toContain('vdw_secret');
});
