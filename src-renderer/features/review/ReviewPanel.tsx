import { Alert, Button, Group, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh, IconSend2 } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Command } from '#shared/domain/commands.ts';
import { whyNotAnalyzedAnew, whyNotCorrected, withdrawWindowMs } from '#shared/domain/decide.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay, useMayRead } from '../../app/use-auth.ts';
import { actorOf, useProgress, type SessionView } from '../../sync/use-replica.ts';
import { stepTitle } from '../../ui/step-title.ts';
import { ChecksTab } from './ChecksTab.tsx';
import { DecisionBar, type DecisionDraft } from './DecisionBar.tsx';
import { DocumentTab } from './DocumentTab.tsx';
import { EarlierSessions } from './EarlierSessions.tsx';
import { FacesTab } from './FacesTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { JsonTab } from './JsonTab.tsx';
import { LivenessSection } from './LivenessSection.tsx';
import { PersonProgress } from './PersonProgress.tsx';
import { fieldZoneId, type CaptureView } from './review-model.ts';
import { reviewTabs, type ReviewTab } from './review-tabs.ts';
import { SummaryTab } from './SummaryTab.tsx';
import type { ReviewFocus } from './use-review-focus.ts';
import { VerdictHeader } from './VerdictHeader.tsx';

interface ReviewPanelProps {
  readonly view: Extract<SessionView, { kind: 'ready' }>;
  readonly captures: readonly CaptureView[];
  readonly current: CaptureView | undefined;
  readonly tab: ReviewTab;
  readonly onTab: (tab: ReviewTab) => void;
  readonly reviewFocus: ReviewFocus;
  readonly hoveredZoneId: string | null;
  readonly onHoverZone: (zoneId: string | null) => void;
  readonly onSend: (command: Command) => void;
  readonly onDecide: (draft: DecisionDraft) => void;
  readonly onWithdraw: () => void;
}

/** What was found in a session, tab by tab, and the decision. */
export function ReviewPanel(props: ReviewPanelProps): ReactNode {
  const { view, captures, current, tab, onTab, reviewFocus, hoveredZoneId } = props;
  const { onHoverZone, onSend, onDecide, onWithdraw } = props;
  const { session, events, underway, refused } = view;
  const { focus, lookAt, selectFinding, showCapture } = reviewFocus;
  const { t } = useLocalization();
  const { sync, userId } = useServices();
  const mayReview = useMay('sessions.review');
  const mayReadFields = useMayRead('fields');
  const maySubmit = useMay('sessions.write');
  const progress = useProgress();
  const [now] = useState(() => Date.now());
  const actor = actorOf(userId);
  const { decision } = session;
  const canWithdraw =
    decision !== null &&
    decision.by.id === actor.id &&
    decision.by.kind === actor.kind &&
    now - Date.parse(decision.at) < withdrawWindowMs;

  const documents =
    session.analysis?.steps.flatMap(({ id, type, document }) =>
      document === null
        ? []
        : [{ stepId: id, title: stepTitle({ id, type }, session.scenario.steps, t), document }],
    ) ?? [];
  return (
    <section className="vd-panel" aria-label={t('review.findings')}>
      <VerdictHeader session={session} progress={progress.get(session.id)} />
      {refused.map(({ sent, state }) => (
        <Alert
          key={sent.idempotencyKey}
          color="red"
          variant="light"
          role="alert"
          m={12}
          mb={0}
          title={t('command.refused', { what: t(`command.${sent.command.type}`) })}
          withCloseButton
          closeButtonLabel={t('action.dismiss')}
          onClose={() => {
            void sync.dismiss(sent.idempotencyKey);
          }}
        >
          {state.kind === 'refused' && t(`refusal.${state.code}`)}
        </Alert>
      ))}
      <Tabs
        value={tab}
        className="vd-tabs"
        keepMounted={false}
        onChange={(value) => {
          onTab(reviewTabs.find((candidate) => candidate === value) ?? 'summary');
        }}
      >
        <Tabs.List aria-label={t('review.findings')}>
          {reviewTabs.map((name, index) => (
            <Tabs.Tab key={name} value={name} aria-keyshortcuts={(index + 1).toString()}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="summary" className="vd-tab">
          {maySubmit && session.status === 'collecting' && session.linkId === null && (
            <Alert
              variant="light"
              color="gray"
              mb={8}
              icon={<IconSend2 size={18} aria-hidden />}
              title={t('review.collecting')}
            >
              <Group justify="space-between">
                {t('review.collectingText')}
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => {
                    onSend({ type: 'session.submit' });
                  }}
                >
                  {t('add.submit')}
                </Button>
              </Group>
            </Alert>
          )}
          <PersonProgress session={session} />
          <EarlierSessions session={session} />
          <LivenessSection session={session} currentId={current?.captureId ?? null} onShow={showCapture} />
          {mayReview && session.status === 'failed' && (
            <Alert
              variant="light"
              color="red"
              mb={8}
              icon={<IconRefresh size={18} aria-hidden />}
              title={t('status.failed')}
            >
              <Group justify="space-between">
                {t('review.failedText')}
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => {
                    onSend({ type: 'analysis.retry' });
                  }}
                >
                  {t('command.analysis.retry')}
                </Button>
              </Group>
            </Alert>
          )}
          <SummaryTab
            session={session}
            captures={captures}
            selectedKey={focus.findingKey}
            onSelect={selectFinding}
            onShowCapture={showCapture}
          />
        </Tabs.Panel>
        <Tabs.Panel value="document" className="vd-tab">
          <DocumentTab
            documents={documents}
            captures={captures}
            isWithheld={session.withheld.includes('fields')}
            corrections={session.corrections}
            maySetCorners={mayReview && whyNotAnalyzedAnew(session) === null}
            mayCorrect={mayReview && mayReadFields && whyNotCorrected(session) === null}
            selectedZoneId={focus.zoneId}
            hoveredZoneId={hoveredZoneId}
            onHover={onHoverZone}
            onSend={onSend}
            onSelectField={(field) => {
              lookAt(field.captureId, field.regionPx, { zoneId: fieldZoneId(field) });
            }}
            onSelectMrz={(mrz, at) => {
              const region =
                at === undefined ? undefined : mrz.lines[at.line]?.characters[at.column]?.regionPx;
              lookAt(mrz.captureId, region ?? mrz.regionPx, { zoneId: `mrz:${mrz.captureId}` });
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="checks" className="vd-tab">
          <ChecksTab session={session} selectedKey={focus.findingKey} onSelect={selectFinding} />
        </Tabs.Panel>
        <Tabs.Panel value="faces" className="vd-tab" tabIndex={0}>
          <FacesTab
            session={session}
            captures={captures}
            onSelectFace={(face) => {
              lookAt(face.captureId, face.regionPx, { zoneId: `face:${face.id}` });
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="vd-tab" tabIndex={0}>
          <HistoryTab events={events} underway={underway} />
        </Tabs.Panel>
        <Tabs.Panel value="json" className="vd-tab vd-tab-json">
          <JsonTab session={session} />
        </Tabs.Panel>
      </Tabs>
      <DecisionBar
        session={session}
        mayReview={mayReview}
        canWithdraw={canWithdraw}
        onDecide={onDecide}
        onWithdraw={onWithdraw}
        onComment={(text) => {
          onSend({ type: 'comment.add', text });
          notifications.show({ message: t('command.comment.add') });
        }}
      />
    </section>
  );
}
