import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Lease } from '#shared/api/lease-contract.ts';
import type { Analysis, AnalysisFailureCode, AnalysisProgress } from '#shared/domain/analysis.ts';
import type { Actor, EventBody, NewEvent } from '#shared/domain/events.ts';
import type { SessionFace } from '#shared/domain/face-lists.ts';
import type { FilmHashes } from '#shared/domain/near-films.ts';
import type { PictureHash } from '#shared/domain/near-pictures.ts';
import type { Caller } from '#shared/domain/identity.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { outcomeOfAttempt } from '#shared/domain/replay-session.ts';
import { maxAnalysisAttempts, type Session } from '#shared/domain/session.ts';
import { provedNumberOf } from '#shared/domain/shown-documents.ts';
import { must } from '#shared/lib/invariant.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database, LeaseRow } from '../database/schema.ts';
import { channelOf, type Signals } from '../database/signals.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { finishAnalysisJob, returnAnalysisJob, takeAnalysisJob } from '../repositories/analysis-jobs.ts';
import { notify } from '../repositories/event-rows.ts';
import { findListIds } from '../repositories/listed-person-rows.ts';
import {
  deleteLease,
  findExpiredLease,
  findLease,
  insertLease,
  updateLeaseExpiry,
} from '../repositories/lease-rows.ts';
import type { EventLog, OpenSession } from './event-log.ts';
import { askLists } from './face-lists.ts';
import type { FaceSearch } from './face-search.ts';
import type { History } from './history.ts';
import type { NearFilm, NearFilms } from './near-films.ts';
import type { NearPicture, NearPictures } from './near-pictures.ts';
import { keepFaces, lookForFaces, nobodySeen, type FaceSightings } from './session-faces.ts';

/** Three heartbeats of ten seconds: one may be late and one lost. */
export const defaultLeaseMs = 30_000;
// A job that waits for its second try becomes due without anybody saying so.
const dueCheckMs = 1000;
// What one agent could not do now (a model that is being installed, memory) may work in some seconds.
const retryDelayMs = 2000;
// A session whose history cannot be read takes an administrator; until then it must not stand before the others.
const unreadableDelayMs = 10 * 60 * 1000;

export interface Leases {
  /** The oldest waiting session, for one agent alone; null when none comes within `waitMs`. */
  take(
    request: { agentId: string; waitMs: number },
    caller: Pick<Caller, 'kind' | 'id'>,
    signal: AbortSignal,
  ): Promise<Lease | null>;
  /** Whether the caller holds a lease of the session, or of one of its steps, that nobody has taken back yet. */
  isHeldBy(caller: Pick<Caller, 'kind' | 'id'>, sessionId: SessionId): Promise<boolean>;
  renew(
    leaseId: string,
    progress: AnalysisProgress | null,
  ): Promise<Outcome<{ expiresAt: string }, 'lease-lost'>>;
  /** Ends the lease with its result, exactly once. */
  complete(
    leaseId: string,
    result: {
      readonly analysis: Analysis;
      readonly faces: readonly SessionFace[];
      readonly pictures: readonly PictureHash[];
      readonly films: readonly FilmHashes[];
    },
  ): Promise<Outcome<{ position: number }, 'lease-lost'>>;
  fail(leaseId: string, code: AnalysisFailureCode): Promise<Outcome<{ willRetry: boolean }, 'lease-lost'>>;
  /** Ends the lease without a result and without an attempt: the agent is closing. */
  release(leaseId: string): Promise<Outcome<{ released: true }, 'lease-lost'>>;
  /** Gives the sessions of agents that fell silent back to the queue; returns how many. */
  readonly sweep: () => Promise<number>;
  listProgress(): { sessionId: SessionId; progress: AnalysisProgress }[];
}

const nameOf = ({ kind, id }: Pick<Caller, 'kind' | 'id'>): string => `${kind}:${id}`;

function agentOf({ agent_id: id }: LeaseRow): Actor {
  return { kind: 'agent', id };
}

/** Whether an attempt at the step waits for its answer. */
function awaitsStep({ status, steps }: Session, stepId: string): boolean {
  return status === 'collecting' && steps.some(({ id, state }) => id === stepId && state === 'submitted');
}

/** What the agent is to analyze: a step of the scenario as a scenario of its own, where an attempt waits for its answer. */
function toLease(row: LeaseRow, session: Session, at: string): Lease {
  const isPart = ({ stepId }: { readonly stepId: string }): boolean =>
    row.step_id === null || stepId === row.step_id;
  const steps = session.scenario.steps.filter(({ id }) => isPart({ stepId: id }));
  const challenges = session.steps.flatMap(({ id: stepId, liveness }) => {
    if (liveness === null || !isPart({ stepId })) return [];
    const { actions, skippedActions } = liveness;
    const frames = liveness.frames.map(({ captureId, actionIndex, atMs, sha256 }) => ({
      captureId,
      actionIndex,
      atMs,
      sha256,
    }));
    return [{ stepId, actions: [...actions], skippedActions: [...skippedActions], frames }];
  });
  return {
    leaseId: row.id,
    sessionId: row.session_id,
    attempt: row.attempt,
    expiresAt: new Date(row.expires_at).toISOString(),
    scenario: { ...session.scenario, steps },
    // The day of submission, in UTC: the same for every try and for a replay.
    referenceDay: (session.submittedAt ?? at).slice(0, 10),
    captures: session.captures.filter(isPart).map(({ captureId, stepId, side, sha256, mediaType }) => {
      const corners = session.corners.find((corrected) => corrected.captureId === captureId);
      return {
        captureId,
        stepId,
        side,
        sha256,
        mediaType,
        ...(corners !== undefined && { givenQuadPx: [...corners.quadPx] }),
      };
    }),
    ...(challenges.length > 0 && { challenges }),
  };
}

/** What an attempt's analysis means for its step. */
function toAttempt({
  verdict,
  findings,
  steps,
}: Analysis): Pick<EventBody<'step.analyzed'>, 'outcome' | 'findings' | 'documentNumber'> {
  const document = steps[0]?.document ?? null;
  return {
    outcome: outcomeOfAttempt[verdict.outcome],
    // What concerns the session as a whole, such as a comparison with another step, is not known yet.
    findings: findings.filter(({ stepId }) => stepId !== null),
    // A misread number must not make an honest person one with two documents.
    documentNumber: document === null ? null : provedNumberOf(document),
  };
}

/** Leases: the queue's jobs, held by agents that may die. */
export function createLeases(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly history: History;
  readonly faceSearch: FaceSearch;
  readonly nearPictures: NearPictures;
  readonly nearFilms: NearFilms;
  readonly signals: Signals;
  readonly now: Clock;
  readonly leaseMs: number;
}): Leases {
  const { db, eventLog, history, faceSearch, nearPictures, nearFilms, signals, now, leaseMs } = deps;
  const progressOf = new Map<
    string,
    { sessionId: SessionId; progress: AnalysisProgress; expiresAt: string }
  >();

  /** `none` waits for work; `again` found a job of a session that no longer wants it. */
  const tryTake = (
    agentId: string,
    caller: string,
  ): Promise<Lease | 'none' | 'again' | { readonly unreadable: unknown }> =>
    db.transaction().execute(async (trx) => {
      const leaseId = randomUUID();
      const job = await takeAnalysisJob(trx, leaseId);
      if (job === undefined) return 'none';
      let open: OpenSession | undefined;
      try {
        open = await eventLog.openForUpdate(trx, job.sessionId);
      } catch (unreadable) {
        const { jobId, tries } = job;
        await returnAnalysisJob(trx, { jobId, leaseId, delayMs: unreadableDelayMs, tries: tries - 1 });
        return { unreadable };
      }
      const session = open?.session;
      const { stepId } = job;
      const isWaiting =
        stepId === null ? session?.status === 'queued' : session !== undefined && awaitsStep(session, stepId);
      if (open === undefined || session === undefined || !isWaiting) {
        await finishAnalysisJob(trx, { jobId: job.jobId, leaseId });
        return 'again';
      }
      const at = now();
      const attempt = stepId === null ? session.attempts + 1 : job.tries;
      const row: LeaseRow = {
        id: leaseId,
        session_id: job.sessionId,
        job_id: job.jobId,
        step_id: stepId,
        agent_id: agentId,
        caller,
        attempt,
        expires_at: new Date(instantAfter(at, leaseMs)),
      };
      await insertLease(trx, row);
      // An attempt at a step is not begun in the history: it may be begun again by another agent, and only its answer counts.
      if (stepId === null) {
        await eventLog.append(trx, open, [
          { type: 'analysis.started', actor: agentOf(row), at, body: { agentId, attempt } },
        ]);
      }
      return toLease(row, session, at);
    });

  /** What is appended for an analysis: what earlier sessions and lists say of it, and then the analysis. */
  async function eventsOfAnalysis(
    trx: Transaction<Database>,
    lease: LeaseRow,
    {
      analysis,
      looked,
      pictures,
      near,
      films,
      played,
    }: {
      readonly analysis: Analysis;
      readonly looked: FaceSightings;
      readonly pictures: readonly PictureHash[];
      readonly near: readonly NearPicture[];
      readonly films: readonly FilmHashes[];
      readonly played: readonly NearFilm[];
    },
    { open, step }: { open: OpenSession; step: { stepId: string; attempt: number } },
  ): Promise<readonly NewEvent[]> {
    const at = now();
    const { session } = open;
    const mayKeep = session.scenario.rules.findFaces && session.source !== 'sample';
    const sightings = mayKeep ? looked : nobodySeen;
    const by = { actor: agentOf(lease), at };
    const { compared, events } = await history.compare(trx, session, {
      steps: analysis.steps,
      at,
      sightings,
      near,
      played,
    });
    if (session.source !== 'sample') {
      await nearPictures.keep(trx, { ...open, at }, pictures);
      await nearFilms.keep(trx, { ...open, at }, films);
    }
    const { blacklistIds, customerListIds } = session.scenario.rules;
    const known = await findListIds(trx, [...blacklistIds, ...customerListIds]);
    const asked = askLists(session, sightings, known, at);
    if (lease.step_id !== null)
      return [
        ...events,
        // Who is found is told at once, and may stop the session here; that somebody is not on a list is known of all of its faces only.
        ...asked.filter(({ type }) => type === 'list.matched'),
        { type: 'step.analyzed', ...by, body: { ...step, ...toAttempt(analysis), compared } },
      ];
    if (mayKeep) await keepFaces(trx, open, sightings.seen);
    return [
      ...events,
      ...asked,
      { type: 'session.analyzed', ...by, body: { analysis, attempt: lease.attempt, compared } },
    ];
  }

  /**
   * `eventsOf` is given the attempt at the lease's step; of a lease of the whole session it must not ask. Undefined where nobody waits for
   * the analysis any more: the session was purged, or was frozen or blocked while an attempt was analyzed.
   */
  async function appendTo(
    trx: Transaction<Database>,
    lease: LeaseRow,
    eventsOf: (
      step: { stepId: string; attempt: number },
      open: OpenSession,
    ) => NewEvent | Promise<readonly NewEvent[]>,
  ): Promise<number | undefined> {
    const open = await eventLog.openForUpdate(trx, lease.session_id);
    if (open === undefined) return undefined;
    if (lease.step_id !== null && !awaitsStep(open.session, lease.step_id)) return undefined;
    const step = open.session.steps.find(({ id }) => id === lease.step_id);
    const attempt = { stepId: step?.id ?? '', attempt: step?.attempts ?? 0 };
    const events = await eventsOf(attempt, open);
    const appended = await eventLog.append(trx, open, 'type' in events ? [events] : events);
    return must(appended.at(-1), 'an event was appended').position;
  }

  async function endInFailure(
    trx: Transaction<Database>,
    lease: LeaseRow,
    failure: { code: AnalysisFailureCode; actor: Actor; delayMs: number },
  ): Promise<{ willRetry: boolean }> {
    const { attempt } = lease;
    const willRetry = attempt < maxAnalysisAttempts;
    const job = { jobId: lease.job_id, leaseId: lease.id };
    const tries = lease.step_id === null ? 0 : attempt;
    if (willRetry) await returnAnalysisJob(trx, { ...job, delayMs: failure.delayMs, tries });
    else await finishAnalysisJob(trx, job);
    await deleteLease(trx, lease.id);
    await notify(trx, channelOf('jobs'));
    const { code, actor } = failure;
    const by = { actor, at: now() };
    if (lease.step_id === null)
      await appendTo(trx, lease, () => ({ type: 'analysis.failed', ...by, body: { code, attempt } }));
    else if (!willRetry)
      await appendTo(trx, lease, (step) => ({ type: 'step.unanalyzed', ...by, body: { ...step, code } }));
    return { willRetry };
  }

  return {
    async take({ agentId, waitMs }, caller, signal) {
      const deadline = performance.now() + waitMs;
      // Nobody would hear of a lease that is taken after the agent has gone.
      while (!signal.aborted) {
        const seen = signals.count('jobs');
        const taken = await tryTake(agentId, nameOf(caller));
        if (taken === 'again') continue;
        if (taken !== 'none' && 'unreadable' in taken) throw taken.unreadable;
        if (taken !== 'none') return taken;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) return null;
        await signals.wait('jobs', seen, Math.min(leftMs, dueCheckMs), signal);
      }
      return null;
    },
    async isHeldBy(caller, sessionId) {
      const row = await db
        .selectFrom('leases')
        .select('id')
        .where('session_id', '=', sessionId)
        .where('caller', '=', nameOf(caller))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    renew: (leaseId, progress) =>
      db.transaction().execute(async (trx) => {
        const lease = await findLease(trx, leaseId);
        // One that is over but not yet swept is still this agent's alone.
        if (lease === undefined) return fail('lease-lost');
        const expiresAt = instantAfter(now(), leaseMs);
        await updateLeaseExpiry(trx, lease.id, expiresAt);
        if (progress !== null) progressOf.set(leaseId, { sessionId: lease.session_id, progress, expiresAt });
        return succeed({ expiresAt });
      }),
    async complete(leaseId, { analysis, faces, pictures, films }) {
      const looked = await lookForFaces(db, faceSearch, faces);
      const held = await db.transaction().execute((trx) => findLease(trx, leaseId));
      const near = held === undefined ? [] : await nearPictures.find(held.session_id, pictures);
      const played = held === undefined ? [] : await nearFilms.find(held.session_id, films);
      const outcome = await db.transaction().execute(async (trx) => {
        const lease = await findLease(trx, leaseId);
        if (lease === undefined) return fail('lease-lost');
        await finishAnalysisJob(trx, { jobId: lease.job_id, leaseId: lease.id });
        await deleteLease(trx, lease.id);
        const position = await appendTo(trx, lease, (step, open) =>
          eventsOfAnalysis(trx, lease, { analysis, looked, pictures, near, films, played }, { open, step }),
        );
        return position === undefined ? fail('lease-lost') : succeed({ position });
      });
      progressOf.delete(leaseId);
      return outcome;
    },
    async fail(leaseId, code) {
      const outcome = await db.transaction().execute(async (trx) => {
        const lease = await findLease(trx, leaseId);
        if (lease === undefined) return fail('lease-lost');
        return succeed(
          await endInFailure(trx, lease, {
            code,
            actor: agentOf(lease),
            delayMs: retryDelayMs * lease.attempt,
          }),
        );
      });
      progressOf.delete(leaseId);
      return outcome;
    },
    async release(leaseId) {
      const outcome = await db.transaction().execute(async (trx) => {
        const lease = await findLease(trx, leaseId);
        if (lease === undefined) return fail('lease-lost');
        const { attempt, step_id: stepId } = lease;
        // What is given back was not tried.
        const tries = stepId === null ? 0 : attempt - 1;
        await returnAnalysisJob(trx, { jobId: lease.job_id, leaseId: lease.id, delayMs: 0, tries });
        await deleteLease(trx, lease.id);
        await notify(trx, channelOf('jobs'));
        const by = { actor: agentOf(lease), at: now() };
        if (stepId === null)
          await appendTo(trx, lease, () => ({ type: 'analysis.released', ...by, body: { attempt } }));
        return succeed({ released: true as const });
      });
      progressOf.delete(leaseId);
      return outcome;
    },
    async sweep() {
      const unreadable: unknown[] = [];
      for (let swept = 0; ; swept++) {
        const leaseId = await db.transaction().execute(async (trx) => {
          const lease = await findExpiredLease(trx, now());
          if (lease === undefined) return undefined;
          try {
            await eventLog.openForUpdate(trx, lease.session_id);
          } catch (error) {
            unreadable.push(error);
            const job = { jobId: lease.job_id, leaseId: lease.id };
            await returnAnalysisJob(trx, { ...job, delayMs: unreadableDelayMs, tries: 0 });
            await deleteLease(trx, lease.id);
            return lease.id;
          }
          // Another agent shall have it at once: this one's silence took long enough.
          await endInFailure(trx, lease, {
            code: 'worker-died',
            actor: { kind: 'system', id: 'intake' },
            delayMs: 0,
          });
          return lease.id;
        });
        if (leaseId === undefined) {
          for (const error of unreadable) throw error;
          return swept;
        }
        progressOf.delete(leaseId);
      }
    },
    listProgress() {
      const at = now();
      for (const [leaseId, { expiresAt }] of progressOf) if (expiresAt < at) progressOf.delete(leaseId);
      return [...progressOf.values()].map(({ sessionId, progress }) => ({ sessionId, progress }));
    },
  };
}
