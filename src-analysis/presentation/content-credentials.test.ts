import fc from 'fast-check';
import { expect, it } from 'vitest';
import { credentialsStore } from '../testing/a-credentials-store.ts';
import { readContentCredentials } from './content-credentials.ts';

const nothing = { programs: [], sourceTypes: [] };
const generated = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

it('reads who made the claim and what the actions say of the source (C2PA 2.1, 10.3 and 18.13)', () => {
  const store = credentialsStore({
    claim: { claim_generator_info: { name: 'A generator', version: '1.0' }, instanceID: 'xmp:iid:1' },
    actions: {
      actions: [{ action: 'c2pa.created', softwareAgent: { name: 'Model 4' }, digitalSourceType: generated }],
    },
  });
  expect(readContentCredentials(store)).toEqual({
    own: { programs: ['Model 4', 'A generator'], sourceTypes: ['trainedAlgorithmicMedia'] },
    ingredients: nothing,
  });
});

it('reads the older form, in which both are plain texts', () => {
  const store = credentialsStore({
    claim: { claim_generator: 'Camera/2.1 c2pa-rs/0.3', alg: 'sha256' },
    actions: { actions: [{ action: 'c2pa.edited', softwareAgent: 'An editor 25' }] },
  });
  expect(readContentCredentials(store)?.own).toEqual({
    programs: ['An editor 25', 'Camera/2.1 c2pa-rs/0.3'],
    sourceTypes: [],
  });
});

const camera = {
  claim: { claim_generator: 'Camera/2.1' },
  actions: { actions: [{ action: 'c2pa.opened' }] },
};
const generator = {
  claim: { claim_generator: 'A generator' },
  actions: { actions: [{ action: 'c2pa.created', digitalSourceType: generated }] },
};

it('takes what the last manifest says for the picture’s own, and the others’ for its ingredients’ (C2PA 2.1, 11)', () => {
  expect(readContentCredentials(credentialsStore(camera, [generator]))).toEqual({
    own: { programs: ['Camera/2.1'], sourceTypes: [] },
    ingredients: { programs: ['A generator'], sourceTypes: ['trainedAlgorithmicMedia'] },
  });
  expect(readContentCredentials(credentialsStore(generator, [camera, camera]))).toEqual({
    own: { programs: ['A generator'], sourceTypes: ['trainedAlgorithmicMedia'] },
    ingredients: { programs: ['Camera/2.1'], sourceTypes: [] },
  });
});

it('takes nothing for the picture’s own where the last manifest cannot be read', () => {
  const store = credentialsStore(camera, [generator]);
  // The length of the last manifest's box, said to reach beyond the store.
  const label = String.fromCharCode(...store).indexOf('urn:c2pa:1');
  store.set([0x7f], label - 33);
  expect(readContentCredentials(store)).toEqual({
    own: nothing,
    ingredients: { programs: ['A generator'], sourceTypes: ['trainedAlgorithmicMedia'] },
  });
});

it('reads the source type from the picture’s own metadata (JSON-LD), and nothing else of it', () => {
  const metadata = `{"@context": {}, "Iptc4xmpExt:DigitalSourceType": "${generated}", "name": "somebody"}`;
  expect(readContentCredentials(credentialsStore({ ...camera, metadata }))?.own).toEqual({
    programs: ['Camera/2.1'],
    sourceTypes: ['trainedAlgorithmicMedia'],
  });
});

it('reads lists and maps whose length is left open (RFC 8949, 3.2.2)', () => {
  const open = (text: string): number[] => [0x60 + text.length, ...new TextEncoder().encode(text)];
  const action = [0xbf, ...open('softwareAgent'), ...open('A model'), ...open('action'), ...open('x'), 0xff];
  const actions = Uint8Array.of(
    0xbf,
    ...open('actions'),
    0x9f,
    ...action,
    0xff,
    ...open('name'),
    ...open('B'),
    0xff,
  );
  expect(readContentCredentials(credentialsStore({ claim: {}, actions }))?.own.programs).toEqual([
    'A model',
    'B',
  ]);
});

it('is null for what is no store: other JUMBF boxes, a cut box, nothing', () => {
  const store = credentialsStore({ claim: { claim_generator: 'x' }, actions: {} });
  expect(readContentCredentials(Uint8Array.of())).toBeNull();
  expect(readContentCredentials(store.subarray(0, 20))).toBeNull();
  const other = Uint8Array.from(store);
  other.set([0x78], store.indexOf(0x63)); // the first letter of the outer label
  expect(readContentCredentials(other)).toBeNull();
});

it('ends quickly and quietly whatever the bytes are, a hostile depth and length among them', () => {
  const own = { claim: { claim_generator: 'x'.repeat(40) }, actions: { actions: [] } };
  const store = credentialsStore(own, [generator]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(store.length - 1), fc.nat(255)), { maxLength: 12 }), (changes) => {
      const changed = Uint8Array.from(store);
      for (const [at, value] of changes) changed[at] = value;
      readContentCredentials(changed);
    }),
  );
  // A map said to have 2^53 entries, and arrays nested without end.
  const bomb = credentialsStore({
    claim: Uint8Array.of(0xbb, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    actions: new Uint8Array(100_000).fill(0x81),
  });
  expect(readContentCredentials(bomb)).toEqual({ own: nothing, ingredients: nothing });
  // More ingredients than boxes are read: those of the picture itself are read first.
  const crowd = credentialsStore(
    generator,
    Array.from({ length: 900 }, () => camera),
  );
  expect(readContentCredentials(crowd)?.own.programs).toEqual(['A generator']);
});
