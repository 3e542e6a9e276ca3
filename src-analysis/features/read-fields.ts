import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { comparableText, isFragment, editDistance, likenessOf, plainText } from './compare-text.ts';
import type { FieldComparison } from './feature-values.ts';
import { knownLabels, type KnownLabel } from './field-labels.ts';
import { fieldTitlesInJson } from './field-titles.ts';
import { boundsOfRects } from './mrz-reading.ts';
import { findPrintedDates } from './printed-dates.ts';

export interface ReadFieldsInput {
  readonly captureId: CaptureId;
  /** Rectangles in pixels of the original picture. */
  readonly words: readonly OcrWord[];
  /** What the MRZ says, if anything. */
  readonly mrzFields: readonly DocumentField[];
}

export interface PrintedFields {
  /** What the print says, each with `agreement` against the MRZ. */
  readonly fields: readonly DocumentField[];
  /** The fields that both state. */
  readonly comparisons: readonly FieldComparison[];
}

/** From here on a printed text is the MRZ's value, misread at most in a letter. */
const foundLikeness = 0.85;
/** A sure word between this and `foundLikeness` is probably the field with other letters: for a person to look at. */
const doubtfulLikeness = 0.6;
/** Words under this confidence are noise of the background pattern more often than not. */
const leastWordConfidence = 0.3;
/** What a word needs to contradict the MRZ, see the policy's `confidentWord`. */
const sureWordConfidence = 0.8;
/** Longest run of words taken as one value: four given names. */
const mostWords = 4;

interface Run {
  readonly words: readonly OcrWord[];
  readonly text: string;
  readonly confidence: number;
}

/**
 * Gives printed words to fields: of the words that say what the MRZ says the one at the field's caption, else any of them; if
 * none says it, what stands at the caption. What is neither is left alone: a field that is not listed was not read, which is
 * no difference.
 */
export function readFields({ captureId, words, mrzFields }: ReadFieldsInput): PrintedFields {
  const lines = toLines(words, leastWordConfidence);
  const runs = lines.flatMap(runsOf);
  // A date proves itself by its form. Tesseract doubts whole words for a narrow space between them, as in `21 MAY 2024`.
  const dates = toLines(words, 0).flatMap(datesOf);
  const fields: DocumentField[] = [];
  const comparisons: FieldComparison[] = [];
  const captions = findCaptions(lines);
  const taken = new Set<OcrWord>(captions.flatMap(({ words: own }) => own));

  const add = (
    name: FieldName,
    run: Run,
    normalized: string | null,
    compared: { readonly mrz: DocumentField; readonly likeness: number } | null,
  ): void => {
    for (const word of run.words) taken.add(word);
    const viz: DocumentField = {
      name,
      title: fieldTitlesInJson[name],
      value: run.text,
      normalized,
      confidence: run.confidence,
      source: 'viz',
      captureId,
      regionPx: boundsOfRects(run.words.map(({ rectPx }) => rectPx)),
      characters: run.words.flatMap(({ text, confidence }) =>
        [...text].map((char) => ({ char, confidence })),
      ),
      agreement: compared === null ? 'single' : compared.likeness >= foundLikeness ? 'agrees' : 'differs',
    };
    fields.push(viz);
    if (compared !== null) comparisons.push({ ...compared, viz });
  };

  for (const mrz of mrzFields) {
    const value = mrz.normalized;
    if (value === null || value === '') continue;
    const near = captions.filter(({ name }) => name === mrz.name);
    const free = (run: Run): boolean => run.words.every((word) => !taken.has(word));
    switch (mrz.name) {
      case 'birth-date':
      case 'issue-date':
      case 'expiry-date': {
        if (!/^\d{4}-\d\d-\d\d$/.test(value)) break;
        const alike = dates.filter(({ days, run }) => days.includes(value) && free(run));
        const same = nearest(alike, near, ({ run }) => run) ?? alike[0];
        if (same !== undefined) {
          add(mrz.name, same.run, value, { mrz, likeness: 1 });
          break;
        }
        const others = dates.filter(({ run }) => free(run) && run.confidence >= sureWordConfidence);
        const other = nearest(others, near, ({ run }) => run);
        if (other === undefined) break;
        const printed = other.days[0] ?? '';
        add(mrz.name, other.run, printed, { mrz, likeness: likenessOf(printed, value) * dateDoubt });
        break;
      }
      case 'sex': {
        const letters = runs.filter(
          ({ words: own, text }) => own.length === 1 && /^[MFX](\/[A-Z])?$|^[A-Z]\/[MFX]$/i.test(text),
        );
        const alike = letters.filter((run) => free(run) && run.text.toUpperCase().split('/').includes(value));
        const same = nearest(alike, near, (run) => run) ?? alike[0];
        if (same !== undefined) add('sex', same, value, { mrz, likeness: 1 });
        break;
      }
      case 'nationality': {
        // Documents print the name of the nationality, which begins like the code: UTOPIAN for UTO. It can agree, never differ.
        // The state's own name begins so too and heads every page, so that only the caption tells them apart.
        if (value.length < 3) break;
        const alike = runs.filter(
          (run) => free(run) && run.words.length === 1 && plainText(run.text).startsWith(plainText(value)),
        );
        const same = nearest(alike, near, (run) => run);
        if (same !== undefined) add('nationality', same, value, { mrz, likeness: 1 });
        break;
      }
      case 'surname':
      case 'given-names':
      case 'patronymic':
      case 'document-number':
      case 'personal-number': {
        const scoreOf = (run: Run): number =>
          mrz.name === 'document-number' && isWholeOf(run.text, value) ? 1 : likenessOf(run.text, value);
        const alike = runs.filter((run) => free(run) && scoreOf(run) >= foundLikeness);
        const captioned = alike.filter((run) => nearest([run], near, (item) => item) !== undefined);
        // Where its own caption is seen, a name at another's says nothing of this one: the two may have been exchanged.
        const elsewhere =
          near.length === 0 ? alike : alike.filter((run) => !isAtCaptionOfOtherName(mrz.name, run));
        const best = bestOf(captioned.length > 0 ? captioned : elsewhere, scoreOf);
        if (best !== undefined) {
          add(mrz.name, best.item, normalizedText(best.item.text), { mrz, likeness: best.score });
          break;
        }
        const sure = runs.filter((run) => free(run) && run.confidence >= sureWordConfidence);
        const labelled = nearest(
          sure.filter((run) => looksLike(mrz.name, run.text)),
          near,
          (run) => run,
        );
        if (labelled !== undefined) {
          const text = bestOf(
            sure.filter(({ words: own }) => own[0] === labelled.words[0]),
            (run) => likenessOf(run.text, value),
          );
          const run = text?.item ?? labelled;
          if (nameFields.includes(mrz.name) && isFragment(run.text, value)) break;
          add(mrz.name, run, normalizedText(run.text), { mrz, likeness: text?.score ?? 0 });
          break;
        }
        const doubtful = bestOf(sure, (run) => likenessOf(run.text, value));
        // A long value that nearly stands there; short ones are alike by chance.
        if (doubtful !== undefined && doubtful.score >= doubtfulLikeness && plainText(value).length >= 6) {
          add(mrz.name, doubtful.item, normalizedText(doubtful.item.text), { mrz, likeness: doubtful.score });
        }
        break;
      }
      case 'issuing-state':
      case 'optional-data':
      case 'place-of-birth':
      case 'authority':
      case 'division-code':
      case 'address':
      case 'licence-categories':
        break;
    }
  }

  addUncompared();
  return { fields, comparisons };

  function isAtCaptionOfOtherName(own: FieldName, { words: [first] }: Run): boolean {
    return nameFields.some((name) => {
      const others = captions.filter((caption) => caption.name === name);
      return (
        name !== own &&
        nearest(
          runs.filter((run) => looksLike(name, run.text)),
          others,
          (run) => run,
        )?.words[0] === first
      );
    });
  }

  /** Of the days that a printed date may mean, as two figures of a year do: the only one in the holder's life and the document's. */
  function issueDayOf(days: readonly string[]): string | null {
    const [birth, expiry] = (['birth-date', 'expiry-date'] as const).map(
      (name) => mrzFields.find((field) => field.name === name)?.normalized ?? null,
    );
    const possible = days.filter(
      (day) => (birth ?? '') <= day && (expiry === null || expiry === undefined || day <= expiry),
    );
    return possible.length === 1 ? (possible[0] ?? null) : null;
  }

  /** Fields that no MRZ states, by their captions alone. */
  function addUncompared(): void {
    const known = new Set(fields.map(({ name }) => name));
    const issued = nearest(
      dates.filter(({ run }) => run.words.every((word) => !taken.has(word))),
      captions.filter(({ name }) => name === 'issue-date'),
      ({ run }) => run,
    );
    if (issued !== undefined && !known.has('issue-date'))
      add('issue-date', issued.run, issueDayOf(issued.days), null);
    const alone: readonly FieldName[] =
      mrzFields.length > 0
        ? ['place-of-birth', 'authority']
        : ['surname', 'given-names', 'document-number', 'place-of-birth', 'authority'];
    for (const name of alone) {
      const near = captions.filter((caption) => caption.name === name);
      const free = runs.filter(
        (run) => run.words.every((word) => !taken.has(word)) && run.confidence >= sureWordConfidence,
      );
      const first = nearest(
        free.filter((run) => looksLike(name, run.text)),
        near,
        (run) => run,
      );
      if (first === undefined) continue;
      // The longest run that begins there is the whole value.
      const whole = free.filter(({ words: own }) => own[0] === first.words[0]).at(-1) ?? first;
      add(name, whole, normalizedText(whole.text), null);
    }
  }
}

const nameFields: readonly FieldName[] = ['surname', 'given-names', 'patronymic'];

/** Two dates share most of their digits by chance; one that differs is another date, not a likeness. */
const dateDoubt = 0.5;

const normalizedText = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ').trim();

/** A number longer than the zone's nine places is cut there on visas (ICAO Doc 9303-7), so that the print says more. */
function isWholeOf(printed: string, mrzValue: string): boolean {
  const placesInZone = 9;
  return mrzValue.length === placesInZone && plainText(printed).startsWith(plainText(mrzValue));
}

function looksLike(name: FieldName, text: string): boolean {
  const plain = plainText(text);
  if (name === 'document-number' || name === 'personal-number')
    return plain.length >= 6 && /\d{3}/.test(plain);
  return /^[A-Z]{2,}$/.test(plain);
}

type Line = readonly OcrWord[];

function toLines(words: readonly OcrWord[], leastConfidence: number): Line[] {
  const lines = new Map<number, OcrWord[]>();
  for (const word of words) {
    if (word.confidence < leastConfidence || !/[\p{L}\p{N}]/u.test(word.text)) continue;
    const line = lines.get(word.line) ?? [];
    line.push(word);
    lines.set(word.line, line);
  }
  return [...lines.values()];
}

/** Every run of one to four neighboring words; the shorter before the longer of the same start. */
function runsOf(line: Line): Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < line.length; start += 1) {
    for (let end = start + 1; end <= Math.min(line.length, start + mostWords); end += 1) {
      runs.push(toRun(line.slice(start, end)));
    }
  }
  return runs;
}

function toRun(words: readonly OcrWord[]): Run {
  return {
    words,
    text: words.map(({ text }) => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}.]+$/gu, '')).join(' '),
    confidence: Math.min(...words.map(({ confidence }) => confidence)),
  };
}

function datesOf(line: Line): { days: readonly string[]; run: Run }[] {
  let text = '';
  const starts: { readonly word: OcrWord; readonly at: number; readonly end: number }[] = [];
  for (const word of line) {
    const upper = word.text.toUpperCase().normalize('NFD').replace(/\p{M}/gu, '');
    starts.push({ word, at: text.length, end: text.length + upper.length });
    text += `${upper} `;
  }
  return findPrintedDates(text).map(({ days, start, end }) => ({
    days,
    run: toRun(starts.filter((part) => part.at < end && part.end > start).map(({ word }) => word)),
  }));
}

interface Caption {
  /** `null` of what is no field of ours. */
  readonly name: FieldName | null;
  readonly words: readonly OcrWord[];
  readonly rectPx: Rect;
}

/** Runs of words that are captions; a caption in two languages (`Surname / Nom`) gives two of the same field. */
function findCaptions(lines: readonly Line[]): Caption[] {
  const captions: Caption[] = [];
  const used = new Set<OcrWord>();
  const runs = lines.flatMap(runsOf).sort((a, b) => b.words.length - a.words.length);
  for (const { words, text } of runs) {
    if (words.some((word) => used.has(word))) continue;
    const plain = comparableText(text);
    const found = captionOf(plain);
    if (found === undefined) continue;
    for (const word of words) used.add(word);
    captions.push({ name: found.name, words, rectPx: boundsOfRects(words.map(({ rectPx }) => rectPx)) });
  }
  return captions;
}

/** The caption that a text is. A loop and no closure, which would be compiled anew for every page. */
function captionOf(plain: string): KnownLabel | undefined {
  for (const label of knownLabels()) if (isCaption(plain, label.key)) return label;
  return undefined;
}

/** Small print is misread more: one letter in six may be wrong, but none of a short caption. */
function isCaption(text: string, label: string): boolean {
  if (text === label) return true;
  const most = label.length >= 6 ? Math.floor(label.length / 6) : 0;
  return most > 0 && editDistance(text, label, most) <= most;
}

/**
 * The item that stands where a caption's value stands: behind it on its line, or beneath it within three line heights.
 * Documents print the value beneath its caption, or to the right of it.
 */
function nearest<Item>(
  items: readonly Item[],
  captions: readonly Caption[],
  runOf: (item: Item) => Run,
): Item | undefined {
  let best: { item: Item; cost: number } | undefined;
  for (const { rectPx: caption } of captions) {
    for (const item of items) {
      const rect = boundsOfRects(runOf(item).words.map(({ rectPx }) => rectPx));
      const below = rect.y + rect.height / 2 - (caption.y + caption.height);
      const behind = rect.x - (caption.x + caption.width);
      const isBeneath =
        below > 0 && below < 3 * rect.height && Math.abs(rect.x - caption.x) < 3 * rect.height;
      const isBehind =
        Math.abs(rect.y + rect.height / 2 - (caption.y + caption.height / 2)) < rect.height &&
        behind > -rect.height &&
        behind < 8 * rect.height;
      if (!isBeneath && !isBehind) continue;
      const cost = isBeneath ? below + Math.abs(rect.x - caption.x) : behind + rect.height;
      if (best === undefined || cost < best.cost) best = { item, cost };
    }
  }
  return best?.item;
}

function bestOf<Item>(
  items: readonly Item[],
  scoreOf: (item: Item) => number,
): { item: Item; score: number } | undefined {
  let best: { item: Item; score: number } | undefined;
  for (const item of items) {
    const score = scoreOf(item);
    if (best === undefined || score > best.score) best = { item, score };
  }
  return best;
}
