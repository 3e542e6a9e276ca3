import { MantineProvider, type MantineColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { i18n } from 'i18next';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { IconAlertOctagon } from '@tabler/icons-react';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { Message } from '../ui/Message.tsx';
import { chooseLanguage } from './i18n/catalog.ts';
import { useLocalization } from './i18n/i18n.ts';
import { ActionProvider, ActionRegistry } from './keyboard/actions.tsx';
import type { PreferenceStore } from './preferences.ts';
import { ServicesContext, type Services } from './services.tsx';
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
  readonly services: Services;
  readonly i18n: i18n;
  readonly nonce: string;
}

/** The providers around the window. */
export function App({ services, i18n, nonce }: AppProps): ReactNode {
  const [registry] = useState(() => new ActionRegistry());
  const manager = useMemo(() => colorSchemeManager(services.preferences), [services.preferences]);
  return (
    <ServicesContext value={services}>
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
            <WholeWindow />
          </ActionProvider>
        </MantineProvider>
      </I18nextProvider>
    </ServicesContext>
  );
}

function WholeWindow(): ReactNode {
  const { t } = useLocalization();
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
      <Shell />
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
