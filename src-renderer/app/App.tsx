import { MantineProvider, type MantineColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { i18n } from 'i18next';
import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { IconAlertOctagon } from '@tabler/icons-react';
import { GateLayer } from '../features/sign-in/GateLayer.tsx';
import { GateScreen } from '../features/sign-in/GateScreen.tsx';
import type { Observable } from '../sync/observable.ts';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { Message } from '../ui/Message.tsx';
import { chooseLanguage } from './i18n/catalog.ts';
import { useLocalization } from './i18n/i18n.ts';
import { ActionProvider, ActionRegistry } from './keyboard/actions.tsx';
import type { PreferenceStore } from './preferences.ts';
import { BaseContext, ServicesContext, type BaseServices, type Work } from './services.tsx';
import { Shell } from './Shell.tsx';
import { resolveVariables, theme } from './theme.ts';
import { usePreferences } from './use-preferences.ts';

/** The theme is one of our preferences; Mantine reads and follows it there. */
function colorSchemeManager(preferences: PreferenceStore): MantineColorSchemeManager {
  let unsubscribe: (() => void) | undefined;
  const current = (): 'auto' | 'light' | 'dark' => {
    const chosen = preferences.current.get().theme;
    return chosen === 'system' ? 'auto' : chosen;
  };
  return {
    get: current,
    set: (value) => {
      preferences.change({ theme: value === 'auto' ? 'system' : value });
    },
    subscribe: (onUpdate) => {
      unsubscribe = preferences.current.subscribe(() => {
        onUpdate(current());
      });
    },
    unsubscribe: () => unsubscribe?.(),
    clear: () => {
      preferences.change({ theme: 'system' });
    },
  };
}

interface AppProps {
  readonly base: BaseServices;
  /** `null` until somebody may work here. */
  readonly work: Observable<Work | null>;
  readonly i18n: i18n;
  readonly nonce: string;
}

/** The providers around the window. */
export function App({ base, work, i18n, nonce }: AppProps): ReactNode {
  const [registry] = useState(() => new ActionRegistry());
  const manager = useMemo(() => colorSchemeManager(base.preferences), [base.preferences]);
  return (
    <BaseContext value={base}>
      <I18nextProvider i18n={i18n}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={resolveVariables}
          defaultColorScheme="auto"
          colorSchemeManager={manager}
          getStyleNonce={() => nonce}
        >
          {/* Narrow enough to leave the decision beside the picture free at 1280 pixels. */}
          <Notifications position="bottom-center" limit={3} containerWidth={380} />
          <ActionProvider registry={registry}>
            <LanguageFollower i18n={i18n} />
            <WholeWindow base={base} work={work} />
          </ActionProvider>
        </MantineProvider>
      </I18nextProvider>
    </BaseContext>
  );
}

function WholeWindow({ base, work }: Pick<AppProps, 'base' | 'work'>): ReactNode {
  const { t } = useLocalization();
  const opened = useSyncExternalStore(work.subscribe, work.get);
  const services = useMemo(() => (opened === null ? null : { ...base, ...opened }), [base, opened]);
  return (
    <ErrorBoundary
      resetKey="window"
      fallback={(retry) => (
        <Message icon={IconAlertOctagon} title={t('error.title')} text={t('error.window')}>
          <button type="button" onClick={retry}>
            {t('action.retry')}
          </button>
        </Message>
      )}
    >
      {services === null ? (
        <main className="vd-gate-page">
          <GateScreen overWork={false} />
        </main>
      ) : (
        <ServicesContext value={services}>
          <Shell />
          <GateLayer />
        </ServicesContext>
      )}
    </ErrorBoundary>
  );
}

function LanguageFollower({ i18n }: { readonly i18n: i18n }): ReactNode {
  const { language } = usePreferences();
  const wanted = language === 'system' ? chooseLanguage(navigator.languages) : language;
  useEffect(() => {
    document.documentElement.lang = wanted;
    void i18n.changeLanguage(wanted);
  }, [i18n, wanted]);
  return null;
}
