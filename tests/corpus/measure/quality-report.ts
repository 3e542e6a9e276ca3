import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import type { Fault } from '../photograph/scene.ts';
import { faults } from '../photograph/scene.ts';
import { colors, toSvg } from './plot.ts';
import { strengths, type Measure, type QualityRecord } from './quality.ts';
import { table, type Report } from './reports.ts';
import { areaEstimate, rocOf, type RocPoint, type Scored } from './roc.ts';
import { inDecimals, inPercent, share } from './statistics.ts';

/** A threshold of the policy and the pictures that it is held against. */
interface Threshold {
  readonly name: keyof typeof policy202611.thresholds;
  readonly measure: Measure;
  readonly isBadBelow: boolean;
  readonly faults: readonly Fault[];
  readonly check: string;
}

const thresholds: readonly Threshold[] = [
  {
    name: 'documentSharpness',
    measure: 'sharpness',
    isBadBelow: true,
    faults: ['defocus', 'motion'],
    check: 'document.sharp',
  },
  {
    name: 'glareShare',
    measure: 'glareShare',
    isBadBelow: false,
    faults: ['glare'],
    check: 'document.glare',
  },
  {
    name: 'darkMedianLuma',
    measure: 'medianLuma',
    isBadBelow: true,
    faults: ['dark'],
    check: 'document.exposure',
  },
  {
    name: 'brightShare',
    measure: 'brightShare',
    isBadBelow: false,
    faults: ['bright'],
    check: 'document.exposure',
  },
  {
    name: 'leastContrast',
    measure: 'contrast',
    isBadBelow: true,
    faults: ['bright', 'dark'],
    check: 'document.exposure',
  },
  {
    name: 'pixelsPerMm',
    measure: 'pixelsPerMm',
    isBadBelow: true,
    faults: ['low-resolution'],
    check: 'document.resolution',
  },
];

// A picture is spoiled when more than a quarter of the values is lost that are read off the same document without the fault: two or
// three fields, which is as much as a reflection hides before somebody should take the picture again.
const spoiledBelow = 0.75;
// Documents of which even the good picture gives fewer values say nothing of a fault.
const fewestValues = 3;

/** The records with what each is held against: bad or not by whether print and zone are still read. */
export function judged(
  records: readonly QualityRecord[],
): (QualityRecord & { readonly isBad: boolean; readonly cluster: string })[] {
  return records.flatMap((record) => {
    const good = records.find(
      ({ fault, document, strength }) =>
        fault === record.fault && document === record.document && strength === 0,
    );
    if (good === undefined || good.readValues < fewestValues) return [];
    const cluster = `${record.fault} ${String(record.document)}`;
    const hasLostZone = good.isZoneRead === true && record.isZoneRead === false;
    const isBad = hasLostZone || record.readValues < spoiledBelow * good.readValues;
    return [{ ...record, isBad, cluster }];
  });
}

export function qualityReport(records: readonly QualityRecord[], heading: string): Report {
  const known = judged(records);
  const curves: { name: string; points: readonly RocPoint[]; mark: RocPoint | null }[] = [];
  const rows = thresholds.map(({ name, measure, isBadBelow, faults: own, check }) => {
    const pictures = known.filter(({ fault }) => own.includes(fault));
    const scored: Scored[] = pictures.map(({ measures, isBad, cluster }) => ({
      score: measures[measure],
      isBad,
      cluster,
    }));
    const [bad, good] = [scored.filter(({ isBad }) => isBad), scored.filter(({ isBad }) => !isBad)];
    const { value } = policy202611.thresholds[name];
    const refuses = ({ score }: Scored): boolean => (isBadBelow ? score < value : score > value);
    const roc = rocOf(scored, isBadBelow);
    const best = roc.reduce<RocPoint | null>(
      (top, point) => (top === null || point.caught - point.refused > top.caught - top.refused ? point : top),
      null,
    );
    const area = areaEstimate(scored, isBadBelow);
    const caught = share(bad.filter(refuses).length, bad.length);
    const refused = share(good.filter(refuses).length, good.length);
    curves.push({
      name,
      points: roc,
      mark:
        bad.length > 0 && good.length > 0
          ? { threshold: value, caught: caught.value, refused: refused.value }
          : null,
    });
    const failed = (group: typeof pictures): number =>
      group.filter(({ findings }) => findings[check] === 'failed').length;
    const [badPictures, goodPictures] = [
      pictures.filter(({ isBad }) => isBad),
      pictures.filter(({ isBad }) => !isBad),
    ];
    return [
      name,
      own.join(', '),
      `${String(bad.length)} / ${String(good.length)}`,
      inDecimals(area),
      `${isBadBelow ? '<' : '>'} ${String(value)}`,
      inPercent(caught),
      inPercent(refused),
      best === null || bad.length === 0
        ? '–'
        : `${isBadBelow ? '<' : '>'} ${best.threshold.toFixed(3)}: ${inPercent(share(Math.round(best.caught * bad.length), bad.length))}, ${inPercent(share(Math.round(best.refused * good.length), good.length))}`,
      `${check}: ${inPercent(share(failed(badPictures), badPictures.length))}, ${inPercent(share(failed(goodPictures), goodPictures.length))}`,
    ];
  });
  const svg = toSvg({
    title: 'Thresholds of the picture: spoiled ones caught, readable ones refused',
    x: { title: 'readable pictures refused', from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    y: { title: 'spoiled pictures caught', from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    curves: curves
      .filter(({ points }) => points.every(({ caught, refused }) => !Number.isNaN(caught + refused)))
      .map(({ name, points }, index) => ({
        name,
        color: colors[index % colors.length] ?? colors[0],
        points: points.map(({ caught, refused }) => [refused, caught] as const),
      })),
    marks: curves.flatMap(({ name, mark }) =>
      mark === null ? [] : [{ x: mark.refused, y: mark.caught, word: name }],
    ),
  });
  const cut = records.filter(({ fault }) => fault === 'cut-off');
  const readable = faults.map((fault) => [
    fault,
    ...strengths.map((strength) => {
      const group = known.filter((record) => record.fault === fault && record.strength === strength);
      return group.length === 0
        ? '–'
        : `${String(group.filter(({ isBad }) => isBad).length)} of ${String(group.length)}`;
    }),
  ]);
  return {
    name: 'quality',
    plots: [{ file: 'quality-roc.svg', svg }],
    text: `# Accuracy: thresholds of the picture's quality

${heading}

Each document is photographed well and then with one fault in growing strength, all else the same. **A picture is called spoiled when
Tesseract reads fewer than three quarters of the printed values that it reads of the good picture**, both cut out by their true corners at 300 dpi,
**or when our reader no longer reads the zone letter by letter** that it reads of the good one.
So the thresholds are held against what they are for, whether print and zone can be read, and not against the strength that was put in. Measures
are taken on the true outline; the last column is the whole pipeline. Documents whose good picture gives fewer than ${String(fewestValues)} values are left out.
AUC is the chance that a spoiled picture measures worse than a readable one; its interval is a bootstrap over documents, those of shares are
Clopper and Pearson's and take pictures for independent, which pictures of one document are not: read them as too narrow.

${table(['threshold', 'faults', 'spoiled / readable', 'AUC', 'policy', 'spoiled caught', 'readable refused', 'best on these pictures: caught, refused', 'the check fails: spoiled, readable'], rows)}

![Thresholds of the picture](quality-roc.svg)

Spoiled pictures by strength of the fault (0 is the good picture):

${table(['fault', ...strengths.map(String)], readable)}

Pictures that show only a part of the document, by how much of it is in the frame, and how often \`document.fully-visible\` failed or warned:

${table(
  ['in the frame', 'pictures', 'failed', 'warned'],
  (
    [
      ['all', 0.9999, 2],
      ['95 to 100 %', 0.95, 0.9999],
      ['85 to 95 %', 0.85, 0.95],
      ['less than 85 %', 0, 0.85],
    ] as const
  ).map(([title, from, to]) => {
    const group = cut.filter(({ visible }) => visible >= from && visible < to);
    const of = (status: string): string =>
      inPercent(
        share(
          group.filter(({ findings }) => findings['document.fully-visible'] === status).length,
          group.length,
        ),
      );
    return [title, group.length, of('failed'), of('warning')];
  }),
)}
`,
  };
}
