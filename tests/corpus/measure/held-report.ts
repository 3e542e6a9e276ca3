import type { CheckContext } from '#analysis/checks/check.ts';
import { selfieSameDocument } from '#analysis/checks/selfie.same-document.ts';
import { found } from '#analysis/features/feature-outcome.ts';
import { decidable } from '#analysis/features/held-sameness.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import type { Finding } from '#shared/domain/analysis.ts';
import { corpusDay } from '../holders.ts';
import {
  documentsBeside,
  heldWidthsPx,
  type HeldMeasures,
  type HeldRecord,
  type SamenessRecord,
} from './held.ts';
import { policyMatchDistance } from './match-distance.ts';
import { table, type Report } from './reports.ts';
import { inPercent, share } from './statistics.ts';

const { heldSameLikeness, heldOtherLikeness, heldSameFigures, heldNumberCovered, portraitSharpness } =
  policy202611.thresholds;

/** What is told of a document in the hand, by how large it is in the picture. */
export function heldReport({ scenes, empty, rendered }: HeldMeasures, heading: string): Report {
  const at = (widthPx: number): readonly HeldRecord[] => scenes.filter((scene) => scene.widthPx === widthPx);
  const part = (of: readonly HeldRecord[], isSo: (scene: HeldRecord) => boolean): string =>
    inPercent(share(of.filter(isSo).length, of.length), 0);
  const isComparable = ({ own, sharpness }: HeldRecord): boolean =>
    own?.comparable === true && (sharpness ?? 0) >= portraitSharpness.value;
  const thumbs = scenes.flatMap(({ widthPx, underThumb }) =>
    underThumb === null ? [] : [{ widthPx, underThumb }],
  );
  return {
    name: 'held-document',
    plots: [],
    text: `# Accuracy: the document in the hand

${heading}

Documents of six kinds are drawn into the hands of four rendered people, turned by up to 12°, foreshortened by up to a tenth, under a thumb, out of focus, grainy
and compressed; ${String(scenes.length)} pictures of 1440 px width. **No hand, no card and no face here is real**: the figures say from which size on something
can be told and compare versions. Pictures of one person are alike, so read the intervals as too narrow.

## Found

Found is an outline that shares nine tenths with the document's; the portrait is the face printed on it. The person alone is taken for somebody who is there where the
last column says so: a printed face is nobody.

${table(
  [
    'width of the document',
    'pictures',
    'outline found',
    'portrait found',
    'portrait large and sharp enough to compare',
    'one person counted',
  ],
  heldWidthsPx.map((widthPx) => {
    const of = at(widthPx);
    return [
      `${String(widthPx)} px`,
      of.length,
      part(of, ({ overlap }) => overlap >= 0.9),
      part(of, ({ hasPortrait }) => hasPortrait),
      part(of, isComparable),
      part(of, ({ peopleSeen }) => peopleSeen === 1),
    ];
  }),
)}

Of ${String(empty.length)} selfies with nothing in the hand, a document was told in ${String(empty.filter(({ isFound }) => isFound).length)}.

${
  rendered.length === 0
    ? 'The rendered selfies with a card in the hand were not given.'
    : `Of ${String(rendered.length)} rendered selfies with a card of 240 px in a picture of 960, the outline was found in ${String(rendered.filter(({ hasOutline }) => hasOutline).length)}, the portrait in ${String(rendered.filter(({ hasPortrait }) => hasPortrait).length)}, and one person was counted in ${String(rendered.filter(({ peopleSeen }) => peopleSeen === 1).length)}; the eyes of the portraits are ${rendered.map(({ portraitEyesPx }) => portraitEyesPx?.toFixed(0) ?? '–').join(', ')} px apart, too few to be compared.`
}

## Compared

The portrait in the hand beside the person who holds it, and beside the portraits of the three others; match is a distance of at most ${String(policyMatchDistance())}. Only pairs whose faces
are large and sharp enough count: the others are said to be not comparable.

${table(
  ['width of the document', 'pairs of one person', 'match', 'pairs of strangers', 'match'],
  heldWidthsPx.map((widthPx) => {
    const of = at(widthPx).filter(isComparable);
    const own = of.flatMap((scene) => scene.own ?? []);
    const others = of.flatMap((scene) => scene.others);
    const matched = (pairs: readonly { readonly distance: number }[]): string =>
      inPercent(
        share(pairs.filter(({ distance }) => distance <= policyMatchDistance()).length, pairs.length),
        0,
      );
    return [`${String(widthPx)} px`, own.length, matched(own), others.length, matched(others)];
  }),
)}

## The same document?

Each document in the hand beside four that the document step may have shown, at the outlines that were found. By look: it passes from a likeness of ${String(heldSameLikeness.value)} on and is left to a person up to ${String(heldOtherLikeness.value)}
where its outline was sure; between the two nothing is said. By number: told from 450 px on where zone or print are read; a number passes or fails before any look.
By figures: what stands at the place of the known number is held against it without being read; from a likeness of ${String(heldSameFigures.value)} on it may be that number, with less the document is left to
a person however alike it looks. Without the figures, what looks the same would pass: the column "looks the same" is what passed before they were compared, but for numbers.

${table(
  [
    'beside',
    'pairs',
    'likeness, least to most',
    'looks the same',
    'looks different',
    'likeness of the figures, least to most',
    'figures unlike',
    'number the same',
    'another number',
    'verdict: passes',
    'fails',
    'to a person',
    'not told',
  ],
  documentsBeside.map((beside) => {
    const of = scenes.flatMap(({ sameness }) => sameness.filter((record) => record.beside === beside));
    const count = (isSo: (record: SamenessRecord) => boolean): string =>
      inPercent(share(of.filter(isSo).length, of.length), 0);
    return [
      beside,
      of.length,
      spanOf(of.flatMap(({ likeness }) => likeness ?? [])),
      count(looksSame),
      count(looksOther),
      spanOf(of.flatMap(({ figures }) => figures ?? [])),
      count(({ figures }) => figures !== null && figures < heldSameFigures.value),
      count(({ number }) => number === 'same'),
      count(({ number }) => number === 'other'),
      count((record) => verdictOf(record) === 'passed'),
      count((record) => verdictOf(record) === 'failed'),
      count((record) => verdictOf(record) === 'warning'),
      count((record) => verdictOf(record) === 'not-run'),
    ];
  }),
)}

By size, of the same document and of the three others:

${table(
  [
    'width of the document',
    'the same: passes',
    'not told',
    'to a person or fails',
    'others: passes',
    'not told',
    'to a person or fails',
  ],
  heldWidthsPx.map((widthPx) => {
    const records = at(widthPx).flatMap(({ sameness }) => sameness);
    const cells = [true, false].flatMap((isSame) => {
      const of = records.filter(({ beside }) => (beside === documentsBeside[0]) === isSame);
      const count = (...verdicts: readonly string[]): string =>
        inPercent(share(of.filter((record) => verdicts.includes(verdictOf(record))).length, of.length), 0);
      return [count('passed'), count('not-run'), count('warning', 'failed')];
    });
    return [`${String(widthPx)} px`, ...cells];
  }),
)}

## A thumb over the number

The same documents ${[...new Set(thumbs.map(({ widthPx }) => widthPx))].map(String).join(' and ')} px wide, with a thumb that comes in from the side over the printed number, its tip between the number's middle and its far end. Told as covered is a
number of whose place ${String(heldNumberCovered.value)} lie under something that has the color of skin on both sides of the document's edge. Such a number is left to a person however alike its place looks:
under a finger there may be any number. The last row is of the pictures above, whose thumb hides as little as it may: there it would be said falsely.

${table(
  [
    'pictures',
    'pairs',
    'share under the thumb, least to most',
    'likeness of the figures, least to most',
    'to a person: covered by the hand',
    'to a person: unlike',
    'to a person: looks different',
    'passes',
    'fails or not told',
  ],
  [
    ...documentsBeside
      .slice(0, 2)
      .map(
        (beside) =>
          [
            `thumb over the number, beside ${beside}`,
            thumbs.flatMap(({ underThumb }) =>
              underThumb.sameness.filter((record) => record.beside === beside),
            ),
          ] as const,
      ),
    ['thumb elsewhere, beside all four', scenes.flatMap(({ sameness }) => sameness)] as const,
  ].map(([name, of]) => {
    const count = (isSo: (record: SamenessRecord) => boolean): string =>
      inPercent(share(of.filter(isSo).length, of.length), 0);
    return [
      name,
      of.length,
      spanOf(of.flatMap(({ numberCovered }) => numberCovered ?? [])),
      spanOf(of.flatMap(({ figures }) => figures ?? [])),
      ...(['number-covered', 'number-unlike', 'looks-different'] as const).map((reason) =>
        count((record) => findingOf(record).reason === reason),
      ),
      count((record) => verdictOf(record) === 'passed'),
      count((record) => ['failed', 'not-run'].includes(verdictOf(record))),
    ];
  }),
)}

The outline was found in ${String(thumbs.filter(({ underThumb }) => underThumb.overlap >= 0.9).length)} of these ${String(thumbs.length)} pictures.

## What is not told

What looks the same and is another document is of the same kind and the same person, with other data, drawn by the same layout: at this size its print is bars of about the same length. Figures
that are too small to read still tell it. Numbers here differ in most of their figures; two that differ in one or two are not told apart, and thumbs are drawn where they hide the least.
`,
  };
}

const looksSame = ({ likeness }: SamenessRecord): boolean => (likeness ?? 0) >= heldSameLikeness.value;
const looksOther = ({ likeness, isOutlineSure }: SamenessRecord): boolean =>
  likeness !== null && isOutlineSure && likeness <= heldOtherLikeness.value;

/** As the pipeline judges it. */
const verdictOf = (record: SamenessRecord): Finding['status'] => findingOf(record).status;

function findingOf(record: SamenessRecord): Finding {
  const told = decidable(found(record), policy202611);
  return selfieSameDocument.find({ heldSameness: told }, context);
}

const context: CheckContext = {
  policy: policy202611,
  referenceDay: corpusDay,
  ageYears: { min: 18, max: 120 },
  step: null,
};

const spanOf = (values: readonly number[]): string =>
  values.length === 0 ? '–' : `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
