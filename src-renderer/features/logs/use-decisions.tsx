import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useSyncState } from '../../sync/use-replica.ts';

/** Long enough to read a sentence and reach for U. */
const madeMs = 6000;
/** Long enough to read two sentences; the session itself keeps the refusal until it is dismissed. */
const refusedMs = 15_000;

export interface Decisions {
  /** Says that a decision was made, and offers to take it back. */
  readonly made: (sessionId: SessionId, idempotencyKey: string) => void;
  /** Takes back the last one made in this window. */
  readonly withdrawLast: () => void;
  /** One was taken back in the open session: nothing may go on saying that it stands. */
  readonly withdrawn: (sessionId: SessionId) => void;
}

/**
 * What this window says of the decisions made in it. A decision counts as made at once; when the intake refuses it after
 * all, the refusal takes the place of that word, wherever the analyst has gone meanwhile.
 */
export function useDecisions(openId: SessionId | null, open: (sessionId: SessionId) => void): Decisions {
  const { t } = useLocalization();
  const { sync } = useServices();
  const { refused } = useSyncState();
  const last = useRef<SessionId | null>(null);
  /** Session ids by idempotency key, of decisions that may yet be refused. */
  const underway = useRef(new Map<string, SessionId>());

  useEffect(() => {
    for (const { sent, state } of refused) {
      const sessionId = underway.current.get(sent.idempotencyKey);
      if (sessionId === undefined || state.kind !== 'refused') continue;
      underway.current.delete(sent.idempotencyKey);
      if (last.current === sessionId) last.current = null;
      notifications.hide('decided');
      // The open session says it itself.
      if (sessionId === openId) continue;
      const id = `refused-${sent.idempotencyKey}`;
      notifications.show({
        id,
        color: 'red',
        autoClose: refusedMs,
        title: t('command.refused', { what: t('command.decision.make') }),
        message: (
          <span className="vd-toast">
            {t(`refusal.${state.code}`)}
            <Button
              size="compact-xs"
              variant="default"
              flex="none"
              onClick={() => {
                notifications.hide(id);
                open(sessionId);
              }}
            >
              {t('add.open')}
            </Button>
          </span>
        ),
      });
    }
  }, [refused, t, openId, open]);

  function withdrawn(sessionId: SessionId): void {
    if (last.current !== sessionId) return;
    last.current = null;
    notifications.hide('decided');
  }
  function withdrawLast(): void {
    const sessionId = last.current;
    if (sessionId === null) {
      notifications.show({ message: t('refusal.nothing-to-withdraw'), color: 'gray' });
      return;
    }
    withdrawn(sessionId);
    void sync.enqueue({
      idempotencyKey: crypto.randomUUID(),
      sessionId,
      command: { type: 'decision.withdraw' },
    });
    open(sessionId);
  }

  return {
    withdrawLast,
    withdrawn,
    made(sessionId, idempotencyKey) {
      last.current = sessionId;
      underway.current.set(idempotencyKey, sessionId);
      notifications.show({
        id: 'decided',
        autoClose: madeMs,
        message: (
          <span className="vd-toast">
            {t('decision.made')}
            <Button size="compact-xs" variant="default" flex="none" onClick={withdrawLast}>
              {t('decision.withdraw')} (U)
            </Button>
          </span>
        ),
      });
    },
  };
}
