import type {
  Analysis,
  AnalyzedCapture,
  DocumentField,
  FieldName,
  Finding,
  RegionKind,
} from '#shared/domain/analysis.ts';
import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { withMargin } from '../../rpc/image-url.ts';
import type { Side, StepType } from '#shared/domain/scenario.ts';
import type { Session } from '#shared/domain/session.ts';
import { stepNumberOf } from '../../ui/step-title.ts';
import { flatSideOf, uprightQuad, type FlatSide } from './flat-side.ts';

/** One picture of a session, with what the analysis knows of it. */
export interface CaptureView {
  readonly captureId: string;
  readonly stepId: string;
  readonly stepType: StepType;
  /** Which step of its type; `null` where there is one only. */
  readonly stepNumber: number | null;
  readonly side: Side;
  readonly mediaType: string;
  readonly byteLength: number;
  /** `null` before an analysis measured it. */
  readonly sizePx: { readonly width: number; readonly height: number } | null;
  /** By how much the content is turned clockwise in the picture. */
  readonly rotationDeg: AnalyzedCapture['rotationDeg'];
  readonly refusal: string | null;
  /** The document in it, flat; `null` where none was found. */
  readonly flat: FlatSide | null;
}

/** Pictures in the order in which the scenario asks for them. */
export function captureViews(session: Session): readonly CaptureView[] {
  const analyzed = new Map<string, AnalyzedCapture>(
    session.analysis?.steps.flatMap((step) =>
      step.captures.map((capture) => [capture.id, capture] as const),
    ) ?? [],
  );
  const sides = flatSidesOf(session.analysis);
  return session.scenario.steps.flatMap((step) =>
    step.sides.flatMap((side) =>
      session.captures
        .filter((capture) => capture.stepId === step.id && capture.side === side)
        .map(({ captureId, mediaType, byteLength }) => {
          const found = analyzed.get(captureId);
          return {
            captureId,
            stepId: step.id,
            stepType: step.type,
            stepNumber: stepNumberOf(step.id, session.scenario.steps),
            side,
            mediaType,
            byteLength,
            sizePx: sizeOf(found),
            rotationDeg: found?.rotationDeg ?? 0,
            refusal: found?.refusal ?? null,
            flat: sides.get(captureId) ?? null,
          };
        }),
    ),
  );
}

/** Frames of challenges, to be looked at as pictures; the film strip of pictures does not list them. */
export function frameViews({ scenario, steps }: Session): readonly CaptureView[] {
  return steps.flatMap(({ id, liveness }) =>
    (liveness?.frames ?? []).map(({ captureId, byteLength }) => ({
      captureId,
      stepId: id,
      stepType: scenario.steps.find((step) => step.id === id)?.type ?? 'liveness',
      stepNumber: stepNumberOf(id, scenario.steps),
      side: 'selfie' as const,
      mediaType: 'image/jpeg',
      byteLength,
      sizePx: null,
      rotationDeg: 0 as const,
      refusal: null,
      flat: null,
    })),
  );
}

function sizeOf(capture: AnalyzedCapture | undefined): CaptureView['sizePx'] {
  if (capture === undefined || capture.width === null || capture.height === null) return null;
  return { width: capture.width, height: capture.height };
}

function flatSidesOf(analysis: Analysis | null): ReadonlyMap<string, FlatSide> {
  const sides = new Map<string, FlatSide>();
  for (const { captures, document } of analysis?.steps ?? []) {
    for (const { id, documentQuadPx } of captures) {
      const quad = documentQuadPx === null ? null : quadOf(documentQuadPx);
      const side = quad && flatSideOf(quad, document);
      if (side !== null) sides.set(id, side);
    }
  }
  return sides;
}

function quadOf([a, b, c, d]: readonly Point[]): Quad | null {
  return a === undefined || b === undefined || c === undefined || d === undefined ? null : [a, b, c, d];
}

export type ZoneKind = 'document' | 'other-document' | 'field' | 'face' | RegionKind;

/** A region drawn over a picture and linked with what was read there. */
export interface Zone {
  readonly id: string;
  readonly kind: ZoneKind;
  readonly captureId: string;
  readonly regionPx: Rect;
  /** Corners, where it lies askew. */
  readonly quadPx: readonly Point[] | null;
  readonly fieldName: FieldName | null;
  readonly source: DocumentField['source'] | null;
}

/** The zone id of a field's reading; fields and zones find each other by it. */
export function fieldZoneId({
  captureId,
  source,
  name,
}: Pick<DocumentField, 'captureId' | 'source' | 'name'>): string {
  return `field:${captureId}:${source}:${name}`;
}

/** All zones of a session, larger ones first, so that smaller ones are drawn above and stay clickable. */
export function zonesOf(analysis: Analysis | null): readonly Zone[] {
  if (analysis === null) return [];
  const zones: Zone[] = [];
  const none = { quadPx: null, fieldName: null, source: null };
  const sides = flatSidesOf(analysis);
  const cornersOn = (captureId: string, box: Rect): Quad | null => {
    const side = sides.get(captureId);
    return side === undefined ? null : uprightQuad(side, box);
  };
  for (const step of analysis.steps) {
    for (const { id, documentQuadPx, otherDocumentQuadsPx } of step.captures) {
      for (const [index, quadPx] of otherDocumentQuadsPx.entries()) {
        zones.push({
          ...none,
          id: `other-document:${id}:${index.toString()}`,
          kind: 'other-document',
          captureId: id,
          regionPx: boundsOf(quadPx),
          quadPx,
        });
      }
      if (documentQuadPx === null) continue;
      zones.push({
        ...none,
        id: `document:${id}`,
        kind: 'document',
        captureId: id,
        regionPx: boundsOf(documentQuadPx),
        quadPx: documentQuadPx,
      });
    }
    const { document } = step;
    if (document === null) continue;
    if (document.mrz !== null) {
      const { captureId, regionPx } = document.mrz;
      zones.push({
        ...none,
        id: `mrz:${captureId}`,
        kind: 'mrz',
        captureId,
        regionPx,
        quadPx: cornersOn(captureId, regionPx),
      });
    }
    for (const [index, { kind, captureId, quadPx }] of document.regions.entries()) {
      // Where the zone was read, its characters say more exactly where it is.
      if (kind === 'mrz' && document.mrz !== null) continue;
      const id = `${kind}:${captureId}:${index.toString()}`;
      zones.push({ ...none, id, kind, captureId, regionPx: boundsOf(quadPx), quadPx });
    }
    for (const field of document.fields) {
      zones.push({
        id: fieldZoneId(field),
        kind: 'field',
        captureId: field.captureId,
        regionPx: field.regionPx,
        quadPx: cornersOn(field.captureId, field.regionPx),
        fieldName: field.name,
        source: field.source,
      });
    }
  }
  for (const { id, captureId, regionPx } of analysis.faces.detected) {
    zones.push({ ...none, id: `face:${id}`, kind: 'face', captureId, regionPx });
  }
  return zones.sort((a, b) => b.regionPx.width * b.regionPx.height - a.regionPx.width * a.regionPx.height);
}

const severity: Readonly<Record<Finding['status'], number>> = {
  failed: 0,
  error: 1,
  warning: 2,
  'not-run': 3,
  passed: 4,
};

/** Whether the scenario does not ask for the check: nobody misses it, unlike one that could not be run. */
export function isSwitchedOff({ status, reason }: Pick<Finding, 'status' | 'reason'>): boolean {
  return status === 'not-run' && reason === 'switched-off';
}

/** Whether documents of the type have no such thing to check, or need not have it: nobody misses it either. */
export function isNotApplicable({ status, reason }: Pick<Finding, 'status' | 'reason'>): boolean {
  return status === 'not-run' && (reason === 'not-applicable' || reason === 'zone-not-needed');
}

/** Whether a finding is listed apart, quietly, and not counted among those that could not be run. */
export function isQuiet(finding: Pick<Finding, 'status' | 'reason'>): boolean {
  return isSwitchedOff(finding) || isNotApplicable(finding);
}

/**
 * Checks that did not run, by reason: what could not be run first, the most frequent reason before others, then what this document or
 * this scenario has no place for.
 */
export function notCheckedByReason(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const byReason = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.status !== 'not-run') continue;
    const reason = finding.reason ?? '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), finding]);
  }
  const rank = ([first]: readonly Finding[]): number =>
    first === undefined || isSwitchedOff(first) ? 2 : isNotApplicable(first) ? 1 : 0;
  return [...byReason.values()].sort((a, b) => rank(a) - rank(b) || b.length - a.length);
}

/** Findings with the worst first; equals keep the order in which the checks are listed. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => severity[a.finding.status] - severity[b.finding.status] || a.index - b.index)
    .map(({ finding }) => finding);
}

/** What asks for an analyst's eye: everything but passes and checks that did not run. */
export function troublesOf(analysis: Analysis | null): readonly Finding[] {
  return worstFirst(
    analysis?.findings.filter(({ status }) => status !== 'passed' && status !== 'not-run') ?? [],
  );
}

/** Identity of a finding within a session. */
export function findingKey({ id, stepId }: Pick<Finding, 'id' | 'stepId'>): string {
  return `${stepId ?? ''}/${id}`;
}

export interface AlignedCharacter {
  readonly a: string | null;
  readonly b: string | null;
}

/**
 * Two texts laid side by side with as few differences as possible (Levenshtein), so that one inserted character does
 * not make the rest look different. Texts of documents are short; the cost is the product of the lengths.
 */
export function alignTexts(first: string, second: string): readonly AlignedCharacter[] {
  const a = [...first];
  const b = [...second];
  const width = b.length + 1;
  const cost = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number): number => cost[row * width + column] ?? 0;
  for (let row = 0; row <= a.length; row += 1) {
    for (let column = 0; column <= b.length; column += 1) {
      if (row === 0 || column === 0) {
        cost[row * width + column] = row + column;
        continue;
      }
      const replace = at(row - 1, column - 1) + Number(a[row - 1] !== b[column - 1]);
      cost[row * width + column] = Math.min(replace, at(row - 1, column) + 1, at(row, column - 1) + 1);
    }
  }
  const pairs: AlignedCharacter[] = [];
  let [row, column] = [a.length, b.length];
  while (row > 0 || column > 0) {
    const isReplace =
      row > 0 &&
      column > 0 &&
      at(row, column) === at(row - 1, column - 1) + Number(a[row - 1] !== b[column - 1]);
    if (isReplace) {
      row -= 1;
      column -= 1;
      pairs.push({ a: a[row] ?? null, b: b[column] ?? null });
    } else if (row > 0 && at(row, column) === at(row - 1, column) + 1) {
      row -= 1;
      pairs.push({ a: a[row] ?? null, b: null });
    } else {
      column -= 1;
      pairs.push({ a: null, b: b[column] ?? null });
    }
  }
  return pairs.reverse();
}

/** The session to look at after this one: the next that waits for a review in the list's order, wrapping around. */
export function nextToReview<Tile extends { readonly sessionId: string; readonly status: string }>(
  tiles: readonly Tile[],
  current: string,
): Tile | undefined {
  const index = tiles.findIndex(({ sessionId }) => sessionId === current);
  const rotated = [...tiles.slice(index + 1), ...tiles.slice(0, Math.max(index, 0))];
  return rotated.find(({ status }) => status === 'review');
}

/** A single character or a speck says nothing without its surroundings: at least this share of the picture's long side. */
const leastCutOutShare = 0.08;

/** The region to cut out for a finding: its evidence with a margin, and never so small that it shows nothing. */
export function cutOutRegion(
  region: Rect,
  picture?: { readonly width: number; readonly height: number },
): Rect {
  const least = picture === undefined ? 0 : Math.max(picture.width, picture.height) * leastCutOutShare;
  const growX = Math.max(0, least - region.width) / 2;
  const isLine = region.width > 3 * region.height;
  const growY = isLine ? 0 : Math.max(0, least / 2 - region.height) / 2;
  const grown = {
    x: region.x - growX,
    y: region.y - growY,
    width: region.width + 2 * growX,
    height: region.height + 2 * growY,
  };
  return withMargin(grown, isLine ? 0.03 : 0.12, picture);
}
