import { Skeleton, Stack } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Group as PanelGroup, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { Command } from '#shared/domain/commands.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useSessionView, type SessionView } from '../../sync/use-replica.ts';
import { layoutId } from '../../ui/layout-id.ts';
import { Message } from '../../ui/Message.tsx';
import type { DecisionDraft } from './DecisionBar.tsx';
import { captureViews, frameViews } from './review-model.ts';
import type { ReviewTab } from './review-tabs.ts';
import { ReviewPanel } from './ReviewPanel.tsx';
import { ReviewPictures } from './ReviewPictures.tsx';
import { useReviewFocus } from './use-review-focus.ts';

interface ReviewPaneProps {
  readonly sessionId: SessionId;
  readonly tab: ReviewTab;
  readonly onTab: (tab: ReviewTab) => void;
  readonly isNarrow: boolean;
  /** After a decision: on to the next session that waits for one. */
  readonly onDecided: (sessionId: SessionId, idempotencyKey: string) => void;
  /** U without a decision here takes back the last one made in this window. */
  readonly onWithdrawLast: () => void;
  /** After the decision shown here was taken back. */
  readonly onWithdrawn: (sessionId: SessionId) => void;
}

/** One session: its pictures, what was found, and the decision. */
export function ReviewPane(props: ReviewPaneProps): ReactNode {
  const view = useSessionView(props.sessionId);
  const { t } = useLocalization();
  if (view.kind === 'loading') return <ReviewSkeleton />;
  if (view.kind === 'missing')
    return <Message icon={IconFileSearch} title={t('review.missing')} text={t('review.missingText')} />;
  return <ReadyReview key={props.sessionId} {...props} view={view} />;
}

function ReviewSkeleton(): ReactNode {
  const { t } = useLocalization();
  return (
    <div className="vd-review-skeleton" role="status" aria-label={t('state.loading')}>
      <Skeleton height="100%" radius={0} />
      <Stack gap={10} p={16}>
        <Skeleton height={22} width="50%" />
        <Skeleton height={28} width="80%" />
        <Skeleton height={90} />
        <Skeleton height={90} />
        <Skeleton height={90} />
      </Stack>
    </div>
  );
}

interface ReadyReviewProps extends ReviewPaneProps {
  readonly view: Extract<SessionView, { kind: 'ready' }>;
}

function ReadyReview(props: ReadyReviewProps): ReactNode {
  const { view, sessionId, tab, onTab, isNarrow, onDecided, onWithdrawLast, onWithdrawn } = props;
  const { session } = view;
  const { t } = useLocalization();
  const { sync } = useServices();
  const captures = useMemo(() => captureViews(session), [session]);
  const frames = useMemo(() => frameViews(session), [session]);
  const reviewFocus = useReviewFocus({ session, captures, tab, onTab });
  const [hoveredZoneId, setHoveredZoneId] = useState<string | null>(null);
  const layout = useDefaultLayout({
    id: layoutId('review', window.innerWidth),
    storage: window.localStorage,
  });
  const current =
    [...captures, ...frames].find(({ captureId }) => captureId === reviewFocus.focus.captureId) ??
    captures[0] ??
    frames[0];

  /** Answers the command's idempotency key. */
  function send(command: Command): string {
    const idempotencyKey = crypto.randomUUID();
    void sync.enqueue({ idempotencyKey, sessionId: session.id, command });
    return idempotencyKey;
  }
  function decide({ outcome, reasons, comment }: DecisionDraft): void {
    // With other commands under way the analyst has seen their outcome, which the intake numbers as it takes them.
    const key = send({
      type: 'decision.make',
      outcome,
      reasons: [...reasons],
      comment,
      seenSeq: session.lastSeq,
    });
    onDecided(session.id, key);
  }
  function withdraw(): void {
    if (session.decision === null) {
      onWithdrawLast();
      return;
    }
    send({ type: 'decision.withdraw' });
    onWithdrawn(session.id);
  }
  const shared = {
    captures,
    current,
    reviewFocus,
    hoveredZoneId,
    onHoverZone: setHoveredZoneId,
    onSend: send,
  };
  const pictures = <ReviewPictures {...shared} session={session} />;
  const panel = (
    <ReviewPanel {...shared} view={view} tab={tab} onTab={onTab} onDecide={decide} onWithdraw={withdraw} />
  );

  if (isNarrow) {
    return (
      <div className="vd-review vd-review-narrow" data-session-open={sessionId}>
        {pictures}
        {panel}
      </div>
    );
  }
  return (
    <PanelGroup
      className="vd-review"
      orientation="horizontal"
      {...(layout.defaultLayout === undefined ? {} : { defaultLayout: layout.defaultLayout })}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Panel id="pictures" minSize={280}>
        {pictures}
      </Panel>
      <Separator className="vd-separator" aria-label={t('review.resize')} />
      <Panel
        id="findings"
        defaultSize={440}
        // Room for the six tabs in the longest language; a saved share of a large screen is less on a small one.
        minSize={416}
        maxSize="65%"
        groupResizeBehavior="preserve-pixel-size"
      >
        {panel}
      </Panel>
    </PanelGroup>
  );
}
