import type { CaptureInput } from '#analysis/analysis-request.ts';
import type { AnalysisHost } from '#analysis/worker/analysis-host.ts';
import type { Analysis } from '#shared/domain/analysis.ts';
import { boundsOf, type Rect } from '#shared/domain/geometry.ts';

/** Longest side of a cut-out: a document at reading size. */
const mostPx = 1600;

/**
 * Cuts out what an analyst would look at: each document, its zone, each face, and the evidence of each finding that did not
 * pass. File names say step and kind, never anything about the person.
 */
export async function saveCutouts(
  analysis: Analysis,
  captures: readonly Pick<CaptureInput, 'captureId' | 'bytes'>[],
  host: Pick<AnalysisHost, 'render'>,
  save: (name: string, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const used = new Map<string, number>();
  const cut = async (name: string, captureId: string, cropPx: Rect, rollDeg = 0): Promise<void> => {
    const capture = captures.find((candidate) => candidate.captureId === captureId);
    if (capture === undefined || cropPx.width < 1 || cropPx.height < 1) return;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const reply = await host.render({ bytes: capture.bytes, maxPx: mostPx, cropPx, rollDeg });
    if (reply.ok) await save(`${name}${count === 1 ? '' : `-${String(count)}`}.jpg`, reply.bytes);
  };
  for (const { id, document, captures: analyzed } of analysis.steps) {
    for (const { id: captureId, side, documentQuadPx } of analyzed) {
      if (documentQuadPx !== null) await cut(`${id}-${side}`, captureId, boundsOf(documentQuadPx));
    }
    const mrz = document?.mrz ?? null;
    if (mrz !== null) await cut(`${id}-mrz`, mrz.captureId, mrz.regionPx);
  }
  for (const { role, captureId, regionPx, rollDeg } of analysis.faces.detected) {
    await cut(`face-${role}`, captureId, widened(regionPx, 0.3), rollDeg);
  }
  for (const { id, status, evidence } of analysis.findings) {
    if (status === 'passed') continue;
    for (const { captureId, regionPx } of evidence)
      await cut(`evidence-${id}`, captureId, widened(regionPx, 0.1));
  }
}

/** Some surroundings make a detail recognizable. */
function widened({ x, y, width, height }: Rect, by: number): Rect {
  const [right, down] = [width * by, height * by];
  return { x: x - right, y: y - down, width: width + 2 * right, height: height + 2 * down };
}
