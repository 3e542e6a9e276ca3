import { alikeOrNot, likenessReasons } from './alike-or-not.ts';
import { defineCheck } from './check.ts';

/** The selfie shows the person of every document's portrait: the least alike decides; between the bands of the policy a person does. */
export const faceMatchesDocument = defineCheck({
  id: 'face.matches-document',
  version: 3,
  appliesTo: 'session',
  needs: ['faceComparison'],
  reasons: likenessReasons,
  run: ({ faceComparison }, { policy }) => alikeOrNot(faceComparison, policy),
});
