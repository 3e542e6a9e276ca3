import { sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';

/** What the window shows. Only ids in it: an address ends up in histories and logs. */
export type Route =
  { readonly page: 'logs'; readonly sessionId: SessionId | null } | { readonly page: 'settings' };

/** The route of a location's hash; anything unknown is the list. */
export function parseRoute(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'settings') return { page: 'settings' };
  const sessionId = sessionIdSchema.safeParse(id);
  return { page: 'logs', sessionId: page === 'logs' && sessionId.success ? sessionId.data : null };
}

/** The hash of a route, ready for a link. */
export function routeHash(route: Route): string {
  if (route.page === 'settings') return '#/settings';
  return route.sessionId === null ? '#/logs' : `#/logs/${route.sessionId}`;
}
