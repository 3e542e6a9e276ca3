/** Where an account's names are, for their seal. */
export function namesPlaceOf(userId: string): string {
  return `user:${userId}:names`;
}

/** Where the secret of an account's one-time passwords is, for its seal. */
export function totpPlaceOf(userId: string): string {
  return `user:${userId}:totp`;
}
