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
import { createRoot } from 'react-dom/client';
import { must } from '#shared/lib/invariant.ts';
import { createSyncEngine } from '#shared/sync/engine.ts';
import { openReplica } from '../db/database.ts';
import { plainCodec } from '../db/payload.ts';
import { ReplicaStore } from '../db/replica-store.ts';
import { createRpcClient } from '../rpc/client.ts';
import { findBridge } from '../rpc/find-bridge.ts';
import { Observable } from '../sync/observable.ts';
import { ProgressWatch } from '../sync/progress-watch.ts';
import { createRpcTransport } from '../sync/rpc-transport.ts';
import { SessionTable } from '../sync/session-table.ts';
import { SharedSync } from '../sync/shared-sync.ts';
import { actorOf } from '../sync/use-replica.ts';
import { App } from './App.tsx';
import { chooseLanguage } from './i18n/catalog.ts';
import { createI18n } from './i18n/i18n.ts';
import { PreferenceStore } from './preferences.ts';
import type { AppInfo, Services } from './services.tsx';

/** How long main may need to come up before it is asked again who it is. */
const infoRetryMs = 1000;

/** Reports a bug where developers and the desktop host's log see it; without data of any session. */
function reportBug(error: unknown): void {
  globalThis.reportError(error);
}

async function start(): Promise<void> {
  const rpc = createRpcClient(findBridge(window));
  const preferences = new PreferenceStore(window.localStorage);
  const { language } = preferences.current.get();
  const i18n = await createI18n(language === 'system' ? chooseLanguage(navigator.languages) : language);

  const store = new ReplicaStore(openReplica('vidimus'), plainCodec);
  await store.prepare();
  const info = new Observable<AppInfo | null>(null);
  const table = new SessionTable(store, () => actorOf(info.get()));
  table.follow(reportBug);
  const progress = new ProgressWatch(rpc, table);
  progress.follow(reportBug);
  const engine = createSyncEngine({
    store,
    transport: createRpcTransport(rpc),
    clock: {
      now: () => Date.now(),
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    // Views follow the database itself, which other pages of this browser write too.
    onChange: () => undefined,
    onError: reportBug,
    createAbortController: () => new AbortController(),
    random: () => Math.random(),
  });
  const sync = new SharedSync(engine, new BroadcastChannel('vidimus-sync'));
  sync.start(navigator.locks).catch(reportBug);
  window.addEventListener('online', () => {
    sync.wake();
  });

  const askInfo = async (): Promise<void> => {
    const reply = await rpc.call('app.info', {});
    if (reply.ok) info.set(reply.value);
    else setTimeout(() => void askInfo(), infoRetryMs);
  };
  void askInfo();

  const services: Services = { rpc, store, sync, table, progress, preferences, info };
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  const root = must(document.getElementById('root'), 'index.html has the root');
  createRoot(root).render(<App services={services} i18n={i18n} nonce={nonce} />);
}

void start();
