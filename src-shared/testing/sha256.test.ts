import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256OfText } from './sha256.ts';

it('gives what the platform gives', () => {
  expect(sha256OfText('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sha256OfText(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});
