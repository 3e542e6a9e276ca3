import { useSyncExternalStore } from 'react';
import type { DataRight, Permission } from '#shared/domain/identity.ts';
import { may, mayRead, type Access, type AuthView } from './auth-store.ts';
import { useBase } from './services.tsx';

/** Who works here now. */
export function useAuth(): AuthView {
  const { current } = useBase().auth;
  return useSyncExternalStore(current.subscribe, current.get);
}

/** What whoever works here may do; the same while that person signs in again. */
export function useAccess(): Access | null {
  const { access } = useBase().auth;
  return useSyncExternalStore(access.subscribe, access.get);
}

/** Whether to offer something; the intake refuses it anyway to whom it is not allowed. */
export function useMay(permission: Permission): boolean {
  return may(useAccess(), permission);
}

/** Whether such personal data reaches this page. */
export function useMayRead(right: DataRight): boolean {
  return mayRead(useAccess(), right);
}
