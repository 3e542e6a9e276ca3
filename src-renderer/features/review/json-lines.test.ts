import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonLines } from './json-lines.ts';

it('gives each line its path', () => {
  const lines = jsonLines({ steps: [{ id: 'a', 'odd key': null }], empty: [] });
  expect(lines.map(({ depth, path, key, text }) => [depth, path, key, text])).toEqual([
    [0, '', null, '{'],
    [1, 'steps', 'steps', '['],
    [2, 'steps[0]', null, '{'],
    [3, 'steps[0].id', 'id', '"a",'],
    [3, 'steps[0]["odd key"]', 'odd key', 'null'],
    [2, 'steps[0]', null, '}'],
    [1, 'steps', null, '],'],
    [1, 'empty', 'empty', '[]'],
    [0, '', null, '}'],
  ]);
});

it('is the JSON of any value when joined', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = jsonLines(value)
        .map(({ key, text: own }) => (key === null ? own : `${JSON.stringify(key)}:${own}`))
        .join('');
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
