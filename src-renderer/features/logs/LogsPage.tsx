import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconAlertOctagon,
  IconArrowLeft,
  IconHandClick,
  IconLayoutSidebarLeftExpand,
} from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Group as PanelGroup, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useAction } from '../../app/keyboard/actions.tsx';
import { routeHash } from '../../app/route.ts';
import { useServices } from '../../app/services.tsx';
import { usePreferences } from '../../app/use-preferences.ts';
import { useSyncState, useTable } from '../../sync/use-replica.ts';
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx';
import { layoutId } from '../../ui/layout-id.ts';
import { Message } from '../../ui/Message.tsx';
import { nextToReview } from '../review/review-model.ts';
import type { ReviewTab } from '../review/review-tabs.ts';
import { ReviewPane } from '../review/ReviewPane.tsx';
import { filterTiles } from './filter-tiles.ts';
import { FirstRun } from './FirstRun.tsx';
import { LogsPane, type ListState } from './LogsPane.tsx';
import { useDecisions } from './use-decisions.tsx';

interface LogsPageProps {
  readonly sessionId: SessionId | null;
  readonly onAddSession: () => void;
}

function open(sessionId: SessionId | null): void {
  window.location.hash = routeHash({ page: 'logs', sessionId });
}

/** The list beside the session that is open. */
export function LogsPage({ sessionId, onAddSession }: LogsPageProps): ReactNode {
  const { t } = useLocalization();
  const { preferences } = useServices();
  const { logsPane, advance } = usePreferences();
  const { loaded, tiles } = useTable();
  const { connection, caughtUp } = useSyncState();
  const [list, setList] = useState<ListState>({ filter: 'all', text: '' });
  const [tab, setTab] = useState<ReviewTab>('summary');
  const decisions = useDecisions(sessionId, open);
  const layout = useDefaultLayout({
    id: layoutId('logs', window.innerWidth),
    storage: window.localStorage,
  });
  // Below it three panes leave no room for the picture: 200 % zoom on a small screen comes here too.
  const isNarrow = useMediaQuery('(max-width: 62.5em)', false, { getInitialValueInEffect: false });
  const visible = useMemo(() => filterTiles(tiles, list.filter, list.text), [tiles, list.filter, list.text]);

  function move(step: number): void {
    const index = visible.findIndex((tile) => tile.sessionId === sessionId);
    const next = index === -1 ? visible[step > 0 ? 0 : visible.length - 1] : visible[index + step];
    if (next !== undefined) open(next.sessionId);
  }
  useAction('next-session', () => {
    move(1);
  });
  useAction('previous-session', () => {
    move(-1);
  });

  function decided(id: SessionId, idempotencyKey: string): void {
    const next = advance ? nextToReview(visible, id) : undefined;
    decisions.made(id, idempotencyKey);
    if (next !== undefined) {
      setTab('summary');
      open(next.sessionId);
    }
  }

  const logs = (
    <LogsPane
      visible={visible}
      list={list}
      onListChange={setList}
      currentId={sessionId}
      onAddSession={onAddSession}
    />
  );
  const isEmpty = loaded && tiles.length === 0 && (connection === 'offline' || caughtUp);
  const detail =
    sessionId !== null ? (
      <ErrorBoundary
        resetKey={sessionId}
        fallback={(retry) => (
          <Message icon={IconAlertOctagon} title={t('error.title')} text={t('error.session')}>
            <Button variant="default" size="xs" onClick={retry}>
              {t('action.retry')}
            </Button>
          </Message>
        )}
      >
        <ReviewPane
          sessionId={sessionId}
          tab={tab}
          onTab={setTab}
          isNarrow={isNarrow}
          onDecided={decided}
          onWithdrawLast={decisions.withdrawLast}
          onWithdrawn={decisions.withdrawn}
        />
      </ErrorBoundary>
    ) : isEmpty ? (
      <FirstRun onAddSession={onAddSession} />
    ) : loaded && tiles.length > 0 ? (
      <Message icon={IconHandClick} title={t('review.choose')} text={t('review.chooseText')} />
    ) : null;

  if (isNarrow) {
    if (sessionId === null && !isEmpty) return logs;
    return (
      <div className="vd-narrow">
        {sessionId !== null && (
          <div>
            <Button
              variant="subtle"
              size="compact-sm"
              m={6}
              leftSection={<IconArrowLeft size={16} aria-hidden />}
              onClick={() => {
                open(null);
              }}
            >
              {t('logs.title')}
            </Button>
          </div>
        )}
        {detail}
      </div>
    );
  }
  if (!logsPane) {
    return (
      <div className="vd-without-logs">
        <Tooltip label={t('logs.show')} position="right">
          <ActionIcon
            className="vd-logs-show"
            variant="subtle"
            color="gray"
            aria-label={t('logs.show')}
            onClick={() => {
              preferences.change({ logsPane: true });
            }}
          >
            <IconLayoutSidebarLeftExpand size={18} />
          </ActionIcon>
        </Tooltip>
        <div className="vd-detail">{detail}</div>
      </div>
    );
  }
  return (
    <PanelGroup
      className="vd-logs-page"
      orientation="horizontal"
      {...(layout.defaultLayout === undefined ? {} : { defaultLayout: layout.defaultLayout })}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Panel
        id="logs"
        defaultSize={300}
        minSize={250}
        maxSize={480}
        groupResizeBehavior="preserve-pixel-size"
      >
        {logs}
      </Panel>
      <Separator className="vd-separator" aria-label={t('review.resize')} />
      <Panel id="detail" minSize={400}>
        <div className="vd-detail">{detail}</div>
      </Panel>
    </PanelGroup>
  );
}
