import type { LivenessAnalysis, LivenessMeasure } from '#shared/domain/analysis.ts';

type AnalyzedFrame = LivenessAnalysis['frames'][number];

/** A span of the time axis, in the plot's own units from 0 to 1. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export interface PlotPoint {
  readonly captureId: string;
  /** 0 to 1, left to right. */
  readonly x: number;
  /** 0 at the bottom to 1 at the top; `null` where there is no face, or no measure. */
  readonly y: number | null;
}

export interface MeasurePlot {
  readonly measure: LivenessMeasure;
  readonly points: readonly PlotPoint[];
  /** Lines through points without a gap between them. */
  readonly lines: readonly (readonly PlotPoint[])[];
  /** Where the face was before anything was asked; `null` where that is not known. */
  readonly neutralY: number | null;
  /** From where on a movement counts, while it was asked for. */
  readonly thresholds: readonly (Span & { readonly place: number; readonly y: number })[];
  /** The ends of the scale, in the measure's unit. */
  readonly least: number;
  readonly most: number;
}

export interface LivenessPlot {
  /** While each action was asked for, by its place; `null` before the first. */
  readonly spans: readonly (Span & { readonly place: number | null })[];
  readonly measures: readonly MeasurePlot[];
}

/** Between movements a person reads and presses a button: as much is drawn of that, in milliseconds. */
const drawnPauseMs = 700;
/** What each scale shows at least, about neutral: less would make noise look like movement. */
const leastSpan: Readonly<Record<LivenessMeasure, number>> = { yaw: 50, pitch: 30, eyes: 1, mouth: 0.4 };

/** What is drawn of a challenge: one scale for each measure that a movement was told by, over one axis of time without the pauses. */
export function livenessPlot(analysis: LivenessAnalysis): LivenessPlot {
  const { frames, actions, neutral } = analysis;
  const xs = timeAxis(frames);
  const half = frames.length > 1 ? 0.5 / frames.length : 0.5;
  const places = [...new Set(frames.map(({ actionIndex }) => actionIndex))];
  const spans = places.map((place) => {
    const of = xs.filter((_, index) => frames[index]?.actionIndex === place);
    return {
      place,
      from: Math.max(0, Math.min(...of) - half / 2),
      to: Math.min(1, Math.max(...of) + half / 2),
    };
  });
  const measures = [...new Set(actions.map(({ measure }) => measure))]
    .filter((measure) => frames.some(({ face }) => valueOf(face, measure) !== null))
    .map((measure): MeasurePlot => {
      const asked = actions.flatMap(({ measure: own, threshold }, place) => {
        const span = spans.find((candidate) => candidate.place === place);
        return own !== measure || threshold === null || span === undefined
          ? []
          : [{ ...span, place, threshold }];
      });
      const middle = neutral === null ? null : valueOf({ ...neutral, mouthOpening: 0 }, measure);
      const values = [
        ...frames.flatMap(({ face }) => valueOf(face, measure) ?? []),
        ...asked.map(({ threshold }) => threshold),
        ...(middle === null ? [] : [middle]),
      ];
      const { least, most } = scaleOf(values, measure);
      const toY = (value: number): number => (value - least) / (most - least);
      const points = frames.map(({ captureId, face }, index): PlotPoint => {
        const value = valueOf(face, measure);
        return { captureId, x: xs[index] ?? 0, y: value === null ? null : toY(value) };
      });
      return {
        measure,
        points,
        lines: linesOf(points, frames),
        neutralY: middle === null ? null : toY(middle),
        thresholds: asked.map(({ place, from, to, threshold }) => ({ place, from, to, y: toY(threshold) })),
        least,
        most,
      };
    });
  return { spans, measures };
}

/** A frame's measure; `null` where it has none. */
export function valueOf(face: AnalyzedFrame['face'], measure: LivenessMeasure): number | null {
  if (face === null) return null;
  switch (measure) {
    case 'yaw':
      return face.yawDeg;
    case 'pitch':
      return face.pitchDeg;
    case 'eyes':
      return face.eyeOpening;
    case 'mouth':
      return face.mouthWidth;
  }
}

function timeAxis(frames: readonly AnalyzedFrame[]): readonly number[] {
  let at = 0;
  const drawn = frames.map((frame, index) => {
    const before = frames[index - 1];
    if (before !== undefined) at += Math.min(frame.atMs - before.atMs, drawnPauseMs);
    return at;
  });
  const margin = drawnPauseMs / 3;
  return drawn.map((ms) => (ms + margin) / (at + 2 * margin));
}

function scaleOf(values: readonly number[], measure: LivenessMeasure): { least: number; most: number } {
  if (measure === 'eyes') return { least: 0, most: 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(leastSpan[measure], (high - low) * 1.2);
  const middle = (low + high) / 2;
  return { least: middle - span / 2, most: middle + span / 2 };
}

/** A movement's frames are one line: between movements nobody knows where the head was. */
function linesOf(points: readonly PlotPoint[], frames: readonly AnalyzedFrame[]): PlotPoint[][] {
  const lines: PlotPoint[][] = [];
  points.forEach((point, index) => {
    const isOn =
      index > 0 &&
      points[index - 1]?.y !== null &&
      frames[index - 1]?.actionIndex === frames[index]?.actionIndex;
    if (point.y === null) return;
    if (isOn) lines.at(-1)?.push(point);
    else lines.push([point]);
  });
  return lines;
}
