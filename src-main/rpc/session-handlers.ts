import type { WorkstationIdentity } from '../identity/workstation-identity.ts';
import type { RpcHandlers } from './handlers.ts';
import { offlineOrBug } from './offline-or-bug.ts';

export interface SessionHandlersDeps {
  readonly identity: Pick<WorkstationIdentity, 'person' | 'personOf'>;
  /** Who acts where nobody signs in; no personal data. Where people do, the intake knows them by their token. */
  readonly userId: string;
}

type SessionCalls = 'scenarios.list' | 'feed.read' | 'commands.send' | 'sessions.create' | 'progress.list';

/**
 * Passes the page's calls on to the intake, in the name of who works here. What a call of the page does not declare is that
 * the intake can't be used now, by nobody or not by this person, or a bug.
 */
export function createSessionHandlers({
  identity,
  userId,
}: SessionHandlersDeps): Pick<RpcHandlers, SessionCalls> {
  const intake = identity.person;
  const actor = { kind: 'user', id: userId } as const;
  return {
    async 'scenarios.list'(_input, { signal }) {
      const reply = await intake.call('listScenarios', {}, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'feed.read'({ userId: asker, ...input }, { signal }) {
      const reply = await identity.personOf(asker)?.call('readFeed', input, { signal });
      if (reply === undefined) return { ok: false, code: 'signed-out' };
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'commands.send'({ sessionId, idempotencyKey, command, userId: asker }, { signal }) {
      const sent = { sessionId, idempotencyKey, actor, command };
      // A page that was opened for somebody else must not send that one's commands in the name of who works here now.
      const reply = await identity.personOf(asker)?.call('sendCommand', sent, { signal });
      if (reply === undefined) return { ok: false, code: 'signed-out' };
      if (reply.ok) return reply;
      // The intake names a session that it doesn't have in two ways, by path and by command.
      if (reply.code === 'not-found')
        return { ok: true, value: { kind: 'refused', code: 'session-not-found' } };
      return offlineOrBug(reply.code);
    },
    async 'sessions.create'({ sessionId, scenarioId, clientKey }, { signal }) {
      const reply = await intake.call(
        'createSession',
        { sessionId, scenarioId, source: 'manual', clientKey, actor },
        { signal },
      );
      if (reply.ok) return { ok: true, value: {} };
      if (reply.code === 'scenario-not-found' || reply.code === 'session-exists')
        return { ok: false, code: reply.code };
      return offlineOrBug(reply.code);
    },
    async 'progress.list'(_input, { signal }) {
      const reply = await intake.call('listProgress', {}, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
  };
}
