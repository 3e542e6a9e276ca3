import { defineCheck } from './check.ts';
import { alikeOrNot, likenessReasons } from './alike-or-not.ts';

/** Selfie, selfie with document and the picture taken in the liveness step show one person: of all their pairs the least alike decides. */
export const faceSamePerson = defineCheck({
  id: 'face.same-person',
  version: 1,
  appliesTo: 'session',
  needs: ['liveFaces'],
  reasons: likenessReasons,
  run: ({ liveFaces }, { policy }) => alikeOrNot(liveFaces, policy),
});
