/** Where an account's names are, for their seal. */
export function namesPlaceOf(userId: string): string {
  return `user:${userId}:names`;
}

/** Where the secret of an account's one-time passwords is, for its seal. */
export function totpPlaceOf(userId: string): string {
  return `user:${userId}:totp`;
}

/** Where the key of somebody on a list is, for the keyring's seal. */
export function personKeyPlaceOf(personId: string): string {
  return `person:${personId}:key`;
}

/** Where things of somebody on a list are, for the seal of the person's own key. */
export function personPlaceOf(
  personId: string,
  what: 'details' | 'picture' | 'template' | 'template-reason' | 'template-picture',
): string {
  return JSON.stringify(['listed-person', personId, what]);
}

/** Where the face templates of a session's step are, for the seal of the session's key. */
export function sessionTemplatePlaceOf(sessionId: string, stepId: string): string {
  return JSON.stringify(['face-template', sessionId, stepId]);
}

/** Where the hashes of a picture are, for the seal of its session's key. */
export function pictureHashPlaceOf(sessionId: string, captureId: string): string {
  return JSON.stringify(['picture-hash', sessionId, captureId]);
}

/** Where the hashes of a challenge's frames are, for the seal of their session's key. */
export function filmHashPlaceOf(sessionId: string, firstFrame: string): string {
  return JSON.stringify(['film-hash', sessionId, firstFrame]);
}
