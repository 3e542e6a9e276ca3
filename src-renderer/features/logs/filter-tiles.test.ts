import { expect, it } from 'vitest';
import type { SessionTile } from '../../db/session-tile.ts';
import { sessionIdOf } from '../../testing/session-events.ts';
import { countByFilter, filterTiles } from './filter-tiles.ts';

function aTile(n: number, part: Partial<SessionTile>): SessionTile {
  return {
    sessionId: sessionIdOf(n),
    createdAt: '2026-01-01T00:00:00.000Z',
    lastAt: '2026-01-01T00:00:00.000Z',
    status: 'review',
    scenarioName: 'Passport + selfie',
    clientKey: null,
    source: 'manual',
    name: null,
    documentNumber: null,
    documentType: null,
    country: null,
    steps: [],
    attemptsPerStep: 3,
    captureCount: 2,
    face: null,
    failed: 0,
    warnings: 0,
    recommendation: null,
    listedPersons: [],
    ...part,
  };
}

const tiles = [
  aTile(1, { name: 'GARCÍA LÓPEZ MARÍA', country: 'ESP', documentNumber: 'AB123' }),
  aTile(2, { name: 'ERIKSSON ANNA', status: 'approved' }),
  aTile(3, { status: 'failed', clientKey: 'CRM-7' }),
  aTile(4, { status: 'declined' }),
];

it('counts what each chip would show', () => {
  expect(countByFilter(tiles)).toEqual({ all: 4, review: 1, failed: 1, decided: 2 });
});

it('finds by every word, without accents and case', () => {
  expect(filterTiles(tiles, 'all', 'lopez  ab1').map(({ sessionId }) => sessionId)).toEqual([sessionIdOf(1)]);
  expect(filterTiles(tiles, 'all', 'crm-7')).toHaveLength(1);
  expect(filterTiles(tiles, 'all', 'nobody')).toEqual([]);
});

it('combines chip and text, and hands the whole list on untouched', () => {
  expect(filterTiles(tiles, 'decided', 'anna').map(({ sessionId }) => sessionId)).toEqual([sessionIdOf(2)]);
  expect(filterTiles(tiles, 'all', ' ')).toBe(tiles);
});

it('filters ten thousand sessions between two keystrokes', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => aTile(n, { name: `PERSON ${n.toString()}` }));
  filterTiles(many, 'all', 'warm');
  const begun = performance.now();
  expect(filterTiles(many, 'all', 'person 9999')).toHaveLength(1);
  // A tenth of a second is where typing begins to feel slow; a busy machine gets five times that.
  expect(performance.now() - begun).toBeLessThan(500);
});
