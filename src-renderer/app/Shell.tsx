import { ActionIcon, Button, Tooltip, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { openSpotlight } from '@mantine/spotlight';
import {
  IconCloudOff,
  IconCloudCheck,
  IconEyeOff,
  IconEye,
  IconHelp,
  IconLink,
  IconListDetails,
  IconPlus,
  IconRefresh,
  IconRoute,
  IconSettings,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { LogsPage } from '../features/logs/LogsPage.tsx';
import { AccountMenu } from '../features/sign-in/AccountMenu.tsx';
import { useIdleLock } from '../features/sign-in/use-idle-lock.ts';
import { useLeaving } from '../features/sign-in/use-leaving.ts';
import { useSyncState } from '../sync/use-replica.ts';
import { useLocalization } from './i18n/i18n.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { useAction } from './keyboard/actions.tsx';
import { keyCapOf } from './keyboard/key-map.ts';
import { Palette, type PaletteCommand } from './Palette.tsx';
import { may, type Access } from './auth-store.ts';
import { parseRoute, routeHash, type Route } from './route.ts';
import { useServices } from './services.tsx';
import { useAccess, useAuth } from './use-auth.ts';
import { usePreferences } from './use-preferences.ts';

const EditorPage = lazy(async () => ({
  default: (await import('../features/editor/EditorPage.tsx')).EditorPage,
}));
const LinksPage = lazy(async () => ({
  default: (await import('../features/links/LinksPage.tsx')).LinksPage,
}));
const PersonsPage = lazy(async () => ({
  default: (await import('../features/persons/PersonsPage.tsx')).PersonsPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
}));
const AddSessionDialog = lazy(async () => ({
  default: (await import('../features/add-session/AddSessionDialog.tsx')).AddSessionDialog,
}));

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}

/** Whether this person is offered a page at all. */
function offers(access: Access | null, page: Route['page']): boolean {
  switch (page) {
    case 'logs':
      return may(access, 'sessions.read');
    case 'scenarios':
      return may(access, 'scenarios.read');
    case 'links':
      return may(access, 'links.read');
    case 'persons':
      return may(access, 'lists.read');
    case 'settings':
      return true;
  }
}

/** Where somebody begins who does not see sessions: with what the role is for. */
function homeOf(access: Access | null): Route {
  if (may(access, 'people.manage')) return { page: 'settings', section: 'people' };
  if (may(access, 'scenarios.read')) return { page: 'scenarios', scenarioId: null };
  return { page: 'settings', section: 'general' };
}

/** The window: rail, banner, page, and the dialogs above them. */
export function Shell(): ReactNode {
  const { t } = useLocalization();
  const { sync, preferences } = useServices();
  const { logsPane } = usePreferences();
  const { setColorScheme } = useMantineColorScheme();
  const hash = useSyncExternalStore(subscribeToHash, () => window.location.hash);
  const access = useAccess();
  const asked = parseRoute(hash);
  const route = offers(access, asked.page) ? asked : homeOf(access);
  const seesSessions = offers(access, 'logs');
  const addsSessions = seesSessions && may(access, 'sessions.write');
  const user = access?.user ?? null;
  const isWorking = useAuth().state === 'ready';
  const { lock, signOut } = useLeaving();
  useIdleLock(user !== null && isWorking, () => void lock());
  const syncState = useSyncState();
  const [isAdding, setAdding] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  const [isPrivate, setPrivate] = useState(false);

  useEffect(() => {
    document.documentElement.toggleAttribute('data-privacy', isPrivate);
  }, [isPrivate]);

  const addSession = (): void => {
    setAdding(true);
  };
  const togglePrivacy = (): void => {
    setPrivate(!isPrivate);
  };
  useAction('add-session', addSession, addsSessions);
  useAction('privacy', togglePrivacy);
  useAction('keys', () => {
    setShowsKeys(true);
  });
  useAction('palette', openSpotlight);

  const commands: readonly PaletteCommand[] = [
    seesSessions && {
      id: 'go-logs',
      label: t('palette.goLogs'),
      run: () => {
        window.location.hash = '#/logs';
      },
    },
    offers(access, 'scenarios') && {
      id: 'go-scenarios',
      label: t('palette.goScenarios'),
      run: () => {
        window.location.hash = '#/scenarios';
      },
    },
    offers(access, 'links') && {
      id: 'go-links',
      label: t('palette.goLinks'),
      run: () => {
        window.location.hash = '#/links';
      },
    },
    offers(access, 'persons') && {
      id: 'go-persons',
      label: t('palette.goPersons'),
      run: () => {
        window.location.hash = '#/persons';
      },
    },
    {
      id: 'go-settings',
      label: t('palette.goSettings'),
      run: () => {
        window.location.hash = '#/settings';
      },
    },
    user !== null && { id: 'lock', label: t('palette.lock'), run: () => void lock() },
    user !== null && { id: 'sign-out', label: t('palette.signOut'), run: () => void signOut() },
    seesSessions && {
      id: 'logs-pane',
      label: t(logsPane ? 'logs.hide' : 'logs.show'),
      run: () => {
        preferences.change({ logsPane: !logsPane });
      },
    },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: `${t('settings.theme')}: ${t(`theme.${theme}`)}`,
      run: () => {
        preferences.change({ theme });
        setColorScheme(theme === 'system' ? 'auto' : theme);
      },
    })),
    {
      id: 'language-en',
      label: 'English',
      run: () => {
        preferences.change({ language: 'en' });
      },
    },
    {
      id: 'language-ru',
      label: 'Русский',
      run: () => {
        preferences.change({ language: 'ru' });
      },
    },
  ].filter((command) => command !== false);

  const link = (href: string, label: string, Shape: Icon, isCurrent: boolean): ReactNode => (
    <Tooltip label={label} position="right">
      <ActionIcon
        component="a"
        href={href}
        size={38}
        variant={isCurrent ? 'light' : 'subtle'}
        color={isCurrent ? 'ink' : 'gray'}
        aria-label={label}
        {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
      >
        <Shape size={21} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
  const button = (
    label: string,
    key: string,
    Shape: Icon,
    onClick: () => void,
    pressed?: boolean,
  ): ReactNode => (
    <Tooltip label={`${label} (${key})`} position="right">
      <ActionIcon
        size={38}
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'ink' : 'gray'}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={onClick}
      >
        <Shape size={21} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );

  const isOffline = syncState.connection === 'offline';
  const waiting = syncState.pending.length;
  const syncLabel = isOffline
    ? t('sync.offline')
    : syncState.connection === 'connecting' || !syncState.caughtUp
      ? t('sync.connecting')
      : t('sync.online');

  return (
    <div className="vd-shell">
      <nav className="vd-rail" aria-label={t('shell.pages')}>
        <span className="vd-brand" aria-hidden>
          <svg viewBox="0 0 32 32" width="26" height="26">
            <path
              d="M5 8 13.4 25h5.2L27 8"
              fill="none"
              stroke="currentColor"
              strokeWidth="3.4"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
            <circle cx="16" cy="9.5" r="3.2" fill="currentColor" />
          </svg>
        </span>
        <div className="vd-rail-group">
          {seesSessions &&
            link(
              routeHash({ page: 'logs', sessionId: null }),
              t('logs.title'),
              IconListDetails,
              route.page === 'logs',
            )}
          {offers(access, 'scenarios') &&
            link(
              routeHash({ page: 'scenarios', scenarioId: null }),
              t('editor.title'),
              IconRoute,
              route.page === 'scenarios',
            )}
          {offers(access, 'links') &&
            link(routeHash({ page: 'links' }), t('links.title'), IconLink, route.page === 'links')}
          {offers(access, 'persons') &&
            link(
              routeHash({ page: 'persons', listId: null }),
              t('persons.title'),
              IconUsers,
              route.page === 'persons',
            )}
          {addsSessions && button(t('add.title'), keyCapOf('add-session'), IconPlus, addSession)}
        </div>
        <div className="vd-rail-group vd-rail-end">
          {seesSessions && (
            <Tooltip
              label={waiting > 0 ? `${syncLabel} · ${t('sync.waiting', { count: waiting })}` : syncLabel}
              position="right"
            >
              <span className="vd-sync" data-state={isOffline ? 'offline' : 'online'}>
                {isOffline ? (
                  <IconCloudOff size={20} stroke={1.6} aria-hidden />
                ) : (
                  <IconCloudCheck size={20} stroke={1.6} aria-hidden />
                )}
                {waiting > 0 && <span className="vd-sync-count">{waiting}</span>}
                <VisuallyHidden role="status">{syncLabel}</VisuallyHidden>
              </span>
            </Tooltip>
          )}
          {button(
            t('privacy.toggle'),
            keyCapOf('privacy'),
            isPrivate ? IconEyeOff : IconEye,
            togglePrivacy,
            isPrivate,
          )}
          {button(t('keys.title'), '?', IconHelp, () => {
            setShowsKeys(true);
          })}
          {link(
            routeHash({ page: 'settings', section: 'general' }),
            t('settings.title'),
            IconSettings,
            route.page === 'settings',
          )}
          {user !== null && <AccountMenu user={user} />}
        </div>
      </nav>
      <div className="vd-page">
        {isOffline && seesSessions && isWorking && (
          <div className="vd-offline" role="alert">
            <IconCloudOff size={16} aria-hidden />
            <span>
              <b>{t('sync.offline')}.</b> {t('sync.offlineText')}
              {waiting > 0 && ` ${t('sync.waiting', { count: waiting })}.`}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconRefresh size={13} aria-hidden />}
              onClick={() => {
                sync.wake();
              }}
            >
              {t('action.retry')}
            </Button>
          </div>
        )}
        <main className="vd-main">
          {route.page === 'settings' ? (
            <Suspense fallback={null}>
              <SettingsPage section={route.section} />
            </Suspense>
          ) : route.page === 'scenarios' ? (
            <Suspense fallback={null}>
              <EditorPage scenarioId={route.scenarioId} />
            </Suspense>
          ) : route.page === 'links' ? (
            <Suspense fallback={null}>
              <LinksPage />
            </Suspense>
          ) : route.page === 'persons' ? (
            <Suspense fallback={null}>
              <PersonsPage listId={route.listId} />
            </Suspense>
          ) : (
            <LogsPage sessionId={route.sessionId} onAddSession={addSession} />
          )}
        </main>
      </div>
      <Palette commands={commands} />
      {showsKeys && (
        <KeysDialog
          onClose={() => {
            setShowsKeys(false);
          }}
        />
      )}
      {isAdding && addsSessions && (
        <Suspense fallback={null}>
          <AddSessionDialog
            onClose={() => {
              setAdding(false);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
