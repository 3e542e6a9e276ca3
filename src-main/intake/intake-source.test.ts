import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aCaptureId, aSessionId } from '#shared/testing/builders.ts';
import type { IntakeAddress } from './embedded-intake.ts';
import { followIntake } from './follow-intake.ts';
import { readRemoteAddress } from './intake-source.ts';

let folder: string;
let tokenFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-intake-'));
  tokenFile = join(folder, 'token');
  await writeFile(tokenFile, 'abc.DEF-123\n');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('finds a remote intake in the environment, with its token in a file', async () => {
  expect(await readRemoteAddress({})).toEqual({ ok: true, address: undefined });
  expect(
    await readRemoteAddress({
      VIDIMUS_INTAKE_URL: 'https://intake.example',
      VIDIMUS_INTAKE_TOKEN_FILE: tokenFile,
    }),
  ).toEqual({ ok: true, address: { url: 'https://intake.example', token: 'abc.DEF-123' } });
  expect(await readRemoteAddress({ VIDIMUS_INTAKE_URL: 'https://intake.example' })).toEqual({
    ok: true,
    address: { url: 'https://intake.example', token: null },
  });
});

it('says what is wrong with it', async () => {
  const url = 'https://intake.example';
  const other = join(folder, 'other');
  await writeFile(other, 'two words');
  const read = (address: string, file?: string) =>
    readRemoteAddress({ VIDIMUS_INTAKE_URL: address, VIDIMUS_INTAKE_TOKEN_FILE: file });
  expect(await read('ftp://intake.example', tokenFile)).toEqual({ ok: false, code: 'intake-url-invalid' });
  expect(await read(url, other)).toEqual({ ok: false, code: 'token-unreadable' });
  expect(await read(url, join(folder, 'none'))).toEqual({ ok: false, code: 'token-unreadable' });
});

it('follows an intake to its next address, and is offline while there is none', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`);
    response.setHeader('content-type', 'application/json');
    response.end('{"running":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  let address: IntakeAddress | undefined;
  const intake = followIntake(() => address);
  const offline = { ok: false, code: 'offline' };
  expect(await intake.call('listProgress', {})).toEqual(offline);
  expect(await intake.getCapture(aCaptureId())).toEqual(offline);
  const upload = {
    sessionId: aSessionId(),
    captureId: aCaptureId(),
    stepId: 'document',
    side: 'front',
  } as const;
  expect(await intake.putCapture({ ...upload, bytes: new Uint8Array([1]) })).toEqual(offline);

  address = { url, token: 'first' };
  expect(await intake.call('listProgress', {})).toEqual({ ok: true, value: { running: [] } });
  address = { url, token: 'second' };
  await intake.call('listProgress', {});
  expect(asked).toEqual(['Bearer first /api/v1/progress', 'Bearer second /api/v1/progress']);
  await new Promise((resolve) => server.close(resolve));
});
