import type { Kysely } from 'kysely';
import type { ApiParsedInput } from '#shared/api/contract.ts';
import { decide } from '#shared/domain/decide.ts';
import type { NewEvent } from '#shared/domain/events.ts';
import type { Clock } from '../clock.ts';
import type { CommandReply, Database } from '../database/schema.ts';
import { channelOf } from '../database/signals.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { addAnalysisJob } from '../repositories/analysis-jobs.ts';
import { claimCommand, storeReply } from '../repositories/command-rows.ts';
import { notify } from '../repositories/event-rows.ts';
import type { EventLog } from './event-log.ts';

type CommandRequest = ApiParsedInput<'sendCommand'>;

export interface Commands {
  /**
   * Carries a command out, or refuses it, once for each idempotency key: whoever sends the key again, even at the same moment, gets
   * the first reply. `invalid-request` for a key that was used on another session.
   */
  send(request: CommandRequest): Promise<Outcome<CommandReply, 'invalid-request'>>;
}

/** What puts a session, or an attempt at one of its steps, into the agents' queue. */
function wantedAnalysis({ type, body }: NewEvent): { readonly stepId: string | null } | null {
  if (type === 'step.submitted') return { stepId: body.stepId };
  return type === 'session.submitted' || type === 'analysis.requested' || type === 'corners.corrected'
    ? { stepId: null }
    : null;
}

/** Commands: the rules are `decide`'s; here they meet the log, the queue and repetition. */
export function createCommands(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly now: Clock;
}): Commands {
  const { db, eventLog, now } = deps;
  return {
    send: ({ sessionId, idempotencyKey, actor, command }) =>
      db.transaction().execute(async (trx) => {
        const open = await eventLog.openForUpdate(trx, sessionId);
        // Not remembered: the session may yet come, and then the command counts.
        if (open === undefined) return succeed({ kind: 'refused', code: 'session-not-found' });
        const at = now();
        const earlier = await claimCommand(trx, idempotencyKey, sessionId, at);
        if (earlier !== undefined)
          return earlier.sessionId === sessionId ? succeed(earlier.reply) : fail('invalid-request');

        const decided = decide(open.session, command, { actor, now: at });
        let reply: CommandReply;
        if (decided.ok) {
          for (const event of decided.events) {
            const wanted = wantedAnalysis(event);
            if (wanted === null) continue;
            await addAnalysisJob(trx, { sessionId, ...wanted });
            await notify(trx, channelOf('jobs'));
          }
          const events = await eventLog.append(trx, open, decided.events);
          reply = { kind: 'accepted', positions: events.map(({ position }) => position) };
        } else {
          reply = { kind: 'refused', code: decided.code };
        }
        await storeReply(trx, idempotencyKey, reply);
        return succeed(reply);
      }),
  };
}
