import { expect, it } from 'vitest';
import { signalsByKind } from './signals-by-kind.ts';

it('tells each kind once, with its weightiest words, and of a kind that was not seen', () => {
  const anchor = (seen: string) => ({ kind: 'anchor', definition: 'd', weight: 3, seen }) as const;
  expect(
    signalsByKind([
      { kind: 'mrz', definition: 'd', weight: -2, seen: null },
      anchor('A'),
      { kind: 'size', definition: 'd', weight: 2, seen: '1.59 : 1' },
      ...['B', 'C', 'D'].map(anchor),
    ]),
  ).toEqual([
    { kind: 'mrz', seen: [] },
    { kind: 'anchor', seen: ['A', 'B', 'C'] },
    { kind: 'size', seen: ['1.59 : 1'] },
  ]);
});
