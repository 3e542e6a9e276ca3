import { expect, it } from 'vitest';
import { isDatabaseAway } from './is-database-away.ts';

it.each([
  ['53100', 'its disk is full'],
  ['57P01', 'it shuts down'],
  ['08006', 'the connection broke'],
  ['ECONNREFUSED', 'nobody listens'],
])('takes %s for an outage: %s', (code) => {
  expect(isDatabaseAway(Object.assign(new Error('x'), { code }))).toBe(true);
});

it.each(['23505', '22P02', undefined])('takes %s for a bug', (code) => {
  expect(isDatabaseAway(Object.assign(new Error('x'), { code }))).toBe(false);
});
