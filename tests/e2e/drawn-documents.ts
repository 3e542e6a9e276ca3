import { resolve } from 'node:path';
import type { Side } from '#shared/domain/scenario.ts';
import { makeItem } from '../corpus/corpus.ts';
import { documentKinds, type DocumentKind } from '../corpus/page-truth.ts';
import { loadResources } from '../corpus/resources.ts';

export interface SentPicture {
  readonly side: Side;
  readonly bytes: Uint8Array;
}

/** A document that the corpus draws, photographed on an easy scene: its sides as JPEGs, and what is printed on it. */
export async function drawnDocument(kind: DocumentKind): Promise<{
  readonly pictures: readonly SentPicture[];
  /** What the print of the first side says of a field. */
  readonly printed: (name: string) => string | undefined;
}> {
  const resources = await loadResources(resolve(import.meta.dirname, '../..'));
  // The corpus takes kinds in turn by their index.
  const key = { split: 'tune', seed: 'e2e', index: documentKinds.indexOf(kind) } as const;
  const { document, pictures } = await makeItem('easy', key, resources);
  return {
    pictures: pictures.map(({ bytes, side: { side } }) => ({ side, bytes })),
    printed: (name) =>
      document.sides.flatMap(({ fields }) => fields).find((field) => field.name === name)?.normalized,
  };
}
