import { expect, it } from 'vitest';
import { sessionIdOf } from '../testing/session-events.ts';
import { parseRoute, routeHash, type Route } from './route.ts';

it('reads what it writes', () => {
  const routes: readonly Route[] = [
    { page: 'logs', sessionId: null },
    { page: 'logs', sessionId: sessionIdOf(7) },
    { page: 'scenarios', scenarioId: null },
    { page: 'scenarios', scenarioId: 'passport-selfie' },
    { page: 'links' },
    { page: 'persons', listId: null },
    { page: 'persons', listId: 'refused' },
    { page: 'settings', section: 'general' },
    { page: 'settings', section: 'audit' },
  ];
  expect(routes.map((route) => parseRoute(routeHash(route)))).toEqual(routes);
});

it('shows the list for an address that means nothing', () => {
  for (const hash of ['', '#', '#/nowhere', '#/logs/not-an-id', '#/logs/../../etc']) {
    expect(parseRoute(hash)).toEqual({ page: 'logs', sessionId: null });
  }
});
