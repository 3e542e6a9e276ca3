import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiErrorSchema } from '#shared/api/api-errors.ts';
import { intakeApi, type ApiCallName } from '#shared/api/contract.ts';
import { personApi } from '#shared/api/person-contract.ts';
import { embedOriginsPath, widgetApi } from '#shared/api/widget-contract.ts';
import { dataRights, roles, tokenScopes, type DataRight } from '#shared/domain/identity.ts';
import { createApp } from '../app.ts';
import {
  clientOf,
  must,
  startTestIntake,
  submitTestSession,
  type TestIntake,
} from '../testing/test-intake.ts';
import { setUp, signIn, testPassword, type SetUp } from '../testing/test-people.ts';

// Who may call what, written out once more: neither the contract nor the code is asked here.

const callers = ['nobody', 'stranger', 'owner', 'workstation', ...roles, ...tokenScopes] as const;
type CallerName = (typeof callers)[number];

const everybody = callers;
const known = callers.filter((name) => name !== 'nobody' && name !== 'stranger');
const people: readonly CallerName[] = roles;
const readers: readonly CallerName[] = ['owner', 'analyst', 'senior', 'auditor', 'sessions.read'];
const writers: readonly CallerName[] = ['owner', 'analyst', 'senior', 'sessions.write'];
const writersAndReviewers: readonly CallerName[] = [...writers, 'sessions.review'];
const analyzers: readonly CallerName[] = ['owner', 'workstation', 'analysis.run'];
const scenarioReaders: readonly CallerName[] = ['owner', ...roles, 'scenarios.read'];
const scenarioWriters: readonly CallerName[] = ['owner', 'editor', 'scenarios.write'];
const linkReaders: readonly CallerName[] = ['owner', ...roles, 'links.read'];
const linkWriters: readonly CallerName[] = ['owner', 'editor', 'links.write'];
const listReaders: readonly CallerName[] = ['owner', 'analyst', 'senior', 'auditor', 'editor', 'lists.read'];
const listWriters: readonly CallerName[] = ['owner', 'senior', 'editor', 'lists.write'];
const managers: readonly CallerName[] = ['owner', 'administrator'];
const auditReaders: readonly CallerName[] = ['owner', 'senior', 'auditor', 'administrator', 'audit.read'];

const mayCall: Readonly<Record<ApiCallName, readonly CallerName[]>> = {
  getSignInWays: everybody,
  setUpIntake: everybody,
  enrollWorkstation: everybody,
  getCaller: known,
  signIn: ['workstation'],
  beginProviderSignIn: ['workstation'],
  finishProviderSignIn: ['workstation'],
  signOut: people,
  changeOwnPassword: people,
  beginTotp: people,
  confirmTotp: people,
  removeTotp: people,
  listNames: people,
  listUsers: managers,
  createUser: managers,
  changeUser: managers,
  resetUser: managers,
  revokeUserSessions: managers,
  listApiTokens: managers,
  createApiToken: managers,
  revokeApiToken: managers,
  listWorkstations: managers,
  createEnrollmentCode: managers,
  revokeWorkstation: managers,
  listAudit: auditReaders,
  verifyAudit: auditReaders,
  health: known,
  listScenarios: scenarioReaders,
  createSession: writers,
  listSessions: readers,
  getSessionStatus: readers,
  finalizeSession: writers,
  getResult: readers,
  listEvents: readers,
  sendCommand: writersAndReviewers,
  readFeed: readers,
  takeLease: analyzers,
  renewLease: analyzers,
  completeLease: analyzers,
  failLease: analyzers,
  releaseLease: analyzers,
  listProgress: readers,
  listScenarioRecords: scenarioReaders,
  saveScenarioDraft: scenarioWriters,
  commitScenario: scenarioWriters,
  activateScenario: scenarioWriters,
  replayScenario: scenarioWriters,
  archiveScenario: scenarioWriters,
  createLinks: linkWriters,
  resendLink: linkWriters,
  listLinks: linkReaders,
  revokeLinks: linkWriters,
  listFaceLists: listReaders,
  createFaceList: listWriters,
  removeFaceList: listWriters,
  addListedPerson: listWriters,
  addListedPersons: listWriters,
  listPersonTemplates: listReaders,
  getTemplatePicture: listReaders,
  addPersonTemplates: listWriters,
  removePersonTemplate: listWriters,
  listListedPersons: listReaders,
  findListedPersons: listReaders,
  getListedPerson: listReaders,
  removeListedPerson: listWriters,
  searchFaces: listReaders,
  compareWithPerson: listReaders,
  listDeliveries: scenarioReaders,
  replayDelivery: scenarioWriters,
  getCallbackState: scenarioReaders,
  enableCallbacks: scenarioWriters,
  rotateScenarioSecret: scenarioWriters,
};

/** Routes outside of the contract of programs. Pictures are read by those with a permission; which picture by whom is another test. */
const mayRequest: Readonly<Record<string, readonly CallerName[]>> = {
  'PUT /api/v1/sessions/:sessionId/captures/:captureId': writers,
  'POST /api/v1/sessions/:sessionId/captures': writers,
  'GET /api/v1/captures/:captureId': [...readers, 'workstation', 'analysis.run'],
  'GET /metrics': known,
  'GET /health/live': everybody,
  'GET /health/ready': everybody,
  'GET /api/openapi.json': everybody,
  'GET /api/docs': everybody,
  'GET /api/docs.css': everybody,
  'GET /c': everybody,
  'GET /c/': everybody,
  'GET /c/assets/:name': everybody,
};

let intake: TestIntake;
let setup: SetUp;
const tokens = new Map<CallerName, string | null>();

async function makeToken(scopes: readonly (typeof tokenScopes)[number][], held: readonly DataRight[]) {
  const { token } = await must(intake.client, 'createApiToken', {
    tokenId: randomUUID(),
    name: scopes.join(),
    scopes: [...scopes],
    dataRights: [...held],
    expiresAt: null,
  });
  return token;
}

beforeAll(async () => {
  intake = await startTestIntake({ setupCodeWhen: 'first-start' });
  setup = await setUp(intake.running);
  tokens.set('nobody', null);
  tokens.set('stranger', `vdt_${'A'.repeat(43)}`);
  tokens.set('owner', intake.running.token);
  const { code } = await must(setup.administrator, 'createEnrollmentCode', {});
  const { url } = intake.running;
  const enrolled = await must(clientOf({ url, token: null }), 'enrollWorkstation', {
    enrollmentCode: code,
    name: 'Second desk',
  });
  tokens.set('workstation', enrolled.token);
  for (const role of roles) {
    const { firstPassword } = await must(setup.administrator, 'createUser', {
      userId: randomUUID(),
      loginName: role,
      displayName: role,
      roles: [role],
      dataRights: [...dataRights],
      isFederated: false,
    });
    const { token } = await signIn(setup.workstation, role, firstPassword ?? '');
    await must(clientOf({ url, token }), 'changeOwnPassword', {
      current: firstPassword ?? '',
      next: testPassword,
    });
    tokens.set(role, token);
  }
  for (const scope of tokenScopes) tokens.set(scope, await makeToken([scope], dataRights));
});
afterAll(() => intake.remove());

/** Sends what is known to be wrong, so that nothing comes of it where it is allowed; answers whether it was. */
async function isLetIn(caller: CallerName, method: string, path: string): Promise<boolean> {
  const token = tokens.get(caller) ?? null;
  const reply = await fetch(`${intake.running.url}${path.replace(/:\w+/g, randomUUID())}?unexpected=1`, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: '{"unexpected":1}' }),
  });
  const text = await reply.text();
  const code = reply.status < 400 ? undefined : apiErrorSchema.safeParse(tryJson(text)).data?.error.code;
  if (code !== 'unauthorized' && code !== 'forbidden') return true;
  expect([reply.status, code]).toEqual(
    token === null || caller === 'stranger' ? [401, 'unauthorized'] : [403, 'forbidden'],
  );
  return false;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function letIn(method: string, path: string): Promise<CallerName[]> {
  const answers = await Promise.all(
    callers.map(async (caller) => ({ caller, isIn: await isLetIn(caller, method, path) })),
  );
  return answers.filter(({ isIn }) => isIn).map(({ caller }) => caller);
}

const sorted = (names: readonly CallerName[]): CallerName[] => callers.filter((name) => names.includes(name));

it.each(Object.entries(mayCall))('answers %s to those who may call it', async (name, allowed) => {
  const { method, path } = intakeApi[name as ApiCallName];
  expect(await letIn(method, path)).toEqual(sorted(allowed));
});

it('answers each other route to those who may request it', async () => {
  for (const [route, allowed] of Object.entries(mayRequest)) {
    const [method = '', path = ''] = route.split(' ');
    // An agent is refused a picture of a session that it does not analyze, as in the next test.
    const isPicture = route.startsWith('GET /api/v1/captures/');
    const expected = isPicture ? readers : allowed;
    expect([route, await letIn(method, path)]).toEqual([route, sorted(expected)]);
  }
});

it('has no route beside these, the capture page’s for people who bring a link, and the widget’s', async () => {
  const app = await createApp({
    services: {},
    capturePage: { dir: '', frameAncestors: [] },
    closing: new AbortController().signal,
  } as unknown as Parameters<typeof createApp>[0]);
  await app.ready();
  const contract = Object.values(intakeApi).map(({ method, path }) => `${method} ${path}`);
  const persons = Object.values(personApi).map(({ method, path }) => `${method} ${path}`);
  // Open to everybody, and then to pages of allowed origins alone: services/widget-sessions.test.ts.
  const widget = [
    'GET /widget.js',
    'GET /widget.d.ts',
    `GET ${embedOriginsPath}`,
    `GET ${widgetApi.allowed.path}`,
    `POST ${widgetApi.begin.path}`,
    `OPTIONS ${widgetApi.begin.path}`,
  ];
  const expected = [...contract, ...persons, ...widget, ...Object.keys(mayRequest)];
  // Fastify answers HEAD wherever it answers GET, under the same rule.
  const registered = app.registeredRoutes.filter((route) => !route.startsWith('HEAD '));
  expect([...registered].sort()).toEqual([...expected].sort());
  await app.close();
});

it('lets a command through by its type', async () => {
  const sessionId = randomUUID();
  const send = async (scope: CallerName, command: object): Promise<number> => {
    const reply = await fetch(`${intake.running.url}/api/v1/sessions/${sessionId}/commands`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.get(scope) ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({ idempotencyKey: randomUUID(), command }),
    });
    return reply.status;
  };
  const decision = { type: 'decision.make', outcome: 'decline', reasons: ['age'], comment: '', seenSeq: 0 };
  for (const [command, allowed] of [
    [{ type: 'session.submit' }, 'sessions.write'],
    [{ type: 'step.submit', stepId: 'document' }, 'sessions.write'],
    [decision, 'sessions.review'],
    [{ type: 'decision.withdraw' }, 'sessions.review'],
    [{ type: 'analysis.retry' }, 'sessions.review'],
    [
      { type: 'field.correct', stepId: 'document', name: 'surname', value: 'X', replaces: null },
      'sessions.review',
    ],
    [{ type: 'field.restore', stepId: 'document', name: 'surname' }, 'sessions.review'],
    [{ type: 'corners.correct', captureId: randomUUID(), quadPx: null }, 'sessions.review'],
    [{ type: 'comment.add', text: 'x' }, 'sessions.review'],
  ] as const)
    for (const scope of ['sessions.write', 'sessions.review'] as const)
      expect([command.type, scope, await send(scope, command)]).toEqual([
        command.type,
        scope,
        scope === allowed ? 200 : 403,
      ]);
});

it('shows pictures to readers with the right to them, and to an agent those of its lease', async () => {
  const { url } = intake.running;
  await submitTestSession(intake.client);
  const agent = clientOf({ url, token: tokens.get('workstation') ?? '' });
  const other = clientOf({ url, token: tokens.get('analysis.run') ?? '' });
  const { lease } = await must(agent, 'takeLease', { agentId: 'a', waitMs: 0 });
  const captureId = lease?.captures[0]?.captureId;
  if (lease === null || captureId === undefined) throw new Error('no lease');
  expect(await agent.getCapture(captureId)).toMatchObject({ ok: true });
  expect(await other.getCapture(captureId)).toMatchObject({ ok: false, code: 'forbidden' });
  await must(agent, 'releaseLease', { leaseId: lease.leaseId });
  expect(await agent.getCapture(captureId)).toMatchObject({ ok: false, code: 'forbidden' });

  const blind = clientOf({ url, token: await makeToken(['sessions.read'], ['fields', 'checks']) });
  expect(await blind.getCapture(captureId)).toMatchObject({ ok: false, code: 'forbidden' });
  const seeing = clientOf({ url, token: await makeToken(['sessions.read'], ['images']) });
  expect(await seeing.getCapture(captureId)).toMatchObject({ ok: true });
});
