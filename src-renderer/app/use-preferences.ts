import { useSyncExternalStore } from 'react';
import type { Preferences } from './preferences.ts';
import { useBase } from './services.tsx';

/** Preferences, followed while they change. */
export function usePreferences(): Preferences {
  const { current } = useBase().preferences;
  return useSyncExternalStore(current.subscribe, current.get);
}
