import { expect, it } from 'vitest';
import type { IntakePlace } from '../intake/follow-intake.ts';
import { FakeIntake, untilAborted } from '../testing/fake-intake.ts';
import type { Caller, User } from '#shared/domain/identity.ts';
import type { CredentialStore, WorkstationCredential } from './credential-file.ts';
import type { TokenMemory } from './token-memory.ts';
import { createWorkstationIdentity } from './workstation-identity.ts';

const url = 'https://intake.example';
const never = new AbortController().signal;
const ids = { ana: '00000000-0000-4000-8000-00000000000a', ben: '00000000-0000-4000-8000-00000000000b' };

function aUser(id: string): User {
  return {
    id,
    loginName: 'ana',
    displayName: 'Ana',
    roles: ['analyst'],
    dataRights: [],
    isFederated: false,
    hasTotp: false,
    isDisabled: false,
    lockedUntil: null,
    mustChangePassword: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    lastSignInAt: null,
  };
}
function aCaller(kind: Caller['kind'], id: string, dataRights: Caller['dataRights'] = []): Caller {
  return { kind, id, permissions: [], dataRights };
}

class FakeMemory implements TokenMemory {
  kept: Awaited<ReturnType<TokenMemory['read']>>;
  read() {
    return Promise.resolve(this.kept);
  }
  write(value: NonNullable<typeof this.kept>) {
    this.kept = value;
    return Promise.resolve();
  }
  remove() {
    this.kept = undefined;
    return Promise.resolve();
  }
}

class FakeStore implements CredentialStore {
  kept: WorkstationCredential | undefined;
  read() {
    return Promise.resolve(this.kept);
  }
  write(credential: WorkstationCredential) {
    this.kept = credential;
    return Promise.resolve();
  }
}

/** An intake that knows the tokens `station`, `ana`, `ben` and `owner`, each by a client of its own. */
function start({
  place = { url, token: null },
  kept,
  mode = 'remote',
  tokenMemory = new FakeMemory(),
}: {
  place?: IntakePlace;
  kept?: WorkstationCredential;
  mode?: 'remote' | 'embedded';
  tokenMemory?: FakeMemory;
} = {}) {
  const store = new FakeStore();
  store.kept = kept;
  const known = new Map<string, Caller>([
    ['station', aCaller('workstation', 'w')],
    ['ana', aCaller('user', ids.ana)],
    ['ben', aCaller('user', ids.ben)],
    ['owner', aCaller('owner', 'owner')],
  ]);
  const clients = new Map<string | null, FakeIntake>();
  const world = { isSetUp: true, changes: 0 };
  const connect = ({ token }: IntakePlace): FakeIntake => {
    const refused = { ok: false, code: 'unauthorized' } as const;
    const guarded = <Answer>(answer: Answer): Answer | typeof refused =>
      token !== null && known.has(token) ? answer : refused;
    const client = clients.get(token) ?? new FakeIntake();
    clients.set(token, client);
    client
      .on('getSignInWays', () => ({ ok: true, value: { isSetUp: world.isSetUp, provider: null } }))
      .on('enrollWorkstation', () => ({ ok: true, value: { id: ids.ana, token: 'station' } }))
      .on('getCaller', () => {
        const caller = known.get(token ?? '');
        if (caller === undefined) return refused;
        return { ok: true, value: { caller, user: caller.kind === 'user' ? aUser(caller.id) : null } };
      })
      .on('signIn', ({ loginName }) =>
        guarded({
          ok: true,
          value: {
            kind: 'signed-in',
            token: loginName,
            expiresAt: '2026-01-01T00:00:00.000Z',
            user: aUser(loginName === 'ana' ? ids.ana : ids.ben),
          },
        } as const),
      )
      .on('signOut', () => {
        known.delete(token ?? '');
        return { ok: true, value: {} };
      })
      .on('listProgress', () => guarded({ ok: true, value: { running: [] } } as const));
    return client;
  };
  const identity = createWorkstationIdentity({
    source: { mode, getAddress: () => place },
    credentials: store,
    tokenMemory,
    localUserId: 'analyst-1',
    onPersonChanged: () => (world.changes += 1),
    connect,
  });
  const signIn = (loginName: string) =>
    identity.signIn({ loginName, password: 'x', secondFactor: null }, never);
  return { identity, store, known, clients, world, signIn };
}

const enrolled = { url, workstationId: ids.ana, token: 'station' };

it('asks nobody to sign in at an embedded intake, nor with the owner’s token', async () => {
  const embedded = start({ mode: 'embedded', place: { url, token: 'owner' } });
  const remote = start({ place: { url, token: 'owner' } });
  for (const { identity } of [embedded, remote]) {
    expect(await identity.state(never)).toMatchObject({
      ok: true,
      value: { state: 'ready', userId: 'analyst-1', caller: { kind: 'owner' }, user: null },
    });
    expect(await identity.person.call('listProgress', {})).toMatchObject({ ok: true });
    expect(identity.personOf(ids.ana)).toBeUndefined();
  }
});

it('opens the local copy with a token it has seen to be the owner’s while the intake is away, until that is taken back', async () => {
  const place = { url, token: 'owner' };
  const tokenMemory = new FakeMemory();
  const away = (changes: Partial<Parameters<typeof start>[0]> = {}) => {
    const started = start({ place, tokenMemory, ...changes });
    // Made on the first call of whoever asks.
    void started.identity.machine.call('listProgress', {});
    for (const client of started.clients.values()) client.isOffline = true;
    return started.identity;
  };
  expect(await away().state(never)).toEqual({ ok: false, code: 'offline' });
  await start({ place, tokenMemory }).identity.state(never);
  expect(JSON.stringify(tokenMemory.kept)).not.toContain('"token":"owner"');

  const restarted = away();
  expect(await restarted.state(never)).toMatchObject({
    ok: true,
    value: { state: 'ready', userId: 'analyst-1', caller: { kind: 'owner' } },
  });
  expect(await restarted.person.call('listProgress', {})).toEqual({ ok: false, code: 'offline' });
  expect(await away({ place: { url, token: 'ana' } }).state(never)).toEqual({ ok: false, code: 'offline' });

  const back = start({ place, tokenMemory });
  back.known.delete('owner');
  expect(await back.identity.state(never)).toEqual({ ok: false, code: 'offline' });
  expect(await away().state(never)).toEqual({ ok: false, code: 'offline' });
});

it('goes from nothing to a person: set up, enroll, sign in', async () => {
  const { identity, store, world, signIn } = start();
  world.isSetUp = false;
  expect(await identity.state(never)).toEqual({ ok: true, value: { state: 'set-up' } });
  world.isSetUp = true;
  expect(await identity.state(never)).toEqual({ ok: true, value: { state: 'enroll', isRefused: false } });
  expect(await identity.machine.call('listProgress', {})).toEqual({ ok: false, code: 'offline' });

  expect(await identity.enroll({ enrollmentCode: 'c', name: 'Desk 1' }, never)).toEqual({
    ok: true,
  });
  expect(store.kept).toEqual(enrolled);
  expect(await identity.state(never)).toEqual({ ok: true, value: { state: 'sign-in', provider: null } });
  expect(await identity.machine.call('listProgress', {})).toMatchObject({ ok: true });
  expect(await identity.person.call('listProgress', {})).toEqual({ ok: false, code: 'unauthorized' });

  expect(await signIn('ana')).toEqual({ ok: true, value: { kind: 'signed-in' } });
  expect(await identity.state(never)).toMatchObject({ ok: true, value: { state: 'ready', userId: ids.ana } });
  expect(await identity.person.call('listProgress', {})).toMatchObject({ ok: true });
});

it('shows a credential to the intake that issued it, and to no other', async () => {
  const { identity, clients } = start({ kept: { ...enrolled, url: 'https://other.example' } });
  expect(await identity.state(never)).toMatchObject({ value: { state: 'enroll', isRefused: false } });
  expect([...clients.keys()]).toEqual([null]);
});

it('wants a new code when the workstation was revoked', async () => {
  const { identity, known, signIn } = start({ kept: enrolled });
  await identity.state(never);
  known.delete('station');
  expect(await signIn('ana')).toEqual({ ok: false, code: 'unauthorized' });
  expect(await identity.state(never)).toMatchObject({ value: { state: 'enroll', isRefused: true } });
});

it('forgets a person whom the intake refuses, and whom somebody else follows', async () => {
  const { identity, known, clients, world, signIn } = start({ kept: enrolled });
  await identity.state(never);
  await signIn('ana');
  const anas = identity.personOf(ids.ana);
  expect(anas).toBeDefined();
  clients.get('ana')?.on('readFeed', (_input, signal) => untilAborted(signal));
  const underway = anas?.call('readFeed', { after: 0, waitMs: 1 });

  await signIn('ben');
  // What was asked in the first one's name is neither answered nor asked again in the other's.
  expect(await underway).toEqual({ ok: false, code: 'unauthorized' });
  expect(identity.personOf(ids.ana)).toBeUndefined();
  expect(await identity.personOf(ids.ben)?.call('listProgress', {})).toMatchObject({ ok: true });
  const changes = world.changes;

  known.delete('ben');
  expect(await identity.person.call('listProgress', {})).toEqual({ ok: false, code: 'unauthorized' });
  expect(world.changes).toBe(changes + 1);
  expect(await identity.state(never)).toMatchObject({ value: { state: 'sign-in' } });
});

it('signs out at the intake, and here even when that is away', async () => {
  const { identity, known, clients, signIn } = start({ kept: enrolled });
  await identity.state(never);
  await signIn('ana');
  await identity.signOut();
  expect(known.has('ana')).toBe(false);
  await signIn('ben');
  const bens = clients.get('ben');
  if (bens !== undefined) bens.isOffline = true;
  await identity.signOut();
  expect(identity.personOf(ids.ben)).toBeUndefined();
});

it('has what was read forgotten when the person may read something else', async () => {
  const { identity, known, world, signIn } = start({ kept: enrolled });
  await identity.state(never);
  await signIn('ana');
  await identity.state(never);
  const changes = world.changes;
  known.set('ana', aCaller('user', ids.ana, ['images']));
  await identity.state(never);
  expect(world.changes).toBe(changes + 1);
});
