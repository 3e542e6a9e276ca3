import type { SessionTile } from '../../db/session-tile.ts';

export const tileFilters = ['all', 'review', 'failed', 'decided'] as const;
export type TileFilter = (typeof tileFilters)[number];

function passesFilter({ status }: SessionTile, filter: TileFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'review':
      // Blocked sessions wait for a person, too.
      return status === 'review' || status === 'blocked';
    case 'failed':
      return status === 'failed';
    case 'decided':
      return status === 'approved' || status === 'declined' || status === 'ask-again';
  }
}

/** Case, accents and the machine-readable zone's habit of writing no accents must not hide anybody. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase('en');
}

const haystacks = new WeakMap<SessionTile, string>();

/** Everything of a tile that a person would type; computed once per tile. */
function haystackOf(tile: SessionTile): string {
  const known = haystacks.get(tile);
  if (known !== undefined) return known;
  const { name, documentNumber, country, documentType, clientKey, scenarioName, sessionId } = tile;
  const haystack = plain(
    [name, documentNumber, country, documentType, clientKey, scenarioName, sessionId].join(' '),
  );
  haystacks.set(tile, haystack);
  return haystack;
}

/** Tiles that match the chip and every word of the text, in their given order. */
export function filterTiles(
  tiles: readonly SessionTile[],
  filter: TileFilter,
  text: string,
): readonly SessionTile[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (filter === 'all' && words.length === 0) return tiles;
  return tiles.filter(
    (tile) => passesFilter(tile, filter) && words.every((word) => haystackOf(tile).includes(word)),
  );
}

/** How many sessions each chip would show. */
export function countByFilter(tiles: readonly SessionTile[]): Readonly<Record<TileFilter, number>> {
  const counts = { all: tiles.length, review: 0, failed: 0, decided: 0 };
  for (const tile of tiles) {
    for (const filter of ['review', 'failed', 'decided'] as const)
      counts[filter] += Number(passesFilter(tile, filter));
  }
  return counts;
}
