import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, likenessOf, plainText } from './compare-text.ts';

it.each([
  ['Eriksson', 'ERIKSSON', 1],
  ['Anna-Maria', 'ANNA MARIA', 1],
  ['JØRGEN', 'JOERGEN', 1],
  ['Straße', 'STRASSE', 1],
  ['U77CO3R45', 'U77C03R45', 1],
  ['ERIKSS0N', 'ERIKSSON', 1],
  ['ERIKSEN', 'ERIKSSON', 0.75],
  ['', 'ERIKSSON', 0],
])('%s is like %s by %f', (printed, mrz, likeness) => {
  expect(likenessOf(printed, mrz)).toBeCloseTo(likeness, 5);
});

it('finds nothing like an empty value', () => {
  expect(likenessOf('ERIKSSON', '<<<')).toBe(0);
});

it('stays between 0 and 1, and is 1 for the text itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (a, b) => {
      const likeness = likenessOf(a, b);
      expect(likeness).toBeGreaterThanOrEqual(0);
      expect(likeness).toBeLessThanOrEqual(1);
      if (plainText(a) !== '') expect(likenessOf(a, plainText(a))).toBe(1);
    }),
  );
});

it('measures distance as a metric', () => {
  const text = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});
