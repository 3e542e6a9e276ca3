import { createContext, use } from 'react';
import type { RpcOutput } from '#shared/rpc/contract.ts';
import type { ReplicaStore } from '../db/replica-store.ts';
import type { RpcClient } from '../rpc/client.ts';
import type { Observable } from '../sync/observable.ts';
import type { ProgressWatch } from '../sync/progress-watch.ts';
import type { SessionTable } from '../sync/session-table.ts';
import type { PageSync } from '../sync/shared-sync.ts';
import type { AuthStore } from './auth-store.ts';
import type { PreferenceStore } from './preferences.ts';

export type AppInfo = RpcOutput<'app.info'>;

/** What the page has before anybody works in it. */
export interface BaseServices {
  readonly rpc: RpcClient;
  readonly auth: AuthStore;
  readonly preferences: PreferenceStore;
  /** `null` until main has answered for the first time. */
  readonly info: Observable<AppInfo | null>;
}

/** What belongs to one person's work: the page is opened anew for the next one. */
export interface Work {
  /** Who works here. */
  readonly userId: string;
  readonly store: ReplicaStore;
  readonly sync: PageSync;
  readonly table: SessionTable;
  readonly progress: ProgressWatch;
  /** Forgets what the replica holds, so that whoever comes next finds nothing; commands that were not sent stay for their sender. */
  readonly forget: () => Promise<void>;
}

/** Everything long-lived in the page; built once in main.tsx. */
export type Services = BaseServices & Work;

export const BaseContext = createContext<BaseServices | null>(null);
export const ServicesContext = createContext<Services | null>(null);

export function useBase(): BaseServices {
  const base = use(BaseContext);
  if (base === null) throw new Error('BaseContext is missing above');
  return base;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('ServicesContext is missing above');
  return services;
}
