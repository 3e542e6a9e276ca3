import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '#shared/lib/invariant.ts';
import { makeItem, type CorpusItem } from '../corpus/corpus.ts';
import { documentKinds, type DocumentKind } from '../corpus/page-truth.ts';
import { loadResources } from '../corpus/resources.ts';

const root = join(import.meta.dirname, '../..');

/** A picture as a phone sends it, and as the file that other programs read. */
export interface BenchPicture {
  readonly bytes: Uint8Array;
  readonly file: string;
}

/** The two sides of a card. */
export interface BenchCard {
  readonly front: BenchPicture;
  readonly back: BenchPicture;
}

/** Cards of the corpus in a folder that `remove` takes away: easy pictures of the split whose pictures may be looked at, 1800 px wide. */
export async function drawCards<Kind extends DocumentKind>(
  kinds: readonly Kind[],
): Promise<{ readonly cards: Readonly<Record<Kind, BenchCard>>; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-bench-'));
  const resources = await loadResources(root);
  const cards: [Kind, BenchCard][] = [];
  for (const kind of kinds) {
    const index = documentKinds.indexOf(kind);
    const item = await makeItem('easy', { split: 'tune', seed: '1', index }, resources);
    cards.push([kind, { front: await written(item, 'front'), back: await written(item, 'back') }]);
  }
  return {
    cards: Object.fromEntries(cards) as Record<Kind, BenchCard>,
    remove: () => rm(folder, { recursive: true }),
  };

  async function written({ pictures }: CorpusItem, wanted: 'front' | 'back'): Promise<BenchPicture> {
    const { name, bytes } = must(
      pictures.find(({ side }) => side.side === wanted),
      `a picture of the ${wanted}`,
    );
    const file = join(folder, `${name}.jpg`);
    await writeFile(file, bytes);
    return { bytes, file };
  }
}
