import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { Translate } from '../../app/i18n/i18n.ts';

/** What a face of a session is called: its role, numbered where several have it. */
export function faceTitle(face: AnalyzedFace, faces: readonly AnalyzedFace[], t: Translate): string {
  const alike = faces.filter(({ role }) => role === face.role);
  const name = t(`face.${face.role}`);
  return alike.length > 1 ? `${name} ${(alike.indexOf(face) + 1).toString()}` : name;
}
