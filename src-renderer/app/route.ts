import { faceListIdSchema } from '#shared/domain/face-lists.ts';
import { sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';
import { scenarioSchema } from '#shared/domain/scenario.ts';

/** What the window shows. Only ids in it: an address ends up in histories and logs. */
export type Route =
  | { readonly page: 'logs'; readonly sessionId: SessionId | null }
  | { readonly page: 'scenarios'; readonly scenarioId: string | null }
  | { readonly page: 'links' }
  | { readonly page: 'persons'; readonly listId: string | null }
  | { readonly page: 'settings'; readonly section: SettingsSection };

export const settingsSections = ['general', 'account', 'people', 'tokens', 'workstations', 'audit'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** The route of a location's hash; anything unknown is the list. */
export function parseRoute(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'links') return { page };
  if (page === 'settings')
    return { page, section: settingsSections.find((each) => each === id) ?? 'general' };
  if (page === 'scenarios') {
    const scenarioId = scenarioSchema.shape.id.safeParse(id);
    return { page, scenarioId: scenarioId.success ? scenarioId.data : null };
  }
  if (page === 'persons') {
    const listId = faceListIdSchema.safeParse(id);
    return { page, listId: listId.success ? listId.data : null };
  }
  const sessionId = sessionIdSchema.safeParse(id);
  return { page: 'logs', sessionId: page === 'logs' && sessionId.success ? sessionId.data : null };
}

/** The hash of a route, ready for a link. */
export function routeHash(route: Route): string {
  if (route.page === 'links') return '#/links';
  if (route.page === 'settings')
    return route.section === 'general' ? '#/settings' : `#/settings/${route.section}`;
  if (route.page === 'scenarios')
    return route.scenarioId === null ? '#/scenarios' : `#/scenarios/${route.scenarioId}`;
  if (route.page === 'persons') return route.listId === null ? '#/persons' : `#/persons/${route.listId}`;
  return route.sessionId === null ? '#/logs' : `#/logs/${route.sessionId}`;
}
