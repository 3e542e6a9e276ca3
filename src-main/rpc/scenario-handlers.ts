import type { IntakeClient } from '#shared/api/client.ts';
import type { RpcHandlers } from './handlers.ts';
import { offlineOrBug, type OutOfReach } from './offline-or-bug.ts';

export interface ScenarioHandlersDeps {
  readonly intake: Pick<IntakeClient, 'call'>;
  /** In whose name scenarios are changed and links are made; no personal data. */
  readonly userId: string;
}

type ScenarioCalls = Extract<
  keyof RpcHandlers,
  `scenarioRecords.${string}` | `links.${string}` | `callbacks.${string}`
>;

/** The editor's and the links page's calls, passed on to the intake in the name of this workstation's user. */
export function createScenarioHandlers({
  intake,
  userId,
}: ScenarioHandlersDeps): Pick<RpcHandlers, ScenarioCalls> {
  const actor = { kind: 'user', id: userId } as const;
  return {
    async 'scenarioRecords.list'(_input, { signal }) {
      const reply = await intake.call('listScenarioRecords', {}, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'scenarioRecords.saveDraft'(input, { signal }) {
      const reply = await intake.call('saveScenarioDraft', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      if (code === 'scenario-exists' || code === 'stale-edit' || code === 'not-found')
        return { ok: false, code };
      return offlineOrBug(code);
    },
    async 'scenarioRecords.commit'(input, { signal }) {
      const reply = await intake.call('commitScenario', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      if (code === 'stale-edit' || code === 'nothing-to-commit' || code === 'not-found')
        return { ok: false, code };
      return offlineOrBug(code);
    },
    async 'scenarioRecords.activate'(input, { signal }) {
      const reply = await intake.call('activateScenario', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      if (
        code === 'stale-edit' ||
        code === 'version-not-found' ||
        code === 'archived' ||
        code === 'not-found'
      )
        return { ok: false, code };
      return offlineOrBug(code);
    },
    async 'scenarioRecords.archive'(input, { signal }) {
      const reply = await intake.call('archiveScenario', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      if (code === 'stale-edit' || code === 'not-found') return { ok: false, code };
      return offlineOrBug(code);
    },
    async 'scenarioRecords.replay'(input, { signal }) {
      const reply = await intake.call('replayScenario', input, { signal });
      if (reply.ok) return reply;
      return reply.code === 'version-not-found'
        ? { ok: false, code: reply.code }
        : offlineOrNotFound(reply.code);
    },
    async 'scenarioRecords.rotateSecret'(input, { signal }) {
      const reply = await intake.call('rotateScenarioSecret', { ...input, actor }, { signal });
      return reply.ok ? reply : offlineOrNotFound(reply.code);
    },
    async 'callbacks.state'(input, { signal }) {
      const reply = await intake.call('getCallbackState', input, { signal });
      return reply.ok ? reply : offlineOrNotFound(reply.code);
    },
    async 'callbacks.enable'(input, { signal }) {
      const reply = await intake.call('enableCallbacks', { ...input, actor }, { signal });
      return reply.ok ? reply : offlineOrNotFound(reply.code);
    },
    async 'callbacks.list'(input, { signal }) {
      const reply = await intake.call('listDeliveries', input, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'callbacks.replay'(input, { signal }) {
      const reply = await intake.call('replayDelivery', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      return reply.code === 'callback-disabled'
        ? { ok: false, code: reply.code }
        : offlineOrNotFound(reply.code);
    },
    async 'links.create'(input, { signal }) {
      const reply = await intake.call('createLinks', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      if (reply.code === 'scenario-not-found') return { ok: false, code: reply.code };
      return offlineOrBug(reply.code);
    },
    async 'links.list'(input, { signal }) {
      const reply = await intake.call('listLinks', input, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'links.resend'(input, { signal }) {
      const reply = await intake.call('resendLink', { ...input, actor }, { signal });
      if (reply.ok) return reply;
      // Links are never deleted: one that is not there any more is as good as closed.
      if (reply.code === 'link-closed' || reply.code === 'not-found')
        return { ok: false, code: 'link-closed' };
      return offlineOrBug(reply.code);
    },
    async 'links.revoke'(input, { signal }) {
      const reply = await intake.call('revokeLinks', { ...input, actor }, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
  };
}

function offlineOrNotFound(code: string): OutOfReach | { readonly ok: false; readonly code: 'not-found' } {
  return code === 'not-found' ? { ok: false, code } : offlineOrBug(code);
}
