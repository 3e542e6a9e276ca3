/** A token that the intake refuses keeps the workstation offline as surely as a cut cable; the rest is our own mistake. */
export function offlineOrBug(code: string): { readonly ok: false; readonly code: 'offline' } {
  if (code === 'offline' || code === 'unauthorized') return { ok: false, code: 'offline' };
  throw new Error(`the intake answered ${code}`);
}
