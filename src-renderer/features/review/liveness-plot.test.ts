import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LivenessAnalysis } from '#shared/domain/analysis.ts';
import { aCaptureId } from '#shared/testing/builders.ts';
import { livenessPlot } from './liveness-plot.ts';

type Frame = LivenessAnalysis['frames'][number];

function aFrame(n: number, actionIndex: number | null, yawDeg: number | null, atMs = n * 333): Frame {
  return {
    captureId: aCaptureId(n + 1),
    atMs,
    actionIndex,
    hash: null,
    faces: yawDeg === null ? 0 : 1,
    face:
      yawDeg === null ? null : { yawDeg, pitchDeg: 0, eyeOpening: null, mouthOpening: 0, mouthWidth: 0.8 },
  };
}

function anAnalysis(frames: readonly Frame[]): LivenessAnalysis {
  const common = { status: 'done' as const, did: null, reachedAtMs: null };
  return {
    neutral: { yawDeg: 2, pitchDeg: 0, eyeOpening: null, mouthWidth: 0.8 },
    actions: [
      { ...common, action: 'turn-left', measure: 'yaw', threshold: 20 },
      { ...common, action: 'blink', measure: 'eyes', threshold: null },
      { ...common, action: 'turn-right', measure: 'yaw', threshold: -16 },
    ],
    bestFrameId: null,
    frames: [...frames],
  };
}

describe('the plot of a challenge', () => {
  it('draws each measure once, with a threshold while it was asked for, and none that was not measured', () => {
    const frames = [aFrame(0, null, 2), aFrame(1, 0, 30), aFrame(2, 1, 2), aFrame(3, 2, -30)];
    const { measures, spans } = livenessPlot(anAnalysis(frames));
    expect(measures.map(({ measure }) => measure)).toEqual(['yaw']);
    expect(spans.map(({ place }) => place)).toEqual([null, 0, 1, 2]);
    expect(measures[0]?.thresholds.map(({ place }) => place)).toEqual([0, 2]);
    expect(measures[0]?.thresholds[0]?.from).toBe(spans[1]?.from);
  });

  it('gives frames that lie closer together less room, as their times say', () => {
    const at = (n: number, atMs: number) => aFrame(n, 0, n, atMs);
    const [yaw] = livenessPlot(
      anAnalysis([at(0, 0), at(1, 333), at(2, 400), at(3, 500), at(4, 666)]),
    ).measures;
    const gaps = (yaw?.points ?? []).slice(1).map(({ x }, nth) => x - (yaw?.points[nth]?.x ?? 0));
    const [first = 1] = gaps;
    expect(gaps.map((gap) => Math.round((333 * gap) / first))).toEqual([333, 67, 100, 166]);
    expect(yaw?.lines.map((line) => line.length)).toEqual([5]);
  });

  it('draws no line over a pause, nor over a frame without a face', () => {
    const frames = [aFrame(0, 0, 1), aFrame(1, 0, 2), aFrame(2, 0, null), aFrame(3, 0, 3), aFrame(30, 1, 4)];
    const [yaw] = livenessPlot(anAnalysis(frames)).measures;
    expect(yaw?.lines.map((line) => line.length)).toEqual([2, 1, 1]);
    expect(yaw?.points.map(({ y }) => y === null)).toEqual([false, false, true, false, false]);
  });

  it('keeps everything inside, from left to right', () => {
    const frame = fc.record({
      yawDeg: fc.option(fc.double({ min: -90, max: 90, noNaN: true })),
      afterMs: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 40 }), (given) => {
        let atMs = 0;
        const frames = given.map(({ yawDeg, afterMs }, n) =>
          aFrame(n, n === 0 ? null : Math.min(2, Math.floor(n / 9)), yawDeg, (atMs += afterMs)),
        );
        for (const { points, thresholds } of livenessPlot(anAnalysis(frames)).measures) {
          const xs = points.map(({ x }) => x);
          expect(xs).toEqual(xs.toSorted((a, b) => a - b));
          for (const value of [...xs, ...points.map(({ y }) => y ?? 0), ...thresholds.map(({ y }) => y)]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});
