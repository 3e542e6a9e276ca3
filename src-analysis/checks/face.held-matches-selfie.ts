import { defineCheck } from './check.ts';
import { alikeOrNot, likenessReasons } from './alike-or-not.ts';

/** The portrait on the document in the hand shows the person who holds it. */
export const faceHeldMatchesSelfie = defineCheck({
  id: 'face.held-matches-selfie',
  version: 1,
  appliesTo: 'selfie',
  needs: ['heldAndSelfie'],
  reasons: likenessReasons,
  run: ({ heldAndSelfie }, { policy }) => alikeOrNot([heldAndSelfie], policy),
});
