import type { DocumentDefinition, FieldDefinition } from '../documents/definition.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { boundsOfRects } from './mrz-reading.ts';
import { asDateText, findPrintedDates } from './printed-dates.ts';

/**
 * The words of a run that its value is made of, where two fields stand behind one label: of a date those that say it, of a place or an authority
 * all but the dates. A word that holds both is cut. The whole run where nothing would be left.
 */
export function wordsOfValue(
  words: readonly OcrWord[],
  kind: FieldDefinition['kind'],
  dateOrders: DocumentDefinition['dateOrders'],
): readonly OcrWord[] {
  if (kind !== 'date' && kind !== 'text' && kind !== 'state') return words;
  const line = asDateText(words.map(({ text }) => text).join(' '));
  const dates = findPrintedDates(line, kind === 'date' ? dateOrders : undefined);
  const [first] = dates;
  if (first === undefined) return words;
  const isOfValue = (index: number): boolean =>
    kind === 'date'
      ? index >= first.start && index < first.end
      : !dates.some(({ start, end }) => index >= start && index < end);
  let at = 0;
  const own = words.flatMap((word) => {
    const characters = Array.from(word.text.normalize('NFC'));
    const start = at;
    at += characters.length + 1;
    const kept = characters.flatMap((_, index) => (isOfValue(start + index) ? [index] : []));
    return partOf(word, characters, kept);
  });
  return own.length > 0 ? own : words;
}

function partOf(word: OcrWord, characters: readonly string[], kept: readonly number[]): readonly OcrWord[] {
  const text = kept.map((index) => characters[index] ?? '').join('');
  if (!/[\p{L}\p{N}]/u.test(text)) return [];
  if (kept.length === characters.length) return [word];
  const { confidences, charactersPx, ...rest } = word;
  const places = ofKept(charactersPx);
  const own = ofKept(confidences);
  return [
    {
      ...rest,
      text,
      ...(own !== undefined && { confidence: Math.min(...own), confidences: own }),
      ...(places !== undefined && { rectPx: boundsOfRects(places), charactersPx: places }),
    },
  ];

  function ofKept<Value>(values: readonly Value[] | undefined): readonly Value[] | undefined {
    return values?.length === characters.length
      ? values.filter((_, index) => kept.includes(index))
      : undefined;
  }
}
