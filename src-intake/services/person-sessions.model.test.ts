import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import { sessionIdSchema } from '#shared/domain/ids.ts';
import { defaultRules } from '#shared/domain/scenario.ts';
import type { Log } from '../log.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import { startIntakeProcess, type IntakeProcess } from '../testing/intake-process.ts';
import {
  analyst,
  makeTestScenario,
  must,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { aPhone, tokenOf, type PhoneReply, type TestPhone } from '../testing/test-phone.ts';

/**
 * Real: two intake servers on one database, one of them a process of its own that is stopped and killed, phones over HTTP, the test as the
 * agents. The model knows the rules of a link and of its session as product.md states them, not the code's; each command sends its request
 * several times at once, over both servers. `VIDIMUS_MODEL_RUNS` and `VIDIMUS_MODEL_SEED` make it longer and another one.
 */

const attemptsPerStep = 2;
const lifetimeMinutes = 30;
const linkMinutes = 10;
const minute = 60_000;
/** Below a minute on an idle machine; a night's run takes thousands. */
const numRuns = Number(process.env['VIDIMUS_MODEL_RUNS'] ?? 15);
const seed = Number(process.env['VIDIMUS_MODEL_SEED'] ?? 20_261_126);
/** Requests of one kind in the same moment. */
const atOnce = 3;

let intake: OpenTestIntake;
let other: IntakeProcess;
let client: IntakeClient;
let nowMs = Date.parse('2026-01-02T03:00:00.000Z');
const now = (): string => new Date(nowMs).toISOString();
async function turnClock(byMs: number): Promise<void> {
  nowMs += byMs;
  await other.setClock(nowMs);
}
const logged: unknown[] = [];
const log: Log = { info: (line) => logged.push(line), unexpected: (event) => logged.push(event) };

type Ending = 'blocked' | 'frozen' | 'finished';

/** What the rules say must be. */
interface Model {
  readonly linkMadeMs: number;
  device: 'none' | 'first';
  revoked: boolean;
  startedMs: number | null;
  step: 'open' | 'checking' | 'done';
  selfie: 'open' | 'done';
  attempts: number;
  hasPicture: boolean;
  puts: number;
  ended: Ending | null;
}

interface Real {
  readonly token: string;
  readonly linkId: string;
  /** The same browser's tabs: they share the cookie, once there is one. */
  first: TestPhone;
  readonly phones: (count: number) => TestPhone[];
}

const isExpired = (m: Model): boolean => m.startedMs === null && nowMs - m.linkMadeMs >= linkMinutes * minute;
const isFrozen = (m: Model): boolean =>
  m.ended === 'frozen' ||
  (m.ended === null && m.startedMs !== null && nowMs - m.startedMs >= lifetimeMinutes * minute);

/** Why the session takes nothing any more, in the API's words. */
function closedCode(m: Model): string | null {
  if (m.ended === 'blocked') return 'session-blocked';
  if (m.ended === 'finished') return 'already-submitted';
  return isFrozen(m) ? 'session-frozen' : null;
}
/** Why a device's request is refused before its session is asked. */
function linkCode(m: Model): string | null {
  if (m.device === 'none') return 'link-unknown';
  if (m.startedMs !== null) return null;
  return m.revoked ? 'link-revoked' : 'consent-missing';
}
const codeOf = (reply: PhoneReply<unknown>): string => (reply.ok ? 'ok' : reply.code);
const many = <Value>(work: (phone: TestPhone) => Promise<Value>, phones: TestPhone[]): Promise<Value[]> =>
  Promise.all(phones.map(work));

/** The person's own browser, as tabs at both servers. */
const tabs = (r: Real): TestPhone[] =>
  Array.from({ length: atOnce }, (_, n) =>
    aPhone(n % 2 === 0 ? intake.running.url : other.url(), r.first.cookie()),
  );

type Command = fc.AsyncCommand<Model, Real>;
/** A command that may always be given. */
function command(name: string, run: (m: Model, r: Real) => Promise<void>): Command {
  return { check: () => true, run, toString: () => name };
}

const openElsewhere = command('open by strangers', async (m, r) => {
  const phones = r.phones(4);
  const codes = (await many((phone) => phone.open(r.token), phones)).map(codeOf);
  if (m.device === 'none' && !m.revoked && !isExpired(m)) {
    expect(codes.toSorted()).toEqual(['link-taken', 'link-taken', 'link-taken', 'ok']);
    m.device = 'first';
    r.first = phones[codes.indexOf('ok')] ?? r.first;
  } else {
    const refusal = m.device === 'first' ? 'link-taken' : m.revoked ? 'link-revoked' : 'link-expired';
    expect(codes).toEqual(phones.map(() => refusal));
  }
});

const revoke = command('revoke', async (m, r) => {
  const { revoked } = await must(client, 'revokeLinks', { linkIds: [r.linkId], actor: analyst });
  expect(revoked).toEqual(m.startedMs === null ? [r.linkId] : []);
  if (m.startedMs === null) m.revoked = true;
});

const consent = command('consent', async (m, r) => {
  const codes = (await many((phone) => phone.consent(), tabs(r))).map(codeOf);
  const isGiven = m.device === 'first' && (m.startedMs !== null || (!m.revoked && !isExpired(m)));
  const refusal = m.device === 'none' ? 'link-unknown' : m.revoked ? 'link-revoked' : 'link-expired';
  expect(codes).toEqual(codes.map(() => (isGiven ? 'ok' : refusal)));
  if (isGiven) m.startedMs ??= nowMs;
});

const put = command('put', async (m, r) => {
  // Beyond what a careful person retakes, the intake has enough: another test's matter.
  if (++m.puts > 6) return;
  const codes = (await many((phone) => phone.put('document', 'front'), tabs(r))).map(codeOf);
  const refusal = linkCode(m) ?? closedCode(m) ?? (m.step === 'open' ? null : 'step-closed');
  expect(codes).toEqual(codes.map(() => refusal ?? 'ok'));
  if (refusal === null) m.hasPicture = true;
});

const submit = command('submit', async (m, r) => {
  const attempt = m.attempts + 1;
  const codes = (await many((phone) => phone.submit('document', attempt), tabs(r))).map(codeOf);
  const refusal =
    linkCode(m) ??
    closedCode(m) ??
    (m.step !== 'open' ? 'step-closed' : m.hasPicture ? null : 'captures-missing');
  expect(codes).toEqual(codes.map(() => refusal ?? 'ok'));
  if (refusal !== null) return;
  m.step = 'checking';
  m.attempts = attempt;
});

/** What waits is analyzed; an attempt whose session has ended meanwhile has no say. */
const analyze = (outcome: 'approve' | 'ask-again'): Command =>
  command(`analyze: ${outcome}`, async (m) => {
    const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
    const isAwaited = m.step === 'checking' && m.ended === null && !isFrozen(m);
    if (lease === null) {
      expect(isAwaited).toBe(false);
      return;
    }
    const complete = {
      leaseId: lease.leaseId,
      analysis: { ...anAnalysis(), verdict: { outcome, reasons: [] } },
    };
    const replies = await Promise.all([
      client.call('completeLease', complete),
      other.client().call('completeLease', complete),
    ]);
    const taken = replies.filter((reply) => reply.ok).length;
    // Out of time by the clock, the sweep may not have been here yet: then the answer still counts, and changes nothing that is told.
    if (isAwaited) expect(taken).toBe(1);
    if (m.step !== 'checking' || m.ended !== null || taken === 0) return;
    m.hasPicture = outcome === 'approve';
    m.step = outcome === 'approve' ? 'done' : 'open';
    if (outcome === 'ask-again' && m.attempts >= attemptsPerStep) {
      m.ended = 'blocked';
      m.hasPicture = true;
    }
  });

const selfie = command('selfie', async (m, r) => {
  if (m.selfie === 'done' || linkCode(m) !== null || closedCode(m) !== null || m.step === 'checking') return;
  // At either server: the one that the link was opened at may have another address by now.
  const [phone] = tabs(r);
  await phone?.put('selfie', 'selfie');
  await phone?.submit('selfie', 1);
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
  const analysis = { ...anAnalysis(), verdict: { outcome: 'approve' as const, reasons: [] } };
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis });
  m.selfie = 'done';
});

const finish = command('finish', async (m, r) => {
  const codes = (await many((phone) => phone.finish(), tabs(r))).map(codeOf);
  const isDone = m.step === 'done' && m.selfie === 'done';
  const closed = m.ended === 'finished' ? null : closedCode(m);
  const refusal = linkCode(m) ?? closed ?? (isDone || m.ended === 'finished' ? null : 'captures-missing');
  expect(codes).toEqual(codes.map(() => refusal ?? 'ok'));
  if (refusal !== null || m.ended !== null) return;
  m.ended = 'finished';
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
});

const pass = (minutes: number): Command =>
  command(`${minutes.toString()} minutes`, () => turnClock(minutes * minute));

/** The machine's clock is put right: what is not over yet must not be the worse for it. */
const stepBack: Command = {
  check: (m) => !isExpired(m) && !isFrozen(m) && m.ended === null,
  run: () => turnClock(-2 * minute),
  toString: () => 'the clock is put back',
};

const restart = command('restart', () => other.restart('SIGTERM'));

/** What any device may ask for again without harm. */
type Repeatable = (m: Model, phone: TestPhone) => Promise<unknown>;

/** Kills one server in the middle of requests; whoever was cut off asks again, and the rules are as if nothing had been. */
const killDuring = (name: string, ask: Repeatable, again: Command): Command =>
  command(`kill -9 during ${name}`, async (m, r) => {
    const asking = Promise.allSettled(tabs(r).map((phone) => ask(m, phone)));
    await other.restart('SIGKILL');
    const cut = (await asking).filter(({ status }) => status === 'rejected');
    // Those at the other server were answered.
    expect(cut.length).toBeLessThan(atOnce);
    await again.run(m, r);
  });
const kills = [
  killDuring('consent', (_, phone) => phone.consent(), consent),
  killDuring('put', (_, phone) => phone.put('document', 'front'), put),
  killDuring('submit', (m, phone) => phone.submit('document', m.attempts + 1), submit),
  killDuring('finish', (_, phone) => phone.finish(), finish),
];

const look = command('look', async (m, r) => {
  const [reply] = await many((phone) => phone.view(), tabs(r).slice(0, 1));
  if (reply?.ok !== true) {
    expect(reply?.code).toBe(m.device === 'none' ? 'link-unknown' : 'link-revoked');
    return;
  }
  const expected =
    m.startedMs === null
      ? isExpired(m)
        ? 'expired'
        : 'consent'
      : m.ended === 'blocked' || m.ended === 'finished'
        ? m.ended
        : isFrozen(m)
          ? 'expired'
          : 'collecting';
  const [step] = reply.value.steps;
  expect([reply.value.status, step?.attempts, step?.sides[0]?.received]).toEqual([
    expected,
    m.attempts,
    m.hasPicture,
  ]);
  if (expected === 'collecting')
    expect(step?.attemptsLeft).toBe(m.step === 'done' ? 0 : attemptsPerStep - m.attempts);
});

beforeAll(async () => {
  // A lease outlasts every clock of a run.
  const config = { now, log, trustedProxies: ['127.0.0.1'], leaseMs: 1e10 };
  intake = await startOpenTestIntake(config);
  other = await startIntakeProcess({
    dataDir: intake.dataDir,
    env: { DATABASE_URL: intake.databaseUrl, VIDIMUS_TRUSTED_PROXIES: '127.0.0.1' },
    clockMs: nowMs,
  });
  client = intake.client;
  await makeTestScenario(client, 'model', {
    rules: { ...defaultRules, attemptsPerStep, lifetimeMinutes, criticalErrors: 50 },
  });
});
afterAll(async () => {
  await other.stop();
  await intake.remove();
  expect(logged).toEqual([]);
});

it(
  'keeps the rules of links, attempts, blocking and lifetimes under parallel requests at two servers, of which one is killed',
  async () => {
    const ended = new Set<string>();
    const commands = fc.commands(
      [
        fc.constant(openElsewhere),
        fc.constant(openElsewhere),
        fc.constant(consent),
        fc.constant(consent),
        fc.constant(put),
        fc.constant(put),
        fc.constant(submit),
        fc.constant(submit),
        fc.constantFrom(analyze('approve'), analyze('ask-again'), analyze('ask-again')),
        fc.constant(selfie),
        fc.constant(finish),
        fc.constant(look),
        fc.constantFrom(pass(1), pass(4)),
        fc.constant(pass(20)),
        fc.constant(revoke),
        fc.constant(stepBack),
        fc.constantFrom(restart, ...kills),
      ],
      { maxCommands: 20, size: 'max' },
    );
    // Chance alone rarely gets through the first steps in their order.
    const beginnings = fc.constantFrom(
      [],
      [openElsewhere, consent, put, submit],
      [openElsewhere, consent, put, submit, analyze('ask-again'), put, submit],
      [openElsewhere, consent, put, submit, analyze('approve'), selfie],
    );
    type Steps = Parameters<typeof fc.asyncModelRun<Model, Real, boolean, Model>>[1];
    const live = async (beginning: Steps, list: Steps): Promise<void> => {
      const { links } = await must(client, 'createLinks', {
        requestId: randomUUID(),
        scenarioId: 'model',
        count: 1,
        lifetimeMinutes: linkMinutes,
        clientKey: null,
        actor: analyst,
      });
      const [link] = links;
      const model: Model = {
        linkMadeMs: nowMs,
        device: 'none',
        revoked: false,
        startedMs: null,
        step: 'open',
        selfie: 'open',
        attempts: 0,
        hasPicture: false,
        puts: 0,
        ended: null,
      };
      const real: Real = {
        token: tokenOf(link?.url ?? ''),
        linkId: link?.linkId ?? '',
        first: aPhone(intake.running.url),
        phones: (count) =>
          Array.from({ length: count }, (_, n) => aPhone(n % 2 === 0 ? intake.running.url : other.url())),
      };
      await fc.asyncModelRun(() => ({ model, real }), beginning);
      await fc.asyncModelRun(() => ({ model, real }), list);
      if (isFrozen(model)) model.ended = 'frozen';
      ended.add(model.ended ?? 'open');
      await emptyQueue();
      await holdsInTheLog(model, real);
    };
    // What no chance may leave out.
    const again = [put, submit, analyze('ask-again')];
    await live([openElsewhere, consent, put, submit, analyze('approve'), selfie, finish], []);
    await live([openElsewhere, consent, ...again, ...again, ...again], []);
    await live([openElsewhere, consent, put, pass(20), pass(20), pass(20), pass(20)], []);
    await live([openElsewhere, consent, put], []);
    await live(
      [openElsewhere, restart, ...kills.slice(0, 3), stepBack, analyze('approve'), selfie, ...kills.slice(3)],
      [],
    );
    await fc.assert(fc.asyncProperty(beginnings, commands, live), {
      numRuns,
      seed,
      endOnFailure: true,
    });
    // The runs reach what they are meant to prove.
    expect([...ended]).toEqual(expect.arrayContaining(['open', 'frozen', 'blocked', 'finished']));
    // Each run is some hundred requests.
  },
  Math.max(300_000, numRuns * 15_000),
);

/** Leaves nothing for the next run's agents. */
async function emptyQueue(): Promise<void> {
  for (;;) {
    const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
    if (lease === null) return;
    await client.call('completeLease', { leaseId: lease.leaseId, analysis: anAnalysis() });
  }
}

/** One session a link, whose history says what the model says, each thing once. */
async function holdsInTheLog(model: Model, { linkId }: Real): Promise<void> {
  const { links } = await must(client, 'listLinks', { limit: 1 });
  expect(links[0]?.linkId).toBe(linkId);
  const sessionId = links[0]?.sessionId ?? null;
  expect(sessionId !== null).toBe(model.startedMs !== null);
  if (sessionId === null) return;
  const { events } = await must(client, 'listEvents', { sessionId: sessionIdSchema.parse(sessionId) });
  const session = foldSession(events);
  expect(session.linkId).toBe(linkId);
  const submitted = events.filter(
    (event: SessionEvent) => event.type === 'step.submitted' && event.body.stepId === 'document',
  );
  expect(submitted).toHaveLength(model.attempts);
  expect(model.attempts).toBeLessThanOrEqual(attemptsPerStep);
  expect(events.filter(({ type }) => type === 'session.submitted')).toHaveLength(
    model.ended === 'finished' ? 1 : 0,
  );
  expect(session.blocked !== null).toBe(model.ended === 'blocked');
}
