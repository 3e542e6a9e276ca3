import { defineCheck, failed, passed } from './check.ts';

/**
 * No frame came twice, and no movement came again: a camera's noise makes no two pictures alike to the byte, a file that is played in its place
 * does. Within the challenge; other sessions are not looked at.
 */
export const livenessNotReplayed = defineCheck({
  id: 'liveness.not-replayed',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessRepetition'],
  reasons: ['same-frame', 'loop'],
  run({ livenessRepetition: { same, loop } }) {
    for (const [pair, reason] of [
      [same, 'same-frame'],
      [loop, 'loop'],
    ] as const) {
      if (pair === null) continue;
      const [first, seconds] = pair.map(({ atMs }) => Math.round(atMs / 100) / 10) as [number, number];
      return failed(reason, {
        details: { first, seconds },
        evidence: pair.flatMap(({ captureId, face }) =>
          face === null ? [] : [{ captureId, regionPx: face.boxPx, kind: 'face' as const }],
        ),
      });
    }
    return passed();
  },
});
