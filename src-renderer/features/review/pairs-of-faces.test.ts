import { expect, it } from 'vitest';
import { aFace } from '#shared/testing/builders.ts';
import { facesOfPairs, pairOf, shownPairs } from './pairs-of-faces.ts';

const pair = { a: 'p', b: 's', similarity: 0.8, distance: 0.35, falseMatchRate: 0.004, matched: true };
const poor = { a: 's', b: 'h', reason: 'face-too-small', poorer: 'h' } as const;

it('finds a pair whichever way round it is asked for, compared or not', () => {
  const pairs = shownPairs({ pairs: [pair], notCompared: [poor] });
  expect(pairOf(pairs, 's', 'p')?.kind).toBe('compared');
  expect(pairOf(pairs, 'h', 's')?.kind).toBe('not-compared');
  expect(pairOf(pairs, 'h', 'p')).toBeUndefined();
});

it('leaves out of the matrix who is in no pair', () => {
  const detected = ['p', 's', 'h', 'passer-by'].map((id) => aFace({ id }));
  const pairs = shownPairs({ pairs: [pair], notCompared: [poor] });
  expect(facesOfPairs(detected, pairs).map(({ id }) => id)).toEqual(['p', 's', 'h']);
});
