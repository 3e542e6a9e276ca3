import { Alert, Button, Group, Skeleton, Stack, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEyeOff, IconFileSearch, IconPhoto, IconRefresh, IconSend2 } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Group as PanelGroup, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { Finding } from '#shared/domain/analysis.ts';
import type { Command } from '#shared/domain/commands.ts';
import { whyNotAnalyzedAnew, whyNotCorrected, withdrawWindowMs } from '#shared/domain/decide.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import { captureIdSchema, type SessionId } from '#shared/domain/ids.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useAction } from '../../app/keyboard/actions.tsx';
import { useServices } from '../../app/services.tsx';
import { useMay, useMayRead } from '../../app/use-auth.ts';
import { usePreferences } from '../../app/use-preferences.ts';
import { actorOf, useProgress, useSessionView, type SessionView } from '../../sync/use-replica.ts';
import { layoutId } from '../../ui/layout-id.ts';
import { Message } from '../../ui/Message.tsx';
import { ChecksTab } from './ChecksTab.tsx';
import { DecisionBar, type DecisionDraft } from './DecisionBar.tsx';
import { DocumentTab } from './DocumentTab.tsx';
import { FacesTab } from './FacesTab.tsx';
import { EarlierSessions } from './EarlierSessions.tsx';
import { Filmstrip } from './Filmstrip.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { JsonTab } from './JsonTab.tsx';
import { LivenessSection } from './LivenessSection.tsx';
import {
  captureViews,
  fieldZoneId,
  findingKey,
  frameViews,
  isNotApplicable,
  isQuiet,
  isSwitchedOff,
  troublesOf,
  worstFirst,
  zonesOf,
  type Zone,
} from './review-model.ts';
import { PersonProgress } from './PersonProgress.tsx';
import { SummaryTab } from './SummaryTab.tsx';
import { VerdictHeader } from './VerdictHeader.tsx';
import type { FlyTo } from './viewer/use-picture-view.ts';
import { Viewer } from './viewer/Viewer.tsx';

export const reviewTabs = ['summary', 'document', 'checks', 'faces', 'history', 'json'] as const;
export type ReviewTab = (typeof reviewTabs)[number];

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

/** What was chosen, and so what the viewer looks at. */
interface Focus {
  readonly captureId: string | null;
  readonly findingKey: string | null;
  readonly zoneId: string | null;
  readonly highlight: FlyTo | null;
}

function ReadyReview({
  view,
  sessionId,
  tab,
  onTab,
  isNarrow,
  onDecided,
  onWithdrawLast,
  onWithdrawn,
}: ReadyReviewProps): ReactNode {
  const { session, events, underway, refused } = view;
  const { t } = useLocalization();
  const { sync, preferences, userId } = useServices();
  const { zones: showZones } = usePreferences();
  const mayReview = useMay('sessions.review');
  const mayReadImages = useMayRead('images');
  const mayReadFields = useMayRead('fields');
  const maySubmit = useMay('sessions.write');
  const progress = useProgress();
  const captures = useMemo(() => captureViews(session), [session]);
  const frames = useMemo(() => frameViews(session), [session]);
  const zones = useMemo(() => zonesOf(session.analysis), [session.analysis]);
  const [focus, setFocus] = useState<Focus>({
    captureId: null,
    findingKey: null,
    zoneId: null,
    highlight: null,
  });
  const [hoveredZoneId, setHoveredZoneId] = useState<string | null>(null);
  const [now] = useState(() => Date.now());
  const layout = useDefaultLayout({
    id: layoutId('review', window.innerWidth),
    storage: window.localStorage,
  });

  const current =
    [...captures, ...frames].find(({ captureId }) => captureId === focus.captureId) ??
    captures[0] ??
    frames[0];
  const listed = tab === 'checks' ? checksInOrder(session) : troublesOf(session.analysis);

  function lookAt(captureId: string, regionPx: Rect, part: Partial<Focus>): void {
    setFocus({
      captureId,
      findingKey: null,
      zoneId: null,
      ...part,
      highlight: { captureId, regionPx, kind: part.findingKey === undefined ? 'place' : 'finding' },
    });
  }
  function selectFinding(finding: Finding): void {
    const evidence = finding.evidence[0];
    const key = findingKey(finding);
    if (evidence === undefined) setFocus({ ...focus, findingKey: key, zoneId: null, highlight: null });
    else lookAt(evidence.captureId, evidence.regionPx, { findingKey: key });
  }
  function selectZone(zone: Zone | null): void {
    setFocus({
      ...focus,
      zoneId: zone?.id ?? null,
      highlight: null,
      ...(zone === null ? {} : { captureId: zone.captureId }),
    });
    if (zone === null) return;
    if (zone.kind === 'face') onTab('faces');
    else if (zone.kind !== 'document') onTab('document');
    // The tab draws first; then the field can be brought into sight.
    requestAnimationFrame(() => {
      const field = document.querySelector(`[data-field="${CSS.escape(zone.id)}"]`);
      field?.scrollIntoView({ block: 'nearest' });
    });
  }
  function showCapture(captureId: string): void {
    setFocus({ captureId, findingKey: null, zoneId: null, highlight: null });
  }
  function moveFinding(step: number): void {
    if (listed.length === 0) return;
    const index = listed.findIndex((finding) => findingKey(finding) === focus.findingKey);
    const next =
      listed[
        index === -1
          ? step > 0
            ? 0
            : listed.length - 1
          : Math.min(listed.length - 1, Math.max(0, index + step))
      ];
    if (next === undefined) return;
    if (tab !== 'checks' && tab !== 'summary') onTab('summary');
    setFocus({ ...focus, findingKey: findingKey(next) });
    requestAnimationFrame(() => {
      document.querySelector('.vd-panel [data-selected]')?.scrollIntoView({ block: 'nearest' });
    });
  }
  function moveCapture(step: number): void {
    const index = captures.findIndex(({ captureId }) => captureId === current?.captureId);
    const next = captures[(index + step + captures.length) % Math.max(1, captures.length)];
    if (next !== undefined) showCapture(next.captureId);
  }

  useAction('next-finding', () => {
    moveFinding(1);
  });
  useAction('previous-finding', () => {
    moveFinding(-1);
  });
  useAction('look', () => {
    const finding = listed.find((candidate) => findingKey(candidate) === focus.findingKey) ?? listed[0];
    if (finding !== undefined) selectFinding(finding);
  });
  useAction('next-capture', () => {
    moveCapture(1);
  });
  useAction('previous-capture', () => {
    moveCapture(-1);
  });
  useAction('escape', () => {
    setFocus({ ...focus, findingKey: null, zoneId: null, highlight: null });
  });
  useAction('tab-1', () => {
    onTab('summary');
  });
  useAction('tab-2', () => {
    onTab('document');
  });
  useAction('tab-3', () => {
    onTab('checks');
  });
  useAction('tab-4', () => {
    onTab('faces');
  });
  useAction('tab-5', () => {
    onTab('history');
  });
  useAction('tab-6', () => {
    onTab('json');
  });

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
  const actor = actorOf(userId);
  const { decision } = session;
  const canWithdraw =
    decision !== null &&
    decision.by.id === actor.id &&
    decision.by.kind === actor.kind &&
    now - Date.parse(decision.at) < withdrawWindowMs;

  const pictures = (
    <section className="vd-pictures" aria-label={t('viewer.captures')}>
      {captures.length > 1 && (
        <Filmstrip captures={captures} currentId={current?.captureId ?? null} onSelect={showCapture} />
      )}
      {!mayReadImages ? (
        <Message icon={IconEyeOff} title={t('withheld.images')} text={t('withheld.imagesText')} />
      ) : current === undefined ? (
        <Message icon={IconPhoto} title={t('viewer.none')} text={t('viewer.noneText')} />
      ) : (
        <Viewer
          capture={current}
          zones={zones}
          showZones={showZones}
          onToggleZones={() => {
            preferences.change({ zones: !showZones });
          }}
          selectedZoneId={focus.zoneId}
          hoveredZoneId={hoveredZoneId}
          onHoverZone={setHoveredZoneId}
          onSelectZone={selectZone}
          hasGivenCorners={session.corners.some(({ captureId }) => captureId === current.captureId)}
          onCorrectCorners={
            mayReview && current.stepType === 'document' && whyNotAnalyzedAnew(session) === null
              ? (quadPx) => {
                  const captureId = captureIdSchema.parse(current.captureId);
                  send({ type: 'corners.correct', captureId, quadPx: quadPx && [...quadPx] });
                }
              : null
          }
          highlight={focus.highlight}
        />
      )}
    </section>
  );

  const documents =
    session.analysis?.steps.flatMap(({ id, document }) =>
      document === null ? [] : [{ stepId: id, document }],
    ) ?? [];
  const panel = (
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
                    send({ type: 'session.submit' });
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
                    send({ type: 'analysis.retry' });
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
            isWithheld={session.withheld.includes('fields')}
            corrections={session.corrections}
            mayCorrect={mayReview && mayReadFields && whyNotCorrected(session) === null}
            selectedZoneId={focus.zoneId}
            hoveredZoneId={hoveredZoneId}
            onHover={setHoveredZoneId}
            onSend={send}
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
        <Tabs.Panel value="faces" className="vd-tab">
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
        onDecide={decide}
        onWithdraw={withdraw}
        onComment={(text) => {
          send({ type: 'comment.add', text });
          notifications.show({ message: t('command.comment.add') });
        }}
      />
    </section>
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

/** Findings in the order in which the tab of checks lists them. */
function checksInOrder(session: Session): readonly Finding[] {
  const findings = session.analysis?.findings ?? [];
  const asked = findings.filter((finding) => !isQuiet(finding));
  const ids = [...session.scenario.steps.map(({ id }) => id), null];
  return [
    ...ids.flatMap((id) => worstFirst(asked.filter(({ stepId }) => stepId === id))),
    ...findings.filter(isSwitchedOff),
    ...findings.filter(isNotApplicable),
  ];
}
