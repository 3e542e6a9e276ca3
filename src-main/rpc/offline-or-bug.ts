export interface OutOfReach {
  readonly ok: false;
  readonly code: 'offline' | 'forbidden' | 'signed-out';
}

/**
 * What any call of the page may come to: the intake is away (or asks to be left alone for a moment, which is the same to the page),
 * nobody is signed in any more, or who is may not do this. The rest is our own mistake.
 */
export function offlineOrBug(code: string): OutOfReach {
  switch (code) {
    case 'offline':
    case 'too-many-requests':
      return { ok: false, code: 'offline' };
    case 'unauthorized':
      return { ok: false, code: 'signed-out' };
    case 'forbidden':
      return { ok: false, code };
    default:
      throw new Error(`the intake answered ${code}`);
  }
}
