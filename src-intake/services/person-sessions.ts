import { createHash, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { SignJWT } from 'jose';
import type { CaptureReceipt } from '#shared/api/capture-contract.ts';
import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import type { CommandRefusal } from '#shared/domain/commands.ts';
import { whyClosed } from '#shared/domain/decide.ts';
import type { Actor } from '#shared/domain/events.ts';
import { sessionIdSchema, type CaptureId, type SessionId } from '#shared/domain/ids.ts';
import type { PersonView } from '#shared/domain/person-view.ts';
import { scenarioSchema, type Scenario, type Side } from '#shared/domain/scenario.ts';
import { mostDraws, mostFrames, needsChallenge } from '#shared/domain/liveness.ts';
import { isComplete, type Session } from '#shared/domain/session.ts';
import { toPersonView } from '#shared/domain/to-person-view.ts';
import { must } from '#shared/lib/invariant.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database, LinkRow } from '../database/schema.ts';
import type { Signals } from '../database/signals.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import {
  bindLink,
  findLinkByDevice,
  findLinkByToken,
  lockLinkByDevice,
  setLinkSession,
} from '../repositories/link-rows.ts';
import { getScenarioVersion } from '../repositories/scenario-rows.ts';
import { findLastSeq } from '../repositories/session-rows.ts';
import type { Captures } from './captures.ts';
import type { Challenge, Challenges, FrameBatch } from './challenges.ts';
import type { Commands } from './commands.ts';
import type { EventLog } from './event-log.ts';
import { hashOfSecret } from './link-tokens.ts';
import type { ScenarioSecrets } from './scenario-secrets.ts';

// Time enough for a redirect on a slow phone; the backend hears of the session by callback anyway.
const resultLifetimeMs = 10 * 60 * 1000;
// A careful person takes a picture a few times over before sending it; whoever goes on beyond that fills the disk.
const retakesPerSide = 8;
// A page sends one picture after the other, and perhaps one more after a reload.
const uploadsAtOnce = 3;

const actor: Actor = { kind: 'system', id: 'link' };

type Answer = Promise<Outcome<PersonView, PersonErrorCode>>;
/** The secret that the device's cookie holds; undefined when it sent none. */
type Device = string | undefined;

/** What a person does on the capture page; each call but `open` belongs to the device that was first. */
export interface PersonSessions {
  /**
   * Gives the link to the first device whose `secret` arrives. The same device may open it again, by that secret or by one of its
   * browser's `cookies`. Answers which of them it is.
   */
  open(
    token: string,
    device: { readonly secret: string; readonly cookies: readonly string[] },
  ): Promise<Outcome<{ view: PersonView; secret: string }, PersonErrorCode>>;
  /** Whether a link belongs to the device with this secret. */
  isBound(secret: string): Promise<boolean>;
  /** The view; with `afterSeq` when something newer is known, or `waitMs` is over, or `signal` aborts. */
  view(
    device: Device,
    wait: { readonly afterSeq: number | undefined; readonly waitMs: number },
    signal: AbortSignal,
  ): Answer;
  /** Begins the session, once. */
  consent(device: Device, language: string): Answer;
  putCapture(
    device: Device,
    capture: {
      readonly captureId: CaptureId;
      readonly stepId: string;
      readonly side: Side;
      readonly stream: AsyncIterable<Buffer>;
    },
  ): Promise<Outcome<CaptureReceipt, PersonErrorCode>>;
  drawChallenge(
    device: Device,
    step: { readonly stepId: string; readonly challengeId: string },
  ): Promise<Outcome<Challenge, PersonErrorCode>>;
  putFrames(
    device: Device,
    batch: Pick<FrameBatch, 'stepId' | 'challengeId' | 'batchId'>,
    /** Reads the frames; called for a device that has a session alone, so that nobody else's are held in memory. */
    read: () => Promise<Outcome<FrameBatch['frames'], 'invalid-request' | 'too-many-bytes'>>,
  ): Promise<Outcome<{ received: number }, PersonErrorCode>>;
  submitStep(
    device: Device,
    step: {
      readonly stepId: string;
      readonly attempt: number;
      readonly liveness?:
        { readonly challengeId: string; readonly skippedActions: readonly number[] } | undefined;
    },
  ): Answer;
  finish(device: Device): Answer;
}

/** A UUID that says the same thing whenever it is said: the idempotency key of what a person does. */
function keyOf(...what: readonly (string | number)[]): string {
  const hex = createHash('sha256')
    .update(JSON.stringify(['vidimus-person-1', ...what]))
    .digest('hex');
  // RFC 9562, version 8: made by an algorithm of our own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function toPersonCode(code: CommandRefusal): PersonErrorCode {
  switch (code) {
    case 'captures-missing':
    case 'step-closed':
    case 'session-frozen':
    case 'session-blocked':
    case 'already-submitted':
      return code;
    default:
      return 'invalid-request';
  }
}

/** The person's side of sessions, over links, captures and commands. */
export function createPersonSessions(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly signals: Signals;
  readonly captures: Captures;
  readonly challenges: Challenges;
  readonly commands: Commands;
  readonly scenarioSecrets: ScenarioSecrets;
  readonly now: Clock;
}): PersonSessions {
  const { db, eventLog, signals, captures, challenges, commands, scenarioSecrets, now } = deps;
  const uploading = new Map<string, number>();

  const linkOf = (device: Device): Promise<LinkRow | undefined> =>
    device === undefined ? Promise.resolve(undefined) : findLinkByDevice(db, hashOfSecret(device));

  const scenarioOf = async (link: LinkRow): Promise<Scenario> =>
    scenarioSchema.parse(
      await getScenarioVersion(db, { id: link.scenario_id, version: link.scenario_version }),
    );

  /** A signed word of how it ended for the person, and the scenario's redirect with it; no personal data, since it stands in an address. */
  async function resultOf(
    session: Session,
    status: 'finished' | 'blocked',
  ): Promise<Pick<PersonView, 'redirectUrl' | 'result'>> {
    const { redirectUrl } = session.scenario.capturePage;
    const { current } = await scenarioSecrets.get(session.scenario.id);
    const at = now();
    const toSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);
    const result = await new SignJWT({
      sessionId: session.id,
      clientKey: session.clientKey,
      status,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(toSeconds(at))
      .setExpirationTime(toSeconds(instantAfter(at, resultLifetimeMs)))
      .sign(current);
    if (redirectUrl === null) return { redirectUrl, result };
    const url = new URL(redirectUrl);
    url.searchParams.set('result', result);
    return { redirectUrl: url.href, result };
  }

  async function show(link: LinkRow): Answer {
    const scenario = await scenarioOf(link);
    const expiresAt = link.expires_at.toISOString();
    if (link.session_id === null) {
      if (link.revoked_at !== null) return fail('link-revoked');
      return succeed(toPersonView(null, { scenario, expiresAt }, now()));
    }
    const open = await eventLog.open(db, link.session_id);
    // Purged: nothing is left that could be shown.
    if (open === undefined) return fail('link-expired');
    const view = toPersonView(open.session, { scenario, expiresAt }, now());
    const { status } = view;
    if (status !== 'finished' && status !== 'blocked') return succeed(view);
    return succeed({ ...view, ...(await resultOf(open.session, status)) });
  }

  /** The session that the device has begun. */
  async function begun(
    device: Device,
  ): Promise<
    Outcome<{ link: LinkRow; sessionId: SessionId }, 'link-unknown' | 'consent-missing' | 'link-revoked'>
  > {
    const link = await linkOf(device);
    if (link === undefined) return fail('link-unknown');
    if (link.session_id !== null) return succeed({ link, sessionId: link.session_id });
    return fail(link.revoked_at === null ? 'consent-missing' : 'link-revoked');
  }

  /** Does the upload, unless the link has enough of them running. */
  async function oneOfFew<Value, Code extends string>(
    link: LinkRow,
    upload: () => Promise<Outcome<Value, Code>>,
  ): Promise<Outcome<Value, Code | 'too-many-requests'>> {
    const running = uploading.get(link.id) ?? 0;
    if (running >= uploadsAtOnce) return fail('too-many-requests');
    uploading.set(link.id, running + 1);
    try {
      return await upload();
    } finally {
      const left = (uploading.get(link.id) ?? 1) - 1;
      if (left === 0) uploading.delete(link.id);
      else uploading.set(link.id, left);
    }
  }

  async function carryOut(
    { link, sessionId }: { link: LinkRow; sessionId: SessionId },
    command: Parameters<Commands['send']>[0]['command'],
    idempotencyKey: string,
  ): Answer {
    const sent = await commands.send({ sessionId, idempotencyKey, actor, command });
    if (!sent.ok) return sent;
    if (sent.value.kind === 'refused') return fail(toPersonCode(sent.value.code));
    return show(link);
  }

  return {
    async open(token, device) {
      const link = await findLinkByToken(db, hashOfSecret(token));
      if (link === undefined) return fail('link-unknown');
      const ownSecret = ({ device_sha256: bound }: LinkRow): string | undefined =>
        [device.secret, ...device.cookies].find((secret) => hashOfSecret(secret) === bound);
      let opened = link;
      if (link.device_sha256 === null) {
        if (link.revoked_at !== null) return fail('link-revoked');
        const at = now();
        if (link.expires_at.toISOString() <= at) return fail('link-expired');
        const deviceSha256 = hashOfSecret(device.secret);
        // One secret for two links would make one device of both.
        const other = await findLinkByDevice(db, deviceSha256);
        if (other !== undefined && other.id !== link.id) return fail('invalid-request');
        const bound = await bindLink(db, link.id, { deviceSha256, now: at });
        // Another device came between, or a revocation, or this very request sent twice.
        opened = bound ?? must(await findLinkByToken(db, hashOfSecret(token)), 'links are never deleted');
        if (opened.device_sha256 === null) return fail('link-revoked');
      }
      const secret = ownSecret(opened);
      if (secret === undefined) return fail('link-taken');
      const shown = await show(opened);
      return shown.ok ? succeed({ view: shown.value, secret }) : shown;
    },

    isBound: async (secret) => (await linkOf(secret)) !== undefined,

    async view(device, { afterSeq, waitMs }, signal) {
      const deadline = performance.now() + waitMs;
      for (;;) {
        const seen = signals.count('events');
        const link = await linkOf(device);
        if (link === undefined) return fail('link-unknown');
        // One number tells whether anything is new: every event of every session wakes everybody who waits.
        const lastSeq =
          link.session_id === null ? -1 : must(await findLastSeq(db, link.session_id), 'sessions stay');
        const leftMs = deadline - performance.now();
        const isNew = afterSeq === undefined || lastSeq > afterSeq || link.revoked_at !== null;
        if (isNew || leftMs <= 0 || signal.aborted) return show(link);
        await signals.wait('events', seen, leftMs, signal);
      }
    },

    async consent(device, language) {
      if (device === undefined) return fail('link-unknown');
      const outcome = await db
        .transaction()
        .execute(async (trx): Promise<Outcome<LinkRow, PersonErrorCode>> => {
          const link = await lockLinkByDevice(trx, hashOfSecret(device));
          if (link === undefined) return fail('link-unknown');
          if (link.session_id !== null) return succeed(link);
          if (link.revoked_at !== null) return fail('link-revoked');
          const at = now();
          if (link.expires_at.toISOString() <= at) return fail('link-expired');
          const scenario = scenarioSchema.parse(
            await getScenarioVersion(trx, { id: link.scenario_id, version: link.scenario_version }),
          );
          const sessionId = sessionIdSchema.parse(randomUUID());
          await eventLog.create(trx, sessionId, {
            type: 'session.created',
            actor,
            at,
            body: { scenario, source: 'link', clientKey: link.client_key, linkId: link.id },
          });
          await setLinkSession(trx, link.id, { sessionId, language });
          return succeed({ ...link, session_id: sessionId });
        });
      return outcome.ok ? show(outcome.value) : outcome;
    },

    async putCapture(device, capture) {
      const found = await begun(device);
      if (!found.ok) return found;
      const { link, sessionId } = found.value;
      const { rules, steps } = await scenarioOf(link);
      const sides = steps.reduce((count, step) => count + step.sides.length, 0);
      // What answers challenges is limited by itself, and must not leave too little for pictures.
      const ofChallenges =
        steps.filter(({ type }) => type === 'liveness').length * mostDraws * (mostFrames + 1);
      const lastSeq = must(await findLastSeq(db, sessionId), 'sessions stay');
      if (lastSeq > sides * rules.attemptsPerStep * retakesPerSide + ofChallenges)
        return fail('too-many-requests');
      const put = await oneOfFew(link, () => captures.put({ ...capture, sessionId, actor }));
      // A session that is gone was purged.
      return put.ok ? put : fail(put.code === 'not-found' ? 'link-expired' : put.code);
    },

    async drawChallenge(device, step) {
      const found = await begun(device);
      if (!found.ok) return found;
      const drawn = await challenges.draw({ ...step, sessionId: found.value.sessionId, actor });
      return drawn.ok ? drawn : fail(drawn.code === 'not-found' ? 'link-expired' : drawn.code);
    },

    async putFrames(device, batch, read) {
      const found = await begun(device);
      if (!found.ok) return found;
      const put = await oneOfFew(found.value.link, async () => {
        const frames = await read();
        if (!frames.ok) return frames;
        return challenges.receive({
          ...batch,
          frames: frames.value,
          sessionId: found.value.sessionId,
          actor,
        });
      });
      return put.ok ? put : fail(put.code === 'not-found' ? 'link-expired' : put.code);
    },

    async submitStep(device, { stepId, attempt, liveness }) {
      const found = await begun(device);
      if (!found.ok) return found;
      const open = await eventLog.open(db, found.value.sessionId);
      if (open === undefined) return fail('link-expired');
      const step = open.session.scenario.steps.find(({ id }) => id === stepId);
      const known = open.session.steps.find(({ id }) => id === stepId);
      if (step === undefined || known === undefined) return fail('unknown-step');
      // Sent again: the attempt is in the history, or in what came of it.
      if (attempt <= known.attempts) return show(found.value.link);
      // A reply is remembered for its attempt, so none may be sent too early: a refusal would stand when its time has come.
      const closed = whyClosed(open.session, now());
      if (closed !== null) return fail(closed);
      if (attempt > known.attempts + 1 || known.state !== 'open') return fail('step-closed');
      const isChallenged = needsChallenge(open.session, step);
      if (isChallenged !== (liveness !== undefined)) return fail('invalid-request');
      // Another page of the same person has drawn a challenge since, and may be answering it.
      if (isChallenged && known.liveness !== null && known.liveness.challengeId !== liveness?.challengeId)
        return fail('challenge-over');
      const skippedActions = liveness?.skippedActions;
      if (!isComplete(step, open.session, skippedActions)) return fail('captures-missing');
      return carryOut(
        found.value,
        { type: 'step.submit', stepId, ...(skippedActions && { skippedActions: [...skippedActions] }) },
        // By the challenge too: a refusal of one that was replaced must not stand against the next.
        keyOf(
          found.value.sessionId,
          stepId,
          attempt,
          ...(liveness === undefined ? [] : [liveness.challengeId]),
        ),
      );
    },

    async finish(device) {
      const found = await begun(device);
      if (!found.ok) return found;
      const open = await eventLog.open(db, found.value.sessionId);
      if (open === undefined) return fail('link-expired');
      const { session } = open;
      if (session.submittedAt !== null) return show(found.value.link);
      const closed = whyClosed(session, now());
      if (closed !== null) return fail(closed);
      // Pictures that were never sent as an attempt would pass by the scenario's rules.
      if (!session.steps.every(({ state }) => state === 'passed' || state === 'unanalyzed'))
        return fail('captures-missing');
      return carryOut(found.value, { type: 'session.submit' }, keyOf(found.value.sessionId, 'finish'));
    },
  };
}
