import { faceQualityOf } from './face-quality-report.ts';
import {
  fillShares,
  heightsPx,
  pairsOf,
  spoilings,
  type FaceMeasures,
  type FacePairRecord,
  type FaceRecord,
  type Person,
} from './faces.ts';
import { policyMatchDistance } from './match-distance.ts';
import { colors, toSvg } from './plot.ts';
import { table, type Report } from './reports.ts';
import { inDecimals, inPercent, mean, share } from './statistics.ts';

const isSelfie = (shot: string): boolean => shot.startsWith('selfie') && shot !== 'selfie-card';
const isOlder = (shot: string): boolean => shot === 'older';
const isTurned = (shot: string): boolean => shot.startsWith('turn-');
const falseMatchRates = [0.01, 0.1] as const;

/** How faces are found, compared and guessed about, on rendered people: what compares versions, and no real error rates. */
export function facesReport(measures: FaceMeasures, heading: string): Report {
  const { set, detections, fills } = measures;
  const threshold = policyMatchDistance();
  const strangers = pairsOf(measures, 'as taken', isSelfie).filter(({ isGenuine }) => !isGenuine);
  return {
    name: 'faces',
    plots: [{ file: 'faces-distances.svg', svg: distancesPlot(pairsOf(measures, 'as taken', isSelfie)) }],
    text: `# Accuracy: faces

${heading}

${set.pictures.length} pictures of ${new Set(set.pictures.map(({ person }) => person)).size} people who do not exist (${set.source}). They are more alike than
real people, and rendered skin, hair and light are not a camera's: **no error rate here is one of real people**, neither for all nor for a
group. What is measured is whether a version finds, compares and guesses as the one before did, and where it breaks.

## Found

A portrait cut out with room around it, shrunk until its face is so high, at three places of a plain scene of 1280 × 960 px; found is a face whose box
overlaps its place. The quick search is that of selfies and documents; the thorough one, of selfies with a document in the hand, also looks at overlapping
tiles. The pictures of one portrait are alike: read the intervals as too narrow.

${table(
  [
    'height of the face',
    'pictures',
    'found, quick search',
    'found, thorough search',
    'false faces, thorough search',
  ],
  heightsPx.map((heightPx) => {
    const of = detections.filter((record) => record.heightPx === heightPx && record.turnDeg === 0);
    return [
      `${String(heightPx)} px`,
      of.length,
      inPercent(share(of.filter(({ isFound }) => isFound).length, of.length)),
      inPercent(share(of.filter(({ isFoundThoroughly }) => isFoundThoroughly === true).length, of.length)),
      of.reduce((sum, { falseFaces }) => sum + falseFaces, 0),
    ];
  }),
)}

Faces that fill the frame, a phone's held upright, with so much of its height; beyond 100 % forehead and chin are cut off:

${table(
  ['of the frame’s height', 'portraits', 'found'],
  fillShares.map((fillShare) => {
    const of = fills.filter((record) => record.share === fillShare);
    return [
      `${(100 * fillShare).toFixed(0)} %`,
      of.length,
      inPercent(share(of.filter(({ isFound }) => isFound).length, of.length)),
    ];
  }),
)}

Turned in the plane, 160 px high:

${table(
  ['turned by', 'portraits', 'found'],
  [...new Set(detections.map(({ turnDeg }) => turnDeg))]
    .filter((turnDeg) => turnDeg !== 0)
    .map((turnDeg) => {
      const of = detections.filter((record) => record.turnDeg === turnDeg);
      return [
        `${String(turnDeg)}°`,
        of.length,
        inPercent(share(of.filter(({ isFound }) => isFound).length, of.length)),
      ];
    }),
)}

## Compared

The portrait of one person against each selfie, spoiled or not: of the same person (FNMR is the share that misses the match at ${String(threshold)}, the
distance that follows from the policy's false-match rate and the calibration that comes with the program) and of others (FMR is the share that matches). Intervals are Clopper and Pearson's and take pairs for independent, which
pairs of one person are not: read them as too narrow. Two people were made twelve years older; what lies between their portraits and selfies and that picture is all the aging
there is. The last columns are FNMR where the threshold is moved until so many strangers match.

![Distances of pairs of one person and of strangers](faces-distances.svg)

${table(
  [
    'selfie',
    'found',
    'pairs of one person',
    'FNMR',
    'pairs of strangers',
    'FMR',
    ...falseMatchRates.map((rate) => `FNMR at FMR ${String(rate)}`),
  ],
  [
    ...spoilings.map(({ name }) => comparedRow(measures, name, isSelfie, threshold)),
    comparedRow(measures, 'turned heads, 30°', isTurned, threshold),
    // Of two people alone: their portraits and selfies are all held against it.
    comparedRow(
      measures,
      'twelve years older',
      isOlder,
      threshold,
      (shot) => shot === 'portrait' || isSelfie(shot),
    ),
  ],
)}

${String(strangers.length)} pairs of strangers are of ${String(new Set(strangers.map(({ people }) => [...people].sort().join())).size)} pairs of people: rates below one in so many are not told.

${faceQualityOf(measures)}

## Guessed

${guessedOf(measures)}

Poses by the landmarks, in degrees:

${table(
  ['pictures', 'n', 'yaw', 'pitch', 'roll'],
  (
    [
      ['portraits', (shot: string) => shot === 'portrait'],
      ['selfies', isSelfie],
      ['heads turned by 30° to the left', (shot: string) => shot === 'turn-left'],
      ['heads turned by 30° to the right', (shot: string) => shot === 'turn-right'],
    ] as const
  ).flatMap(([name, isChosen]) => {
    const of = asTaken(measures).filter(({ shot }) => isChosen(shot));
    if (of.length === 0) return [];
    const range = (values: readonly number[]): string =>
      `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
    return [
      [
        name,
        of.length,
        range(of.map(({ face }) => face.quality.yawDeg)),
        range(of.map(({ face }) => face.quality.pitchDeg)),
        range(of.map(({ face }) => face.quality.rollDeg)),
      ],
    ];
  }),
)}
`,
  };
}

function asTaken({
  faces,
}: FaceMeasures): readonly (FaceRecord & { readonly face: NonNullable<FaceRecord['face']> })[] {
  return faces.flatMap(({ face, ...record }) =>
    record.spoiling === 'as taken' && face !== null ? [{ ...record, face }] : [],
  );
}

function comparedRow(
  measures: FaceMeasures,
  name: string,
  isChosen: (shot: string) => boolean,
  threshold: number,
  isReference?: (shot: string) => boolean,
): readonly (string | number)[] {
  const spoiling = spoilings.some((known) => known.name === name) ? name : 'as taken';
  const shown = measures.faces.filter((record) => record.spoiling === spoiling && isChosen(record.shot));
  const pairs = pairsOf(measures, spoiling, isChosen, isReference);
  const genuine = pairs.filter(({ isGenuine }) => isGenuine);
  const strangers = pairs.filter(({ isGenuine }) => !isGenuine);
  const missedAt = (distance: number): string =>
    inPercent(share(genuine.filter((pair) => pair.distance > distance).length, genuine.length));
  return [
    name,
    inPercent(share(shown.filter(({ face }) => face !== null).length, shown.length)),
    genuine.length,
    missedAt(threshold),
    strangers.length,
    inPercent(share(strangers.filter((pair) => pair.distance <= threshold).length, strangers.length)),
    ...falseMatchRates.map((rate) => missedAt(distanceAt(strangers, rate))),
  ];
}

/** The largest distance at which no more than this share of strangers match. */
function distanceAt(strangers: readonly FacePairRecord[], rate: number): number {
  const sorted = strangers.map(({ distance }) => distance).sort((a, b) => a - b);
  return (sorted[Math.floor(rate * sorted.length)] ?? 0) - 1e-9;
}

function guessedOf(measures: FaceMeasures): string {
  const { people } = measures.set;
  if (people.length === 0) return 'How old the people were made to be is not known of this set.';
  const guessed = asTaken(measures).flatMap(({ person, shot, face }) => {
    const known = people.find(({ id }) => id === person);
    return known === undefined || shot === 'older' || isTurned(shot) ? [] : [{ known, face }];
  });
  const groups: readonly (readonly [string, (person: Person) => boolean])[] = [
    ['all', () => true],
    ['women', ({ sex }) => sex === 'F'],
    ['men', ({ sex }) => sex === 'M'],
    ['African', ({ ancestry }) => ancestry.startsWith('african')],
    ['Asian', ({ ancestry }) => ancestry.startsWith('asian')],
    ['Caucasian', ({ ancestry }) => ancestry.startsWith('caucasian')],
    ['under 40', ({ years }) => years < 40],
    ['40 and over', ({ years }) => years >= 40],
  ];
  const rows = groups.map(([name, isOf]) => {
    const of = guessed.filter(({ known }) => isOf(known));
    const off = of.map(({ known, face }) => face.age - known.years);
    const wrong = of.filter(({ known, face }) => (face.sex === 'female' ? 'F' : 'M') !== known.sex);
    const surest = Math.max(0, ...wrong.map(({ face }) => face.sexConfidence));
    return [
      name,
      new Set(of.map(({ known }) => known.id)).size,
      of.length,
      inDecimals(mean(off.map((years) => Math.abs(years))), 1),
      mean(off).value.toFixed(1),
      Math.max(...off.map((years) => Math.abs(years))).toFixed(0),
      inPercent(share(wrong.length, of.length)),
      wrong.length === 0 ? '–' : surest.toFixed(2),
    ];
  });
  return `Age and sex beside what the people were made to be; pictures as taken, turned heads left out. Of so few people a group's figures say which
group to look at, and not how wrong the nets are on it.

${table(
  ['group', 'people', 'pictures', 'age off, years (MAE)', 'mean', 'most', 'wrong sex', 'surest wrong one'],
  rows,
)}`;
}

function distancesPlot(pairs: readonly FacePairRecord[]): string {
  const steps = Array.from({ length: 41 }, (_, i) => i * 0.025);
  const curve = (isGenuine: boolean): (readonly [number, number])[] => {
    const distances = pairs.filter((pair) => pair.isGenuine === isGenuine).map(({ distance }) => distance);
    return steps.map((at) => [at, distances.filter((distance) => distance <= at).length / distances.length]);
  };
  const [one, other] = colors;
  return toSvg({
    title: 'Share of pairs at most so far apart',
    x: { title: 'distance', from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    y: { title: 'share', from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] },
    curves: [
      { name: 'one person', color: one, points: curve(true) },
      { name: 'strangers', color: other, points: curve(false) },
    ],
  });
}
