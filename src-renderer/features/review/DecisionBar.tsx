import { Button, Checkbox, Group, Kbd, Stack, Text, Textarea } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import {
  decisionOutcomes,
  decisionReasons,
  type DecisionOutcome,
  type DecisionReason,
} from '#shared/domain/events.ts';
import { recommendationOf } from '#shared/domain/recommendation-of.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useAction } from '../../app/keyboard/actions.tsx';
import { keyCapOf, nameOfKey } from '../../app/keyboard/key-map.ts';
import { useNames } from '../../app/use-names.ts';
import { exactTime } from '../../ui/time.ts';
import { Personal } from '../../ui/Personal.tsx';
import { StatusMark, sessionLooks } from '../../ui/StatusMark.tsx';
import { reasonLetters } from './reason-letters.ts';

export interface DecisionDraft {
  readonly outcome: DecisionOutcome;
  readonly reasons: readonly DecisionReason[];
  readonly comment: string;
}

interface DecisionBarProps {
  readonly session: Session;
  /** Without it what was decided is told, and nothing can be done. */
  readonly mayReview: boolean;
  /** The decision was made here and can still be taken back. */
  readonly canWithdraw: boolean;
  readonly onDecide: (draft: DecisionDraft) => void;
  readonly onWithdraw: () => void;
  readonly onComment: (text: string) => void;
}

/** Where a person decides. Ask again and decline need a reason; approving against the recommendation is confirmed. */
export function DecisionBar({
  session,
  mayReview,
  canWithdraw,
  onDecide,
  onWithdraw,
  onComment,
}: DecisionBarProps): ReactNode {
  const { t, language } = useLocalization();
  const [open, setOpen] = useState<DecisionOutcome | null>(null);
  const [reasons, setReasons] = useState<readonly DecisionReason[]>([]);
  const [comment, setComment] = useState('');
  const [needsReason, setNeedsReason] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const { status, decision } = session;
  const nameOf = useNames(decision === null ? [] : [decision.by.id]);
  const canDecide = mayReview && ['review', 'failed', 'blocked', 'frozen'].includes(status);
  const canApprove = mayReview && status === 'review';
  const recommended = recommendationOf(session)?.outcome ?? null;

  function close(): void {
    setOpen(null);
    setReasons([]);
    setNeedsReason(false);
  }
  function commit(outcome: DecisionOutcome): void {
    if (outcome !== 'approve' && reasons.length === 0) {
      setNeedsReason(true);
      return;
    }
    onDecide({ outcome, reasons: outcome === 'approve' ? [] : reasons, comment: comment.trim() });
    setComment('');
    close();
  }
  function begin(outcome: DecisionOutcome): void {
    if (outcome === 'approve' && recommended === 'approve') commit('approve');
    else if (open === outcome) close();
    else {
      setOpen(outcome);
      setNeedsReason(false);
    }
  }
  function toggle(reason: DecisionReason): void {
    setNeedsReason(false);
    setReasons(reasons.includes(reason) ? reasons.filter((other) => other !== reason) : [...reasons, reason]);
  }

  useEffect(() => {
    // The panel takes the keys: letters choose reasons instead of running commands.
    if (open !== null) panel.current?.focus();
  }, [open]);

  useAction(
    'approve',
    () => {
      begin('approve');
    },
    canApprove,
  );
  useAction(
    'ask-again',
    () => {
      begin('ask-again');
    },
    canDecide,
  );
  useAction(
    'decline',
    () => {
      begin('decline');
    },
    canDecide,
  );
  useAction('withdraw', onWithdraw, mayReview);
  useAction(
    'comment',
    () => {
      commentField.current?.focus();
    },
    mayReview,
  );
  useAction('escape', close, open !== null);

  return (
    <section className="vd-decision" aria-label={t('decision.title')}>
      {open !== null && (
        <div
          ref={panel}
          className="vd-reasons"
          role="group"
          aria-label={t(`decision.${open}`)}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.target instanceof HTMLTextAreaElement) return;
            const name = nameOfKey(event);
            if (name === null) return;
            const reason =
              open === 'approve'
                ? undefined
                : decisionReasons.find((candidate) => reasonLetters[candidate] === name);
            if (reason !== undefined) toggle(reason);
            else if (name === 'Enter' && !(event.target instanceof HTMLButtonElement)) commit(open);
            else if (name === 'Escape') close();
            else if (name === 'm') commentField.current?.focus();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {open === 'approve' ? (
            <Text size="sm">
              {recommended === null
                ? t('decision.noRecommendation')
                : t('decision.against', { recommendation: t(`recommendation.${recommended}`) })}
            </Text>
          ) : (
            <>
              <Text size="sm" fw={600}>
                {t('decision.chooseReason')}
              </Text>
              <div className="vd-reason-grid">
                {decisionReasons.map((reason) => (
                  <Checkbox
                    key={reason}
                    size="xs"
                    checked={reasons.includes(reason)}
                    aria-keyshortcuts={reasonLetters[reason]}
                    label={
                      <span className="vd-reason">
                        <Kbd size="xs" aria-hidden>
                          {reasonLetters[reason].toUpperCase()}
                        </Kbd>
                        <span>{t(`reason.${reason}`)}</span>
                      </span>
                    }
                    onChange={() => {
                      toggle(reason);
                    }}
                  />
                ))}
              </div>
              {needsReason && (
                <Text size="sm" className="vd-tone-failed" role="alert">
                  {t('refusal.reason-required')}
                </Text>
              )}
            </>
          )}
          <Group justify="flex-end" gap={8}>
            <Button size="xs" variant="subtle" color="gray" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button
              size="xs"
              rightSection={
                <Kbd size="xs" aria-hidden>
                  ↵
                </Kbd>
              }
              onClick={() => {
                commit(open);
              }}
            >
              {t(`decision.confirm.${open}`)}
            </Button>
          </Group>
        </div>
      )}
      {decision !== null && (
        <div className="vd-decided">
          <Stack gap={2} flex={1}>
            <span>
              <StatusMark look={sessionLooks[status]} label={t(`status.${status}`)} />
              {decision.reasons.length > 0 && (
                <span> · {decision.reasons.map((reason) => t(`reason.${reason}`)).join(', ')}</span>
              )}
            </span>
            <Text size="xs" c="dimmed">
              {t('decision.by', { who: nameOf(decision.by.id), when: exactTime(decision.at, language) })}
            </Text>
            {decision.comment !== '' && <Personal className="vd-quote">{decision.comment}</Personal>}
          </Stack>
          {canWithdraw && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              rightSection={
                <Kbd size="xs" aria-hidden>
                  {keyCapOf('withdraw')}
                </Kbd>
              }
              aria-keyshortcuts="U"
              onClick={onWithdraw}
            >
              {t('decision.withdraw')}
            </Button>
          )}
        </div>
      )}
      {decision === null && mayReview && (
        <div className="vd-outcomes">
          {decisionOutcomes.map((outcome) => {
            return (
              <Button
                key={outcome}
                size="sm"
                // While reasons are chosen the button that confirms them is the one that stands out.
                variant={recommended === outcome && open === null ? 'filled' : 'default'}
                disabled={outcome === 'approve' ? !canApprove : !canDecide}
                aria-keyshortcuts={keyCapOf(outcome)}
                {...(outcome === 'approve' && recommended === 'approve'
                  ? {}
                  : { 'aria-expanded': open === outcome })}
                rightSection={
                  <Kbd size="xs" aria-hidden>
                    {keyCapOf(outcome)}
                  </Kbd>
                }
                onClick={() => {
                  begin(outcome);
                }}
              >
                {t(`decision.${outcome}`)}
              </Button>
            );
          })}
        </div>
      )}
      {mayReview && (
        <Group gap={6} wrap="nowrap" align="flex-end">
          <Textarea
            ref={commentField}
            flex={1}
            size="xs"
            autosize
            minRows={1}
            maxRows={5}
            maxLength={4000}
            aria-label={t('decision.comment')}
            placeholder={t('decision.commentHint')}
            value={comment}
            onChange={({ currentTarget }) => {
              setComment(currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.preventDefault();
                if (open === null) event.currentTarget.blur();
                else panel.current?.focus();
              }
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                if (open !== null) commit(open);
                else if (comment.trim() !== '') {
                  onComment(comment.trim());
                  setComment('');
                  event.currentTarget.blur();
                }
              }
            }}
          />
          <Button
            size="xs"
            variant="default"
            disabled={comment.trim() === ''}
            onClick={() => {
              onComment(comment.trim());
              setComment('');
            }}
          >
            {t('decision.addComment')}
          </Button>
        </Group>
      )}
      {decision === null && !mayReview && (
        <Text size="xs" c="dimmed">
          {t('decision.notYours')}
        </Text>
      )}
    </section>
  );
}
