import { Kbd } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { documentTypeTitles } from '#shared/domain/document-words.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { filterTiles } from '../features/logs/filter-tiles.ts';
import { useTable } from '../sync/use-replica.ts';
import { Personal } from '../ui/Personal.tsx';
import { StatusMark, sessionLooks } from '../ui/StatusMark.tsx';
import { useLocalization } from './i18n/i18n.ts';
import { useActionRegistry } from './keyboard/actions.tsx';
import { keyCap, keyMap } from './keyboard/key-map.ts';
import { routeHash } from './route.ts';

export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

/** Sessions shown for a query: what fits beside the commands without scrolling. */
const shownSessions = 8;

/** The list hands these on to its scroll area, though its type does not say so: what scrolls must be reachable by keyboard. */
const focusableList = { viewportProps: { tabIndex: 0 } };

/** Everything by its name: commands, and sessions by whatever is known of them. */
export function Palette({ commands }: { readonly commands: readonly PaletteCommand[] }): ReactNode {
  const { t, language } = useLocalization();
  const registry = useActionRegistry();
  const { tiles } = useTable();
  const [query, setQuery] = useState('');
  const needle = query.trim().toLowerCase();
  const matches = (label: string): boolean => label.toLowerCase().includes(needle);
  const bound = keyMap
    .filter(
      ({ action, label }) =>
        action !== 'palette' && action !== 'escape' && registry.isAvailable(action) && matches(t(label)),
    )
    .map(({ action, label, keys }) => ({
      id: action,
      label: t(label),
      key: keyCap(keys[0]),
      run: () => registry.run(action),
    }));
  const own = commands.filter(({ label }) => matches(label)).map((command) => ({ ...command, key: null }));
  const sessions = needle === '' ? [] : filterTiles(tiles, 'all', query).slice(0, shownSessions);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight="60vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      onSpotlightOpen={() => {
        setQuery('');
      }}
    >
      <Spotlight.Search
        placeholder={t('palette.hint')}
        aria-label={t('palette.title')}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      />
      <Spotlight.ActionsList {...focusableList}>
        {sessions.length > 0 && (
          <Spotlight.ActionsGroup label={t('logs.title')}>
            {sessions.map((tile) => (
              <Spotlight.Action
                key={tile.sessionId}
                onClick={() => {
                  window.location.hash = routeHash({ page: 'logs', sessionId: tile.sessionId });
                }}
              >
                <span className="vd-palette-row">
                  <Personal className="vd-ellipsis">
                    <bdi>{tile.name ?? tile.clientKey ?? t('logs.unnamed')}</bdi>
                  </Personal>
                  <span className="vd-quiet-word">
                    {tile.documentType === null
                      ? scenarioTitle(tile.scenarioName, language)
                      : documentTypeTitles[language][tile.documentType]}{' '}
                    {tile.country}
                  </span>
                  <StatusMark look={sessionLooks[tile.status]} size={14} label={t(`status.${tile.status}`)} />
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {bound.length + own.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.commands')}>
            {[...bound, ...own].map(({ id, label, key, run }) => (
              <Spotlight.Action
                key={id}
                onClick={() => {
                  // The dialog gives the focus back first; a command may move it on.
                  requestAnimationFrame(() => {
                    run();
                  });
                }}
              >
                <span className="vd-palette-row">
                  <span className="vd-ellipsis">{label}</span>
                  {key !== null && <Kbd size="xs">{key}</Kbd>}
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {sessions.length + bound.length + own.length === 0 && (
          <Spotlight.Empty>{t('palette.empty')}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
