import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { ignoredThresholds } from './ignored-thresholds.ts';
import { scenarioSchema } from './scenario.ts';

/** A scenario as an editor works on it: without a version, which it gets when it is committed. */
export const scenarioDraftSchema = scenarioSchema.omit({ version: true });

/**
 * A draft as it may be saved from now on: without thresholds that would be ignored. What was saved before may have some, from when a check
 * counted in another unit, and goes on being read by {@link scenarioDraftSchema}.
 */
export const savableDraftSchema = scenarioDraftSchema.superRefine((draft, context) => {
  for (const { stepId, checkId, value, range } of ignoredThresholds(draft)) {
    const at = draft.steps.findIndex(({ id }) => id === stepId);
    const where = { input: value, path: ['steps', at, 'checks', checkId, 'threshold'] };
    if (range === null) context.addIssue({ ...where, code: 'custom', message: 'the check has no threshold' });
    else if (value < range.min)
      context.addIssue({
        ...where,
        code: 'too_small',
        origin: 'number',
        minimum: range.min,
        inclusive: true,
      });
    else
      context.addIssue({ ...where, code: 'too_big', origin: 'number', maximum: range.max, inclusive: true });
  }
});
export type ScenarioDraft = z.infer<typeof scenarioDraftSchema>;

/**
 * A scenario's life: a draft is edited, committed into a numbered version that never changes again, and one of the versions is
 * active: new sessions and links begin with it. Sessions keep the version that they began with.
 */
export const scenarioRecordSchema = z.strictObject({
  id: scenarioSchema.shape.id,
  /** Of the draft, else of the newest version. */
  name: z.string(),
  /** What is being edited; null when everything is committed. */
  draft: scenarioDraftSchema.nullable(),
  versions: z.array(
    z.strictObject({
      version: z.int().positive(),
      committedAt: instantSchema,
      committedBy: z.string(),
      scenario: scenarioSchema,
    }),
  ),
  activeVersion: z.int().positive().nullable(),
  archived: z.boolean(),
  /** Raised with every change: whoever sends another one has not seen the last, and is refused. */
  revision: z.int().nonnegative(),
});
export type ScenarioRecord = z.infer<typeof scenarioRecordSchema>;
