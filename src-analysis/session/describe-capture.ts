import type { AnalyzedCapture } from '#shared/domain/analysis.ts';
import type { CaptureFeatures } from '../features/capture-features.ts';
import type { Placement } from '../features/document-features.ts';
import type { SelfieStep } from '../features/selfie-features.ts';

/** What the result says of a picture itself: its size, and where the document lies in it. */
export async function describeCapture(
  capture: CaptureFeatures,
  placements: readonly Placement[],
): Promise<AnalyzedCapture> {
  const { captureId, side, sha256 } = capture.input;
  const decoded = await capture.decoded();
  const placement = placements.find((candidate) => candidate.captureId === captureId);
  const quad = placement?.quadPx ?? null;
  return {
    id: captureId,
    side,
    sha256,
    width: decoded.ok ? decoded.image.width : null,
    height: decoded.ok ? decoded.image.height : null,
    documentQuadPx: quad === null ? null : [...quad],
    outline: placement?.outline ?? null,
    otherDocumentQuadsPx: (placement?.otherQuadsPx ?? []).map((other) => [...other]),
    rotationDeg: placement?.rotationDeg ?? 0,
    refusal: decoded.ok ? null : decoded.code,
  };
}

/** Where a document in the hand lies, for the result. */
export function placementsOf(selfie: SelfieStep | null): readonly Placement[] {
  const held = selfie?.held;
  const quadPx = held?.quadPx ?? null;
  if (held === null || held === undefined || quadPx === null) return [];
  const { capture, source, confidence } = held;
  const outline = source === null ? null : { source, confidence };
  return [{ captureId: capture.input.captureId, quadPx, rotationDeg: 0, outline, otherQuadsPx: [] }];
}
