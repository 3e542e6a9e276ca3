import { alikeOrNot, likenessReasons } from './alike-or-not.ts';
import { defineCheck } from './check.ts';

/** The second, smaller portrait of the document shows the person of the first: whoever changes one often forgets the other. */
export const documentGhostMatchesPortrait = defineCheck({
  id: 'document.ghost-matches-portrait',
  version: 2,
  appliesTo: 'document',
  needs: ['ghostComparison'],
  reasons: likenessReasons,
  run: ({ ghostComparison: { portrait: a, ghost: b, ...of } }, { policy }) =>
    alikeOrNot([{ ...of, a, b }], policy),
});
