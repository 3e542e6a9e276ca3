import {
  savableDraftSchema,
  scenarioDraftSchema,
  type ScenarioDraft,
} from '#shared/domain/scenario-record.ts';

export type ScenarioFile =
  | { readonly ok: true; readonly draft: ScenarioDraft }
  | { readonly ok: false; readonly code: 'not-json' }
  /** `where` is the path of the first value that is not as docs/api/scenario.schema.json has it. */
  | { readonly ok: false; readonly code: 'not-a-scenario'; readonly where: string };

/** A scenario as a file, in the form of docs/api/scenario.schema.json. The same scenario gives the same text. */
export function toScenarioFile(draft: ScenarioDraft): string {
  return `${JSON.stringify(scenarioDraftSchema.parse(draft), null, 2)}\n`;
}

/** What a file says, checked by the same schema as everything else. A version number, as in an exported session, is left out. */
export function readScenarioFile(text: string): ScenarioFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'not-json' };
  }
  if (typeof value === 'object' && value !== null && 'version' in value) {
    const { version: _version, ...rest } = value;
    value = rest;
  }
  const parsed = savableDraftSchema.safeParse(value);
  if (parsed.success) return { ok: true, draft: parsed.data };
  const where = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  return { ok: false, code: 'not-a-scenario', where: where === '' ? '/' : where };
}
