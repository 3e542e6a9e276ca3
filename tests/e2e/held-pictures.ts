import { resolve } from 'node:path';
import { aSelfie } from '#analysis/testing/specimen-pictures.ts';
import { must } from '#shared/lib/invariant.ts';
import { drawDocument } from '../corpus/draw-document.ts';
import { holdBeforeSelfie, pictureOf } from '../corpus/measure/held-scene.ts';
import type { DocumentKind } from '../corpus/page-truth.ts';
import { photograph } from '../corpus/photograph/photograph.ts';
import { goodScene } from '../corpus/photograph/scene.ts';
import { loadResources } from '../corpus/resources.ts';
import { createChance } from '../hard-pages/random.ts';
import type { SentPicture } from './drawn-documents.ts';

const people = ['p01', 'p02', 'p03', 'p05'] as const;

/** A drawn document of a person, photographed on a table and held, `widthPx` wide, before that person's selfie; and the selfie alone. */
export async function heldPictures(
  person: (typeof people)[number],
  kind: DocumentKind,
  widthPx: number,
): Promise<readonly (SentPicture & { readonly stepId: string })[]> {
  const all = await loadResources(resolve(import.meta.dirname, '../..'));
  const portrait = must(all.portraits[people.indexOf(person)], 'a portrait of each person');
  const resources = { ...all, portraits: [portrait] };
  const name = `held ${person} ${kind}`;
  const document = await drawDocument(kind, createChance(name), resources);
  const front = must(document.sides[0], 'a front');
  const chance = createChance(`${name} on a table`);
  const onTable = await photograph(front, null, goodScene(chance), all.fonts.plain, chance);
  const selfie = await aSelfie(person);
  const held = await holdBeforeSelfie(
    await pictureOf(selfie),
    front,
    widthPx,
    createChance(`${name} in a hand`),
  );
  return [
    { stepId: 'document', side: 'front', bytes: onTable.bytes },
    { stepId: 'selfie', side: 'selfie', bytes: selfie },
    { stepId: 'held', side: 'selfie', bytes: held.bytes },
  ];
}
