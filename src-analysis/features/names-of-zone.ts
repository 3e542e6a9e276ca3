import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { candidatesInScript } from '../names/names-in-script.ts';
import { hasCyrillic } from './cyrillic.ts';

const names: readonly FieldName[] = ['surname', 'given-names', 'patronymic'];
/** Further ones are rare letters in rare places: nobody reads a list of them. */
const mostCandidates = 3;

/**
 * Adds to names of the zone what they may be in the script of the state: `inScript`. Only for a state's own citizens, since a foreigner's
 * name was never written in its script, and where the print was not read in it. The Russian internal passport's zone needs none, as
 * each of its characters stands for one letter.
 */
export function withNamesInScript(fields: readonly DocumentField[]): readonly DocumentField[] {
  const ofZone = (name: FieldName): string | null =>
    fields.find((field) => field.source === 'mrz' && field.name === name)?.normalized ?? null;
  const state = ofZone('issuing-state');
  if (state === null || ofZone('nationality') !== state) return fields;
  return fields.map((field) => {
    const { name, source, normalized } = field;
    const isPrinted = fields.some((other) => other.name === name && hasCyrillic(other.normalized ?? ''));
    if (source !== 'mrz' || normalized === null || !names.includes(name) || isPrinted) return field;
    const inScript = candidatesInScript(normalized, state, mostCandidates);
    return inScript.length === 0 ? field : { ...field, inScript };
  });
}
