import { createContext, use } from 'react';
import type { RpcOutput } from '#shared/rpc/contract.ts';
import type { ReplicaStore } from '../db/replica-store.ts';
import type { RpcClient } from '../rpc/client.ts';
import type { Observable } from '../sync/observable.ts';
import type { ProgressWatch } from '../sync/progress-watch.ts';
import type { SessionTable } from '../sync/session-table.ts';
import type { PageSync } from '../sync/shared-sync.ts';
import type { PreferenceStore } from './preferences.ts';

export type AppInfo = RpcOutput<'app.info'>;

/** Everything long-lived in the page; built once in main.tsx. */
export interface Services {
  readonly rpc: RpcClient;
  readonly store: ReplicaStore;
  readonly sync: PageSync;
  readonly table: SessionTable;
  readonly progress: ProgressWatch;
  readonly preferences: PreferenceStore;
  /** `null` until main has answered for the first time. */
  readonly info: Observable<AppInfo | null>;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('ServicesContext is missing above');
  return services;
}
