import { afterEach, expect, it } from 'vitest';
import { startIntake } from '../start-intake.ts';
import { clientOf, codeOf, must, startOpenTestIntake, type OpenTestIntake } from '../testing/test-intake.ts';
import { aSetUp, setUp, signIn, testPassword } from '../testing/test-people.ts';

const opened: OpenTestIntake[] = [];
async function start(config: Parameters<typeof startOpenTestIntake>[0] = {}): Promise<OpenTestIntake> {
  const intake = await startOpenTestIntake({ setupCodeWhen: 'first-start', ...config });
  opened.push(intake);
  return intake;
}
afterEach(async () => {
  for (const intake of opened.splice(0)) await intake.remove();
});

it('makes one administrator of one code, however many come with it at once', async () => {
  const intake = await start();
  const { url, setupCode } = intake.running;
  const anybody = clientOf({ url, token: null });
  expect(await must(anybody, 'getSignInWays', {})).toEqual({ isSetUp: false, provider: null });
  expect(await codeOf(anybody, 'setUpIntake', aSetUp('0000-0000-0000-0000'))).toBe('code-refused');

  const other = await startIntake({ dataDir: intake.dataDir, databaseUrl: intake.databaseUrl });
  try {
    // More than both processes together let one address try in a minute: ten, of which one was before.
    const replies = await Promise.all(
      Array.from({ length: 19 }, (_, n) =>
        clientOf({ url: n % 2 === 1 ? url : other.url, token: null }).call('setUpIntake', {
          ...aSetUp(setupCode ?? ''),
          loginName: `person-${n.toString()}`,
        }),
      ),
    );
    const won = replies.filter(({ ok }) => ok);
    expect(won).toHaveLength(1);
    const codes = replies.flatMap((reply) => (reply.ok ? [] : [reply.code])).sort();
    expect(codes).toEqual([
      ...Array.from({ length: 8 }, () => 'already-set-up'),
      ...Array.from({ length: 10 }, () => 'too-many-requests'),
    ]);
  } finally {
    await other.close();
  }
  expect(await must(anybody, 'getSignInWays', {})).toEqual({ isSetUp: true, provider: null });
  const { users } = await must(intake.client, 'listUsers', {});
  expect(users.map(({ roles, dataRights }) => ({ roles, dataRights }))).toEqual([
    { roles: ['administrator'], dataRights: [] },
  ]);
});

it('makes no code where accounts exist, but for whoever asks for one at the console, who then makes another administrator', async () => {
  const intake = await start();
  await setUp(intake.running);
  await intake.running.close();
  const at = { dataDir: intake.dataDir, databaseUrl: intake.databaseUrl };
  const again = await startIntake({ ...at, setupCodeWhen: 'first-start' });
  expect(again.setupCode).toBeNull();
  await again.close();

  const lost = await startIntake({ ...at, setupCodeWhen: 'always' });
  try {
    const anybody = clientOf({ url: lost.url, token: null });
    expect(await must(anybody, 'getSignInWays', {})).toEqual({ isSetUp: false, provider: null });
    const wish = aSetUp(lost.setupCode ?? '');
    expect(await codeOf(anybody, 'setUpIntake', wish)).toBe('user-exists');
    const { workstation } = await must(anybody, 'setUpIntake', { ...wish, loginName: 'second' });
    await signIn(clientOf({ url: lost.url, token: workstation.token }), 'second', testPassword);
    const { entries } = await must(clientOf(lost), 'listAudit', { action: 'setup-code.created' });
    expect(entries.map(({ details }) => details)).toEqual([{ isFirst: false }, { isFirst: true }]);
  } finally {
    await lost.close();
  }
});

it('counts the code that was shown last, for a day', async () => {
  let at = '2026-03-01T08:00:00.000Z';
  const intake = await start({ now: () => at });
  const next = await startIntake({
    dataDir: intake.dataDir,
    databaseUrl: intake.databaseUrl,
    setupCodeWhen: 'first-start',
    now: () => at,
  });
  try {
    const anybody = clientOf({ url: next.url, token: null });
    expect(await codeOf(anybody, 'setUpIntake', aSetUp(intake.running.setupCode ?? ''))).toBe('code-refused');
    at = '2026-03-02T08:00:00.000Z';
    expect(await codeOf(anybody, 'setUpIntake', aSetUp(next.setupCode ?? ''))).toBe('code-refused');
    at = '2026-03-02T07:59:59.000Z';
    expect(
      await codeOf(anybody, 'setUpIntake', {
        ...aSetUp(next.setupCode ?? ''),
        password: 'first-qwertyuiop-12345',
      }),
    ).toBe('password-known');
    // Typed by a person.
    await must(anybody, 'setUpIntake', aSetUp(next.setupCode?.toLowerCase().replaceAll('-', ' ') ?? ''));
  } finally {
    await next.close();
  }
});
