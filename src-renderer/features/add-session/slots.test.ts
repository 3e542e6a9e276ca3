import { describe, expect, it } from 'vitest';
import { idCardAndSelfie } from '#shared/domain/scenario.ts';
import { placeFiles, slotsOf } from './slots.ts';

const slots = slotsOf(idCardAndSelfie);

it('asks for every picture of the scenario in order', () => {
  expect(slots.map(({ key }) => key)).toEqual(['document/front', 'document/back', 'selfie/selfie']);
});

describe('files', () => {
  it('fill the empty slots in order; those beyond go nowhere', () => {
    const placed = placeFiles(slots, new Set(['document/front']), ['a', 'b', 'c']);
    expect([...placed]).toEqual([
      ['document/back', 'a'],
      ['selfie/selfie', 'b'],
    ]);
  });

  it('aimed at a slot replace what is there, and the rest follows', () => {
    const placed = placeFiles(slots, new Set(['document/back']), ['a', 'b'], 'document/back');
    expect([...placed]).toEqual([
      ['document/back', 'a'],
      ['selfie/selfie', 'b'],
    ]);
  });
});
