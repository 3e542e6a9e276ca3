import { useSyncExternalStore } from 'react';
import type { Preferences } from './preferences.ts';
import { useServices } from './services.tsx';

/** Preferences, followed while they change. */
export function usePreferences(): Preferences {
  const { current } = useServices().preferences;
  return useSyncExternalStore(current.subscribe, current.get);
}
