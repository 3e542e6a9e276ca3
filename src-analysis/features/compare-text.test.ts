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

it('counts edits as the definition of Levenshtein’s distance does', () => {
  const text = fc.string({ unit: fc.constantFrom('A', 'B', 'C'), maxLength: 8 });
  const distance = (a: string, b: string): number => {
    if (a === '' || b === '') return a.length + b.length;
    const [headA, headB] = [a.charAt(0), b.charAt(0)];
    const exchanged = distance(a.slice(1), b.slice(1)) + (headA === headB ? 0 : 1);
    if (headA === headB) return exchanged;
    return Math.min(exchanged, distance(a.slice(1), b) + 1, distance(a, b.slice(1)) + 1);
  };
  fc.assert(
    fc.property(text, text, fc.nat(8), (a, b, most) => {
      expect(editDistance(a, b)).toBe(distance(a, b));
      expect(editDistance(a, b, most) <= most).toBe(distance(a, b) <= most);
    }),
  );
});

it('takes texts of any length', () => {
  expect(editDistance('A'.repeat(300), 'B' + 'A'.repeat(299))).toBe(1);
  expect(editDistance('A'.repeat(300), 'B' + 'A'.repeat(298) + 'B')).toBe(2);
});
