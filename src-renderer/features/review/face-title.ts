import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { Translate } from '../../app/i18n/i18n.ts';

/** What a face of a session is called: its role, numbered where several have it. */
export function faceTitle(face: AnalyzedFace, faces: readonly AnalyzedFace[], t: Translate): string {
  return numbered(t(`face.${face.role}`), face, faces);
}

/** The same in a word or two, where there is little room. */
export function shortFaceTitle(face: AnalyzedFace, faces: readonly AnalyzedFace[], t: Translate): string {
  return numbered(t(`faces.short.${face.role}`), face, faces);
}

function numbered(name: string, face: AnalyzedFace, faces: readonly AnalyzedFace[]): string {
  const alike = faces.filter(({ role }) => role === face.role);
  return alike.length > 1 ? `${name} ${(alike.indexOf(face) + 1).toString()}` : name;
}
