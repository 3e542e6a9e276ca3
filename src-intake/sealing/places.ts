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

/** Where the hashes of a picture, or of a challenge's frames by the first one's id, are, for the seal of their session's key. */
export function hashPlaceOf(kind: 'picture-hash' | 'film-hash', sessionId: string, of: string): string {
  return JSON.stringify([kind, sessionId, of]);
}
