import { expect, it } from 'vitest';
import { inkOn } from './ink-on.ts';

it('writes white on dark colors and black on light ones', () => {
  expect(['#000000', '#1f6feb', '#343a40', '#237032'].map(inkOn)).toEqual(Array(4).fill('#ffffff'));
  expect(['#ffffff', '#ffd43b', '#8bb8ec', '#a0a0a0'].map(inkOn)).toEqual(Array(4).fill('#000000'));
});
