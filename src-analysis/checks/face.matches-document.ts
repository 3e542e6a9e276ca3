import { alikeOrNot, likenessReasons } from './alike-or-not.ts';
import { defineCheck } from './check.ts';

/** The selfie shows the person of the document's portrait; between the bands of the policy a person decides. */
export const faceMatchesDocument = defineCheck({
  id: 'face.matches-document',
  version: 2,
  appliesTo: 'session',
  needs: ['faceComparison'],
  reasons: likenessReasons,
  run: ({ faceComparison: { portrait: a, selfie: b, ...of } }, { policy }) =>
    alikeOrNot([{ ...of, a, b }], policy),
});
