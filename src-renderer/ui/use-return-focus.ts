import { useEffect, useState } from 'react';

/**
 * Gives the keyboard back to what opened a dialog. Mantine does so for a dialog that is told to close; ours are unmounted, which
 * would leave whoever works without a mouse at the top of the page.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Once the dialog is gone. What took the keyboard meanwhile, as another dialog, keeps it.
      setTimeout(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && opener instanceof HTMLElement && opener.isConnected) opener.focus();
      });
    },
    [opener],
  );
}
