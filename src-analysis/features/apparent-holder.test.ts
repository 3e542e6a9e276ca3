import { expect, it } from 'vitest';
import type { DocumentField, DocumentReading } from '#shared/domain/analysis.ts';
import { aFace, aField } from '../testing/builders.ts';
import { apparentHolderOf } from './apparent-holder.ts';

const aReading = (fields: DocumentField[]) => ({ fields }) as unknown as DocumentReading;
const selfie = {
  face: { age: 41.5, sex: 'female', sexConfidence: 0.9 },
  analyzed: aFace(),
} as unknown as Parameters<typeof apparentHolderOf>[1];
const born = aField({ name: 'birth-date', value: '900812', normalized: '1990-08-12', source: 'mrz' });

it('holds the face beside the age on the day of the session and beside the sex', () => {
  const fields = [born, aField({ name: 'sex', value: 'F', normalized: 'F', source: 'mrz' })];
  expect(apparentHolderOf([null, aReading(fields)], selfie, '2026-08-11')).toMatchObject({
    apparentAge: { value: { apparentYears: 41.5, statedYears: 35 } },
    apparentSex: { value: { apparent: 'F', statedSex: 'F', confidence: 0.9 } },
  });
});

it('says why there is nothing to compare', () => {
  const unstated = aField({ name: 'sex', value: '<', normalized: 'X', source: 'mrz' });
  expect(apparentHolderOf([aReading([unstated])], selfie, '2026-08-11')).toEqual({
    apparentAge: { ok: false, reason: 'date-unreadable' },
    apparentSex: { ok: false, reason: 'sex-not-read' },
  });
  expect(apparentHolderOf([aReading([born])], null, '2026-08-11').apparentAge).toEqual({
    ok: false,
    reason: 'no-face',
  });
});
