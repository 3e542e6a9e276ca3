import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scenarioDraftSchema, type ScenarioDraft } from './scenario-record.ts';
import { capturePageSchema, checkSettingSchema, idCardAndSelfie, passportAndSelfie } from './scenario.ts';
import { notificationsSchema, scenarioStepSchema, sessionRulesSchema } from './scenario.ts';

const published = '../../docs/api/scenario.schema.json';

const names = z.registry<{ id: string }>();
const named = {
  step: scenarioStepSchema,
  checkSetting: checkSettingSchema,
  rules: sessionRulesSchema,
  notifications: notificationsSchema,
  capturePage: capturePageSchema,
};
for (const [id, schema] of Object.entries(named)) names.add(schema, { id });

const jsonSchema = {
  title: 'Vidimus scenario',
  description:
    'A scenario as the workstation exports and imports it. What has a default may be left out. Beyond this schema the ids of steps must differ, the youngest allowed age must not exceed the oldest, and a threshold must lie in the range that the editor shows at its check.',
  ...z.toJSONSchema(scenarioDraftSchema, { metadata: names, io: 'input' }),
};

// Formats are also spelled out as patterns where they matter; `format` itself is a note for readers.
const validate = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false }).compile(
  jsonSchema,
);

function draftOf({ version: _version, ...draft }: typeof passportAndSelfie): ScenarioDraft {
  return draft;
}

describe('the published JSON Schema of a scenario', () => {
  it('is what docs/api/scenario.schema.json says (vitest -u writes it anew)', async () => {
    await expect(`${JSON.stringify(jsonSchema, null, 2)}\n`).toMatchFileSnapshot(published);
  });

  it('takes what the schema takes', () => {
    for (const draft of [draftOf(passportAndSelfie), draftOf(idCardAndSelfie)])
      expect(validate(draft)).toBe(true);
    const {
      rules: _rules,
      capturePage: _page,
      notifications: _notices,
      ...least
    } = draftOf(passportAndSelfie);
    expect([validate(least), scenarioDraftSchema.safeParse(least).success]).toEqual([true, true]);
  });

  it.each([
    ['no step', { steps: [] }],
    ['a strange key', { secret: 'x' }],
    ['a version', { version: 1 }],
    ['an id with capitals', { id: 'Passport' }],
    [
      'a color by name',
      { capturePage: { organization: '', purpose: '', accentColor: 'red', redirectUrl: null } },
    ],
  ])('refuses what the schema refuses: %s', (_name, part) => {
    const draft = { ...draftOf(passportAndSelfie), ...part };
    expect([validate(draft), scenarioDraftSchema.safeParse(draft).success]).toEqual([false, false]);
  });
});

it('refuses two steps of one id, and ages the wrong way round', () => {
  const draft = draftOf(passportAndSelfie);
  const [step] = draft.steps;
  const twice = { ...draft, steps: [step, step] };
  const paths = (value: unknown) =>
    scenarioDraftSchema.safeParse(value).error?.issues.map(({ path }) => path.join('.'));
  expect(paths(twice)).toEqual(['steps']);
  expect(paths({ ...draft, ageYears: { min: 60, max: 18 } })).toEqual(['ageYears.max']);
});
