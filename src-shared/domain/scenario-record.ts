import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { scenarioSchema } from './scenario.ts';

/** A scenario as an editor works on it: without a version, which it gets when it is committed. */
export const scenarioDraftSchema = scenarioSchema.omit({ version: true });
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
