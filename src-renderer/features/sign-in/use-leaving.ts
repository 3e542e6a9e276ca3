import { useCallback } from 'react';
import { useServices } from '../../app/services.tsx';

export interface Leaving {
  /** Ends the person's session and keeps the work below the sign-in, for the same person. */
  readonly lock: () => Promise<void>;
  /** Ends the session and the work: what the replica held is forgotten, but not what was not sent. */
  readonly signOut: () => Promise<void>;
}

/** The two ways to leave the workstation. */
export function useLeaving(): Leaving {
  const { rpc, auth, forget } = useServices();
  const lock = useCallback(async () => {
    await rpc.call('auth.signOut', {});
    await auth.changed();
  }, [rpc, auth]);
  const signOut = useCallback(async () => {
    await rpc.call('auth.signOut', {});
    await forget();
    auth.left();
    window.location.hash = '';
    window.location.reload();
  }, [rpc, auth, forget]);
  return { lock, signOut };
}
