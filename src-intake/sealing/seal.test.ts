import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BrokenSealError, createSealer, keyBytes, seal, unseal } from './seal.ts';

const key = randomBytes(keyBytes);

it('opens what it sealed, whole or in pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.string(), (chunks, place) => {
      const plain = Buffer.concat(chunks);
      expect(unseal(key, place, seal(key, place, plain))).toEqual(plain);
      const sealer = createSealer(key, place);
      const sealed = Buffer.concat([
        sealer.head,
        ...chunks.map((chunk) => sealer.update(Buffer.from(chunk))),
        sealer.final(),
      ]);
      expect(unseal(key, place, sealed)).toEqual(plain);
    }),
  );
});

it('opens nothing of which a bit was changed, a byte is missing, or that stands elsewhere', () => {
  const sealed = seal(key, 'here', Buffer.from('plain'));
  for (let index = 0; index < sealed.length * 8; index++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(index >> 3) ^ (1 << (index & 7)), index >> 3);
    expect(() => unseal(key, 'here', changed)).toThrow(BrokenSealError);
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => unseal(key, 'here', sealed.subarray(0, length))).toThrow(BrokenSealError);
  }
  expect(() => unseal(key, 'there', sealed)).toThrow(BrokenSealError);
  expect(() => unseal(randomBytes(keyBytes), 'here', sealed)).toThrow(BrokenSealError);
});

it('seals the same twice in different ways', () => {
  expect(seal(key, 'here', Buffer.from('plain'))).not.toEqual(seal(key, 'here', Buffer.from('plain')));
});
