import { expect, it } from 'vitest';
import { createFaceDesk } from '../faces/face-desk.ts';
import { createPersonImports } from '../faces/person-imports.ts';
import { createFaceListHandlers } from './face-list-handlers.ts';
import type { RpcHandlers } from './handlers.ts';
import { createIdentityHandlers } from './identity-handlers.ts';
import { createRpcServer } from './register.ts';
import { createPersonImportHandlers } from './person-import-handlers.ts';
import { createScenarioHandlers } from './scenario-handlers.ts';
import { createSessionHandlers } from './session-handlers.ts';
import { createWorkstationIdentity } from '../identity/workstation-identity.ts';
import { FakeIntake, untilAborted } from '../testing/fake-intake.ts';
import { aSessionId, aUuid } from '#shared/testing/builders.ts';

const info = {
  host: 'web',
  version: '0.1.0',
  intake: { mode: 'embedded', url: 'http://127.0.0.1:4000' },
  agent: 'running',
} as const;

const untilNeeded = () => Promise.reject(new Error('not in this test'));

function start(overrides: Partial<RpcHandlers> = {}) {
  const intake = new FakeIntake();
  const lines: string[] = [];
  const identity = createWorkstationIdentity({
    source: { mode: 'embedded', getAddress: () => ({ url: 'http://127.0.0.1:4000', token: 'owner' }) },
    credentials: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    tokenMemory: {
      read: () => Promise.resolve(undefined),
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    localUserId: 'analyst-1',
    onPersonChanged: () => undefined,
    connect: () => intake,
  });
  const rpc = createRpcServer({
    handlers: {
      'app.info': () => Promise.resolve({ ok: true, value: info }),
      'samples.load': () => Promise.resolve({ ok: true, value: { sessionIds: [] } }),
      ...createIdentityHandlers({ identity, openExternal: null }),
      ...createSessionHandlers({ identity, userId: 'analyst-1' }),
      ...createScenarioHandlers({ intake: identity.person, userId: 'analyst-1' }),
      ...createFaceListHandlers({
        intake: identity.person,
        desk: createFaceDesk({
          intake: identity.person,
          host: { describeFaces: untilNeeded, render: untilNeeded },
        }),
        calibration: () => null,
      }),
      ...createPersonImportHandlers(
        createPersonImports({
          intake: identity.person,
          host: { describeFaces: untilNeeded, render: untilNeeded },
          onError: () => undefined,
        }),
      ),
      ...overrides,
    },
    log: (event, facts) => lines.push(JSON.stringify({ event, ...facts })),
  });
  const call = (name: string, input: unknown, signal = new AbortController().signal) =>
    rpc(name, input, signal);
  return { intake, lines, call };
}

it('answers with a value of the contract', async () => {
  const { call } = start();
  expect(await call('app.info', {})).toEqual({ ok: true, value: info });
});

it.each([
  ['app.quit', {}],
  ['toString', {}],
  ['app.info', { more: 1 }],
  ['app.info', null],
  ['feed.read', { after: -1, waitMs: 0, userId: 'analyst-1' }],
  ['feed.read', { after: 0, waitMs: 1e9, userId: 'analyst-1' }],
])('refuses %s with %o', async (name, input) => {
  const { intake, call } = start();
  expect([await call(name, input), intake.calls]).toEqual([{ ok: false, code: 'invalid-request' }, []]);
});

it('hides what was not expected behind a correlation id that the log explains without quoting data', async () => {
  const { lines, call } = start({ 'app.info': () => Promise.reject(new Error('JANE DOE')) });
  const reply = await call('app.info', {});
  expect(reply).toEqual({
    ok: false,
    code: 'internal',
    correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(lines.length).toBe(1);
  expect(lines[0]).toContain((reply as { correlationId: string }).correlationId);
  expect(lines[0]).toContain('register.test.ts');
  expect(lines[0]).not.toContain('JANE');
});

it('takes an answer outside the contract for a bug', async () => {
  const { call } = start({
    'app.info': () => Promise.resolve({ ok: true, value: { ...info, host: 'phone' } } as never),
  });
  expect(await call('app.info', {})).toMatchObject({ ok: false, code: 'internal' });
  const undeclared = start({ 'app.info': () => Promise.resolve({ ok: false, code: 'offline' } as never) });
  expect(await undeclared.call('app.info', {})).toMatchObject({ ok: false, code: 'internal' });
});

it('hands the abort down to the intake and rejects with it', async () => {
  const { intake, lines, call } = start();
  let seen: AbortSignal | undefined;
  intake.on('readFeed', (_input, signal) => {
    seen = signal;
    return untilAborted(signal);
  });
  const controller = new AbortController();
  const reply = call('feed.read', { after: 3, waitMs: 25_000, userId: 'analyst-1' }, controller.signal);
  await expect.poll(() => seen).toBeDefined();
  controller.abort();
  await expect(reply).rejects.toThrow('aborted');
  expect([seen?.aborted, lines]).toEqual([true, []]);
});

it('lets 32 calls run, 256 wait and refuses more; an aborted one leaves the line', async () => {
  let running = 0;
  let most = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const { call } = start({
    'app.info': async () => {
      most = Math.max(most, (running += 1));
      await finished;
      running -= 1;
      return { ok: true, value: info };
    },
  });
  const leaving = new AbortController();
  const calls = Array.from({ length: 32 + 255 }, () => call('app.info', {}));
  const left = call('app.info', {}, leaving.signal);
  expect(await call('app.info', {})).toEqual({ ok: false, code: 'invalid-request' });
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  finish();
  const replies = await Promise.all(calls);
  expect([most, running, replies.every(({ ok }) => ok)]).toEqual([32, 0, true]);
});

it('sends commands in the name of the user of this workstation', async () => {
  const { intake, call } = start();
  intake.on('sendCommand', () => ({ ok: true, value: { kind: 'accepted', positions: [4] } }));
  const command = { type: 'comment.add', text: 'seen' } as const;
  const sent = { idempotencyKey: aUuid(1), sessionId: aSessionId(), command };
  expect(await call('commands.send', { ...sent, userId: 'analyst-1' })).toEqual({
    ok: true,
    value: { kind: 'accepted', positions: [4] },
  });
  // A page that was opened for somebody else, and a feed that it would store as that one's.
  expect(await call('commands.send', { ...sent, userId: 'analyst-2' })).toEqual({
    ok: false,
    code: 'signed-out',
  });
  const read = { after: 0, waitMs: 0, userId: 'analyst-2' };
  expect(await call('feed.read', read)).toEqual({ ok: false, code: 'signed-out' });
  expect(intake.callsOf('sendCommand')).toEqual([{ ...sent, actor: { kind: 'user', id: 'analyst-1' } }]);

  intake.on('sendCommand', () => ({ ok: false, code: 'not-found' }));
  expect(await call('commands.send', { ...sent, userId: 'analyst-1' })).toEqual({
    ok: true,
    value: { kind: 'refused', code: 'session-not-found' },
  });
});

it('calls the intake’s refusals by the codes of the page’s contract', async () => {
  const { intake, call } = start();
  const input = { sessionId: aSessionId(), scenarioId: 'passport-selfie', clientKey: null };
  for (const code of ['scenario-not-found', 'session-exists', 'offline'] as const) {
    intake.on('createSession', () => ({ ok: false, code }));
    expect(await call('sessions.create', input)).toEqual({ ok: false, code });
  }
  intake.on('createSession', () => ({ ok: false, code: 'unauthorized' }));
  expect(await call('sessions.create', input)).toEqual({ ok: false, code: 'offline' });
  intake.on('createSession', () => ({ ok: false, code: 'forbidden' }));
  expect(await call('sessions.create', input)).toEqual({ ok: false, code: 'forbidden' });
  intake.on('createSession', () => ({ ok: false, code: 'internal' }));
  expect(await call('sessions.create', input)).toMatchObject({ ok: false, code: 'internal' });
});

it('passes the calls about people on as they are', async () => {
  const { intake, call } = start();
  const input = { userId: aUuid(2), alsoTotp: true };
  intake.on('resetUser', () => ({ ok: false, code: 'not-found' }));
  expect(await call('people.resetUser', input)).toEqual({ ok: false, code: 'not-found' });
  intake.on('resetUser', () => ({ ok: false, code: 'forbidden' }));
  expect(await call('people.resetUser', input)).toEqual({ ok: false, code: 'forbidden' });
  expect(intake.calls).toEqual([
    { name: 'resetUser', input },
    { name: 'resetUser', input },
  ]);
  intake.on('listAudit', () => ({ ok: true, value: { entries: [], next: null } }));
  expect(await call('audit.list', {})).toEqual({ ok: true, value: { entries: [], next: null } });
});

it('opens the provider’s address in the system’s browser, and only an address of the web', async () => {
  const opened: string[] = [];
  const intake = new FakeIntake();
  const handlers = createIdentityHandlers({
    identity: { machine: intake, person: intake } as never,
    openExternal: (url) => {
      opened.push(url);
      return Promise.resolve();
    },
  });
  const begun = { flowId: aUuid(3), url: 'https://login.example/a', expiresAt: '2026-01-01T00:00:00.000Z' };
  const begin = () => handlers['auth.beginProvider']({}, { signal: new AbortController().signal });
  intake.on('beginProviderSignIn', () => ({ ok: true, value: begun }));
  expect(await begin()).toEqual({ ok: true, value: { ...begun, isOpened: true } });
  intake.on('beginProviderSignIn', () => ({ ok: true, value: { ...begun, url: 'file:///etc/passwd' } }));
  await expect(begin()).rejects.toThrow('http');
  expect(opened).toEqual(['https://login.example/a']);
});
