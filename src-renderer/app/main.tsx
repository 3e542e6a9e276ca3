import './without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/base.css';
import './styles/logs.css';
import './styles/review.css';
import './styles/dialogs.css';
import './styles/editor.css';
import './styles/people.css';
import './styles/persons.css';
import { createRoot } from 'react-dom/client';
import { must } from '#shared/lib/invariant.ts';
import { createRpcClient } from '../rpc/client.ts';
import { findBridge } from '../rpc/find-bridge.ts';
import { Observable } from '../sync/observable.ts';
import { App } from './App.tsx';
import { AuthStore, listenedTo } from './auth-store.ts';
import { chooseLanguage } from './i18n/catalog.ts';
import { createI18n } from './i18n/i18n.ts';
import { openWork } from './open-work.ts';
import { PreferenceStore } from './preferences.ts';
import type { AppInfo, BaseServices, Work } from './services.tsx';

/** How long main may need to come up before it is asked again who it is. */
const infoRetryMs = 1000;

/** Reports a bug where developers and the desktop host's log see it; without data of any session. */
function reportBug(error: unknown): void {
  globalThis.reportError(error);
}

async function start(): Promise<void> {
  const direct = createRpcClient(findBridge(window));
  const auth = new AuthStore(direct, new BroadcastChannel('vidimus-auth'), () => {
    window.location.reload();
  });
  const rpc = listenedTo(direct, (code) => {
    auth.heard(code);
  });
  const preferences = new PreferenceStore(window.localStorage);
  const { language } = preferences.current.get();
  const i18n = await createI18n(language === 'system' ? chooseLanguage(navigator.languages) : language);
  const info = new Observable<AppInfo | null>(null);
  const askInfo = async (): Promise<void> => {
    const reply = await rpc.call('app.info', {});
    if (reply.ok) info.set(reply.value);
    else setTimeout(() => void askInfo(), infoRetryMs);
  };
  void askInfo();

  const work = new Observable<Work | null>(null);
  let openedFor: string | null = null;
  auth.current.subscribe(() => {
    const view = auth.current.get();
    // Whoever must change the password first has nothing to see before that.
    if (view.state !== 'ready' || view.user?.mustChangePassword === true) return;
    if (openedFor === null) {
      openedFor = view.userId;
      openWork(view, { rpc, auth, onBug: reportBug }).then((opened) => {
        work.set(opened);
      }, reportBug);
    } else if (openedFor !== view.userId) {
      // Nothing of one person's work may be in the page in which another works.
      window.location.reload();
    }
  });
  void auth.refresh();

  const base: BaseServices = { rpc, auth, preferences, info };
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  const root = must(document.getElementById('root'), 'index.html has the root');
  createRoot(root).render(<App base={base} work={work} i18n={i18n} nonce={nonce} />);
}

void start();
