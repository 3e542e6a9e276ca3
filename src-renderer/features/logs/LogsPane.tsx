import {
  ActionIcon,
  Button,
  Chip,
  CloseButton,
  Group,
  Kbd,
  Skeleton,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconFilterOff, IconPlus, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import type { SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useAction } from '../../app/keyboard/actions.tsx';
import { keyCapOf } from '../../app/keyboard/key-map.ts';
import { useMay } from '../../app/use-auth.ts';
import type { SessionTile } from '../../db/session-tile.ts';
import { useProgress, useSyncState, useTable } from '../../sync/use-replica.ts';
import { Message } from '../../ui/Message.tsx';
import { formatNumber } from '../../ui/number.ts';
import { countByFilter, tileFilters, type TileFilter } from './filter-tiles.ts';
import { SessionTileView } from './SessionTileView.tsx';

/** Height of a tile with its gap, in pixels; the same for all, so that the list knows where everything is. */
const tileHeightPx = 80;

export interface ListState {
  readonly filter: TileFilter;
  readonly text: string;
}

interface LogsPaneProps {
  readonly visible: readonly SessionTile[];
  readonly list: ListState;
  readonly onListChange: (list: ListState) => void;
  readonly currentId: SessionId | null;
  readonly onAddSession: () => void;
}

/** All sessions, newest first, live. */
export function LogsPane({ visible, list, onListChange, currentId, onAddSession }: LogsPaneProps): ReactNode {
  const mayAdd = useMay('sessions.write');
  const { t, language } = useLocalization();
  const { loaded, tiles } = useTable();
  const sync = useSyncState();
  const progress = useProgress();
  const counts = countByFilter(tiles);
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions change what they answer; the React Compiler, which is not in use here, could not memoize them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => tileHeightPx,
    getItemKey: (index) => visible[index]?.sessionId ?? index,
    overscan: 6,
  });
  const drawn = rows.getVirtualItems();
  const currentIndex = visible.findIndex(({ sessionId }) => sessionId === currentId);

  const tabStop = drawn.some(({ index }) => index === currentIndex) ? currentIndex : drawn[0]?.index;

  useEffect(() => {
    if (currentIndex >= 0) rows.scrollToIndex(currentIndex, { align: 'auto' });
    // Focus goes along, or its ring would point at a session that is not open; the tile may be drawn in the next frame only.
    const frame = requestAnimationFrame(() => {
      const list = scroller.current;
      if (currentId === null || list?.contains(document.activeElement) !== true) return;
      list.querySelector<HTMLElement>(`[data-session="${currentId}"]`)?.focus({ preventScroll: true });
    });
    return () => {
      cancelAnimationFrame(frame);
    };
    // Only a change of the session moves the list, not every new arrival.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [currentId]);

  useAction('filter', () => {
    search.current?.focus();
    search.current?.select();
  });

  const isWaiting =
    !loaded ||
    (tiles.length === 0 &&
      (sync.connection === 'connecting' || (sync.connection === 'online' && !sync.caughtUp)));
  return (
    <nav className="vd-logs" aria-label={t('logs.title')}>
      <Group className="vd-logs-head" justify="space-between" wrap="nowrap">
        <Group gap={8} wrap="nowrap">
          <Title order={1} size="h4">
            {t('logs.title')}
          </Title>
          <Text size="xs" c="dimmed" className="vd-tabular">
            {t('logs.count', { count: tiles.length })}
          </Text>
        </Group>
        {mayAdd && (
          <Tooltip label={`${t('add.title')} (${keyCapOf('add-session')})`}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('add.title')} onClick={onAddSession}>
              <IconPlus size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <div className="vd-logs-filter">
        <TextInput
          ref={search}
          size="xs"
          type="search"
          aria-label={t('logs.filter')}
          placeholder={t('logs.filterHint')}
          value={list.text}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            list.text === '' ? (
              <Kbd size="xs" aria-hidden>
                /
              </Kbd>
            ) : (
              <CloseButton
                size="xs"
                aria-label={t('logs.clearFilter')}
                onClick={() => {
                  onListChange({ ...list, text: '' });
                  search.current?.focus();
                }}
              />
            )
          }
          onChange={({ currentTarget }) => {
            onListChange({ ...list, text: currentTarget.value });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              onListChange({ ...list, text: '' });
              search.current?.blur();
            }
            if (event.key === 'Enter' || event.key === 'ArrowDown') {
              const first = visible[0];
              if (first !== undefined) window.location.hash = `#/logs/${first.sessionId}`;
              search.current?.blur();
            }
          }}
        />
        <Chip.Group
          value={list.filter}
          onChange={(value) => {
            onListChange({ ...list, filter: tileFilters.find((filter) => filter === value) ?? 'all' });
          }}
        >
          <Group gap={4} role="radiogroup" aria-label={t('logs.chips')}>
            {tileFilters.map((filter) => (
              <Chip key={filter} value={filter} size="xs" variant="light" radius="sm">
                {t(`filter.${filter}`)}{' '}
                <span className="vd-tabular vd-chip-count">{formatNumber(counts[filter], language)}</span>
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      {isWaiting ? (
        <div className="vd-logs-skeleton" role="status" aria-label={t('state.loading')}>
          {[0, 1, 2, 3, 4, 5].map((index) => (
            <Skeleton key={index} height={tileHeightPx - 8} radius="sm" />
          ))}
        </div>
      ) : visible.length === 0 ? (
        tiles.length > 0 && (
          <Message icon={IconFilterOff} title={t('logs.noMatch')} text={t('logs.noMatchText')}>
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                onListChange({ filter: 'all', text: '' });
              }}
            >
              {t('logs.clearFilter')}
            </Button>
          </Message>
        )
      ) : (
        <div className="vd-logs-scroll" ref={scroller} data-testid="session-list">
          <ul className="vd-logs-list" style={{ height: rows.getTotalSize() }}>
            {drawn.map(({ key, index, start }) => {
              const tile = visible[index];
              return tile === undefined ? null : (
                <li
                  key={key}
                  aria-setsize={visible.length}
                  aria-posinset={index + 1}
                  style={{ transform: `translateY(${start.toString()}px)`, height: tileHeightPx }}
                >
                  <SessionTileView
                    tile={tile}
                    isCurrent={tile.sessionId === currentId}
                    isTabStop={index === tabStop}
                    progress={progress.get(tile.sessionId)}
                  />
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </nav>
  );
}
