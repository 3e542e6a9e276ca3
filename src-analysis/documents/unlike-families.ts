import type { Identification } from '#shared/domain/analysis.ts';
import type { DocumentDefinition } from './definition.ts';
import { identify, type DocumentEvidence } from './identify.ts';

/** As `sureFamily` where a family's rules are held against a document. */
const sureFamily = 0.9;
/** What another known type may be left with: the other side's must not be among what is thinkable. */
const unthinkable = 0.01;

/** Whether no other type is thinkable; that it is of none that is known is another question. */
function isSure({ chosen, runnerUp }: Identification): boolean {
  const isOpen = runnerUp !== null && (runnerUp.type === 'unknown' || runnerUp.type === chosen.type);
  const rest = 1 - chosen.confidence - (isOpen ? runnerUp.confidence : 0);
  return chosen.type !== 'unknown' && chosen.confidence >= sureFamily && rest < unthinkable;
}

/**
 * The families of two sides of one document, each told by what it shows by itself, where they are two; `null` where the sides may be of one,
 * and where either might be of another family.
 */
export function unlikeFamilies(
  front: DocumentEvidence,
  back: DocumentEvidence,
  definitions: readonly DocumentDefinition[],
): readonly [DocumentDefinition, DocumentDefinition] | null {
  const [one, other] = [identify(front, definitions), identify(back, definitions)];
  const areSure = isSure(one.identification) && isSure(other.identification);
  return areSure && one.definition.type !== other.definition.type ? [one.definition, other.definition] : null;
}
