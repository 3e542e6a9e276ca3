import { savableDraftSchema, type ScenarioDraft } from '#shared/domain/scenario-record.ts';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import type { MessageValues } from '../../app/i18n/i18n.ts';

/** What is wrong with one field, as a sentence of the catalog. */
export interface FieldProblem {
  /** Keys and indices joined with dots, such as `steps.0.sides`. */
  readonly path: string;
  readonly key: MessageKey;
  readonly values: MessageValues;
}

type Issue = NonNullable<ReturnType<typeof savableDraftSchema.safeParse>['error']>['issues'][number];

/** Everything for which the schema refuses a draft, in the order of the fields. Empty for one that can be saved. */
export function draftProblems(draft: ScenarioDraft): readonly FieldProblem[] {
  const parsed = savableDraftSchema.safeParse(draft);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), ...sentenceOf(issue) }));
}

function sentenceOf(issue: Issue): Omit<FieldProblem, 'path'> {
  const bare = (key: MessageKey): Omit<FieldProblem, 'path'> => ({ key, values: {} });
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return bare('problem.empty');
      if (issue.origin === 'array') return bare('problem.none');
      return { key: 'problem.min', values: { min: Number(issue.minimum) } };
    case 'too_big':
      if (issue.origin === 'string') return { key: 'problem.long', values: { max: Number(issue.maximum) } };
      if (issue.origin === 'array') return { key: 'problem.many', values: { max: Number(issue.maximum) } };
      return { key: 'problem.max', values: { max: Number(issue.maximum) } };
    case 'invalid_format':
      return bare(
        formatProblems[String(issue.path.findLast((part) => typeof part === 'string'))] ?? 'problem.format',
      );
    case 'invalid_type':
      return bare('problem.number');
    case 'custom':
      if (issue.path.at(-1) === 'threshold') return bare('problem.format');
      if (issue.path[0] === 'rules') return bare('problem.listId');
      return bare(issue.path[0] === 'ageYears' ? 'problem.order' : 'problem.stepIds');
    default:
      return bare('problem.format');
  }
}

const formatProblems: Readonly<Record<string, MessageKey>> = {
  callbackUrl: 'problem.url',
  redirectUrl: 'problem.secureUrl',
  accentColor: 'problem.color',
  countries: 'problem.country',
  blacklistIds: 'problem.listId',
  customerListIds: 'problem.listId',
  id: 'problem.id',
};
