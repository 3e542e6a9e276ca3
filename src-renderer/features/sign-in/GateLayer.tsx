import { useEffect, useRef, type ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useAuth } from '../../app/use-auth.ts';
import { useReturns } from '../../sync/use-replica.ts';
import { GateScreen } from './GateScreen.tsx';

/**
 * Lies over the work while its person has to sign in again: in the browser's top layer, so that nothing below, dialogs included, can be
 * seen, reached or pressed, and all of it is still there afterwards.
 */
export function GateLayer(): ReactNode {
  const { t } = useLocalization();
  const view = useAuth();
  const { auth } = useServices();
  const returns = useReturns();
  const dialog = useRef<HTMLDialogElement>(null);
  const isNeeded =
    view.state === 'ready'
      ? view.user?.mustChangePassword === true
      : view.state !== 'asking' && view.state !== 'away';

  useEffect(() => {
    // What somebody may do can have changed while nobody could be asked.
    if (returns > 0) void auth.refresh();
  }, [auth, returns]);
  useEffect(() => {
    const layer = dialog.current;
    if (!isNeeded || layer === null) return undefined;
    layer.showModal();
    // The browser would take the first field, which is filled in already.
    layer.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      layer.close();
    };
  }, [isNeeded]);

  if (!isNeeded) return null;
  return (
    <dialog
      ref={dialog}
      className="vd-gate-layer"
      aria-modal="true"
      aria-label={t('auth.signedOut')}
      onCancel={(event) => {
        event.preventDefault();
      }}
      onKeyDown={(event) => {
        // Escape would close it, and the keys of the work below are not for now.
        if (event.key === 'Escape') event.preventDefault();
        event.stopPropagation();
      }}
    >
      <GateScreen overWork />
    </dialog>
  );
}
