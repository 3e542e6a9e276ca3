import type { IntakeClient } from '#shared/api/client.ts';
import type { RpcHandlers } from './handlers.ts';
import { offlineOrBug } from './offline-or-bug.ts';

export interface SessionHandlersDeps {
  readonly intake: Pick<IntakeClient, 'call'>;
  /** In whose name commands are sent; no personal data. */
  readonly userId: string;
}

type SessionCalls = 'scenarios.list' | 'feed.read' | 'commands.send' | 'sessions.create' | 'progress.list';

/**
 * Passes the page's calls on to the intake, in the name of this workstation's user. What a call of the page does not
 * declare is either that the intake can't be used now (`offline`) or a bug.
 */
export function createSessionHandlers({
  intake,
  userId,
}: SessionHandlersDeps): Pick<RpcHandlers, SessionCalls> {
  const actor = { kind: 'user', id: userId } as const;
  return {
    async 'scenarios.list'(_input, { signal }) {
      const reply = await intake.call('listScenarios', {}, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'feed.read'(input, { signal }) {
      const reply = await intake.call('readFeed', input, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'commands.send'({ sessionId, idempotencyKey, command }, { signal }) {
      const reply = await intake.call(
        'sendCommand',
        { sessionId, idempotencyKey, actor, command },
        { signal },
      );
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
