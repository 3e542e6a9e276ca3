import { defineCheck } from './check.ts';
import { alikeOrNot, likenessReasons } from './alike-or-not.ts';

/** The portrait on the document in the hand is the portrait of the document step: another one there means another document, or another photograph. */
export const faceHeldMatchesDocument = defineCheck({
  id: 'face.held-matches-document',
  version: 1,
  appliesTo: 'selfie',
  needs: ['heldAndDocument'],
  reasons: likenessReasons,
  run: ({ heldAndDocument }, { policy }) => alikeOrNot([heldAndDocument], policy),
});
