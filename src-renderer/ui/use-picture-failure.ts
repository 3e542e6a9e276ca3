import { useState } from 'react';
import { useReturns } from '../sync/use-replica.ts';

export interface PictureFailure {
  /** Whether the picture at this address could not be had. */
  readonly hasFailed: boolean;
  readonly onError: () => void;
  /** Another try, which also comes by itself when the intake is back. */
  readonly retry: () => void;
}

/** Remembers that a picture failed until there is a reason to try it again: another address, the intake's return, or a person's wish. */
export function usePictureFailure(url: string): PictureFailure {
  const returns = useReturns();
  const [failed, setFailed] = useState<{ readonly url: string; readonly returns: number } | null>(null);
  return {
    hasFailed: failed?.url === url && failed.returns === returns,
    onError: () => {
      setFailed({ url, returns });
    },
    retry: () => {
      setFailed(null);
    },
  };
}
