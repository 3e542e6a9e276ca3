/** The desktop host's page, and everything on its origin, has this scheme and host. */
export const scheme = 'vidimus';
export const ownOrigin = `${scheme}://app`;
export const pageUrl = `${ownOrigin}/`;

/** Whether a URL is of the page's own origin; compared by its parts, since a prefix also fits `vidimus://app.example`. */
export function isOwnUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed?.protocol === `${scheme}:` &&
    parsed.host === 'app' &&
    parsed.username === '' &&
    parsed.password === ''
  );
}
