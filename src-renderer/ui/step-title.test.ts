import { expect, it } from 'vitest';
import { stepNumberOf } from './step-title.ts';

it('numbers the steps of a type only where there are several', () => {
  const one = { id: 'a', type: 'document' } as const;
  const other = { id: 'b', type: 'document' } as const;
  const selfie = { id: 'c', type: 'selfie' } as const;
  const numbers = (...steps: (typeof one | typeof other | typeof selfie)[]) =>
    steps.map(({ id }) => stepNumberOf(id, steps));
  expect(numbers(one, selfie)).toEqual([null, null]);
  expect(numbers(one, selfie, other)).toEqual([1, null, 2]);
  expect(stepNumberOf('gone', [one, selfie])).toBeNull();
});
