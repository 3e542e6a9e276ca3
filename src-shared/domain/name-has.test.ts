import { expect, it } from 'vitest';
import { nameHas } from './name-has.ts';

it.each([
  ['ANNA MARIA ERIKSSON', 'eriks an'],
  ['Çağla Öztürk', 'caglA'],
  ['Caglar Ozturk', 'Öz'],
  ['ФЁДОР ЙОСИФОВИЧ', 'федор'],
  ['Jean-Luc O’Neil', 'luc neil'],
])('finds %s by %s', (name, asked) => {
  expect(nameHas(name, asked)).toBe(true);
});

it.each([
  ['ANNA MARIA ERIKSSON', 'nna'],
  ['ANNA MARIA ERIKSSON', 'anna smith'],
  ['ANNA MARIA ERIKSSON', ' - '],
  ['ANNA MARIA ERIKSSON', ''],
])('does not find %s by “%s”', (name, asked) => {
  expect(nameHas(name, asked)).toBe(false);
});
