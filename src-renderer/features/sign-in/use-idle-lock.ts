import { useEffect, useRef } from 'react';

/**
 * A workstation that nobody touched for so long is locked: the synchronization keeps the session at the intake alive, so that the page
 * must see that nobody is there. 15 minutes: NIST SP 800-63B-4, section 2.2.3, allows up to an hour of inactivity at AAL2.
 */
const idleMs = 15 * 60 * 1000;
/** How often it is looked at; a lock that is late by so much does not matter. */
const checkMs = 15_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Calls `lock` once nobody touched this page for a quarter of an hour, while `isOn`. */
export function useIdleLock(isOn: boolean, lock: () => void): void {
  const latest = useRef(lock);
  useEffect(() => {
    latest.current = lock;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    let touchedAt = Date.now();
    const touch = (): void => {
      touchedAt = Date.now();
    };
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true, capture: true });
    // The clock of the day, not a long timer: a machine that slept has been left for as long as it slept.
    const timer = setInterval(() => {
      if (Date.now() - touchedAt >= idleMs) {
        touchedAt = Date.now();
        latest.current();
      }
    }, checkMs);
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, touch, { capture: true });
    };
  }, [isOn]);
}
