import { scoreMrz, type MrzOutcome } from '#cli/evaluation.ts';
import { negativeKinds, type NegativeKind } from '../negatives.ts';
import { levels, type Level } from '../photograph/scene.ts';
import { documentKinds } from '../page-truth.ts';
import type { ItemRecord } from './measure-item.ts';
import { colors, distribution, toSvg } from './plot.ts';
import { inDecimals, inPercent, mean, ratio, share, type Estimate } from './statistics.ts';

/** A page of docs/accuracy, and the plots it shows. */
export interface Report {
  readonly name: string;
  readonly text: string;
  readonly plots: readonly { readonly file: string; readonly svg: string }[];
}

type Row = readonly (string | number)[];

export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Every level with records, then all of them together. */
export function byLevel<T>(
  records: readonly T[],
  levelOf: (record: T) => Level,
): (readonly [string, readonly T[]])[] {
  const groups = levels.map(
    (level) => [level, records.filter((record) => levelOf(record) === level)] as const,
  );
  return [...groups.filter(([, group]) => group.length > 0), ['all', records] as const];
}

/** What came of a picture without a document. */
export interface NegativeRecord {
  readonly level: Level;
  readonly kind: NegativeKind;
  readonly isFound: boolean;
}

export function localizationReport(
  records: readonly ItemRecord[],
  negatives: readonly NegativeRecord[],
  heading: string,
): Report {
  const pictures = records.flatMap(({ level, kind, overlaps }) =>
    overlaps.map((overlap) => ({ ...overlap, level, kind })),
  );
  const compared = pictures.filter(({ contours }) => contours !== null);
  const rows = byLevel(compared, ({ level }) => level).map(([level, group]) => {
    const ours = group.map((picture) => picture.ours);
    const theirs = group.map((picture) => picture.contours ?? 0);
    const at = (values: readonly number[], least: number): Estimate =>
      share(values.filter((value) => value >= least).length, values.length);
    return [
      level,
      group.length,
      inDecimals(mean(ours)),
      inDecimals(mean(theirs)),
      inDecimals(ratio(group.map((picture) => [1 - picture.ours, 1 - (picture.contours ?? 0)])), 2),
      inPercent(at(ours, 0.95)),
      inPercent(at(theirs, 0.95)),
      inPercent(
        share(
          group.filter(({ isUpright, ours: overlap }) => isUpright && overlap >= 0.5).length,
          group.filter(({ ours: overlap }) => overlap >= 0.5).length,
        ),
      ),
    ];
  });
  const settings = [...new Set(pictures.map(({ setting }) => setting))].sort();
  const seconds = pictures.flatMap(({ second }) => (second === null ? [] : [second]));
  const worst = compared.toSorted((a, b) => a.ours - b.ours).slice(0, 12);
  const plot = toSvg({
    title: 'Share of pictures by error of the outline',
    x: { title: '1 − IoU', from: 0, to: 0.2, ticks: [0, 0.05, 0.1, 0.15, 0.2] },
    y: { title: 'share of pictures', from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] },
    curves: levels.flatMap((level, index) => {
      const group = compared.filter((picture) => picture.level === level);
      const color = colors[index] ?? colors[0];
      return [
        {
          name: `Vidimus, ${level}`,
          color,
          points: distribution(
            group.map(({ ours }) => 1 - ours),
            0.2,
          ),
        },
        {
          name: `contours, ${level}`,
          color,
          dashed: true,
          points: distribution(
            group.map(({ contours }) => 1 - (contours ?? 0)),
            0.2,
          ),
        },
      ];
    }),
  });
  return {
    name: 'localization',
    plots: [{ file: 'localization.svg', svg: plot }],
    text: `# Accuracy: where the document lies

${heading}

Intersection over union (IoU) of the told outline and the true one, as far as both are in the picture; a document that was not found
counts 0. The baseline is OpenCV.js (Canny, contours, \`approxPolyDP\`, see \`tests/corpus/measure/contour-baseline.ts\`) on the same
pictures in the same run. The ratio is the sum of our errors over the sum of its errors: below 1 is better, the goal is 0.2. "Upright" is the
share of found documents whose first corner is told right. Intervals are 95 %: of means and ratios by bootstrap over pictures, of shares by
Clopper and Pearson.

${table(['level', 'pictures', 'mean IoU', 'mean IoU of contours', 'error against contours', 'IoU ≥ 0.95', 'contours ≥ 0.95', 'upright'], rows)}

![Share of pictures by error of the outline](localization.svg)

By how it was taken:

${table(
  ['setting', 'pictures', 'mean IoU', 'IoU ≥ 0.95'],
  settings.map((setting) => {
    const ours = pictures.filter((picture) => picture.setting === setting).map((picture) => picture.ours);
    return [
      setting,
      ours.length,
      inDecimals(mean(ours)),
      inPercent(share(ours.filter((value) => value >= 0.95).length, ours.length)),
    ];
  }),
)}

By kind of document:

${table(
  ['kind', 'pictures', 'mean IoU', 'IoU ≥ 0.95'],
  documentKinds.map((kind) => {
    const ours = pictures.filter((picture) => picture.kind === kind).map((picture) => picture.ours);
    return [
      kind,
      ours.length,
      inDecimals(mean(ours)),
      inPercent(share(ours.filter((value) => value >= 0.95).length, ours.length)),
    ];
  }),
)}

Two documents in one picture: ${seconds.length} pictures, both found with an IoU of 0.9 and more in ${inPercent(share(seconds.filter((overlap) => overlap >= 0.9).length, seconds.length))}.

## Pictures without a document

What is sent instead: a bare ground (table, cloth, papers, a desk with things, a room), a letter, a blank sheet, a computer's screen, a phone, a
notebook, under the same light and camera. In so many of them an outline is told:

${table(
  ['picture of', 'pictures', 'outline told'],
  [...negativeKinds, 'all' as const].map((kind) => {
    const group = negatives.filter((negative) => kind === 'all' || negative.kind === kind);
    const found = group.filter(({ isFound }) => isFound).length;
    return [kind, group.length, `${String(found)}: ${inPercent(share(found, group.length))}`];
  }),
)}

The outlines that are worst, to be looked at (\`npm run accuracy -- --write <folder>\` writes the pictures): ${worst.map(({ file, ours }) => `${file} ${ours.toFixed(2)}`).join(', ')}.
`,
  };
}

export function mrzReport(records: readonly ItemRecord[], heading: string): Report {
  const ours = records.flatMap(({ level, outcome }) =>
    outcome.mrz === null ? [] : [{ level, reader: 'Vidimus', ...outcome.mrz }],
  );
  const baselines = records.flatMap(({ level, zones }) => zones.map((zone) => ({ ...zone, level })));
  const readers = ['Vidimus', ...new Set(baselines.map(({ reader }) => reader))];
  const all = [...ours, ...baselines];
  const rows = readers.flatMap((reader) =>
    byLevel(
      all.filter((zone) => zone.reader === reader),
      ({ level }) => level,
    ).map(([level, group]) => {
      const positives = group.filter(({ expected }) => expected.length > 0);
      const negatives = group.length - positives.length;
      const score = scoreMrz(group);
      const exact = positives.filter(
        ({ expected, read }) => expected.join('\n') === (read ?? []).join('\n'),
      ).length;
      return [
        reader,
        level,
        positives.length,
        inPercent(share(exact, positives.length)),
        inPercent(ratio(positives.map((zone) => charactersRight(zone)))),
        `${score.silentErrors}: ${inPercent(share(score.silentErrors, positives.length))}`,
        `${score.readsOnNegatives} of ${negatives}`,
      ];
    }),
  );
  const kinds = documentKinds.flatMap((kind) => {
    const group = records
      .filter((record) => record.kind === kind)
      .flatMap(({ outcome }) =>
        outcome.mrz === null || outcome.mrz.expected.length === 0 ? [] : [outcome.mrz],
      );
    if (group.length === 0) return [];
    const exact = group.filter(
      ({ expected, read }) => expected.join('\n') === (read ?? []).join('\n'),
    ).length;
    return [
      [
        kind,
        group.length,
        inPercent(share(exact, group.length)),
        inPercent(ratio(group.map(charactersRight))),
      ],
    ];
  });
  const wrong = ours.filter(
    ({ expected, read }) => expected.length > 0 && read !== null && expected.join('\n') !== read.join('\n'),
  );
  return {
    name: 'mrz',
    plots: [],
    text: `# Accuracy: the machine-readable zone

${heading}

Whole zones exact, characters right (by edit distance, nothing read counts as none right), and silent errors: wrong readings whose check digits all
hold. Vidimus gets the whole pictures of a document. Tesseract gets each picture, once as it is and once, as an upper bound of what it could
do after a perfect search, cut out by its true corners at 300 dpi; its zone is the long lines of zone characters in its text. The npm package
\`mrz\` then checks the digits, and with autocorrect mends letters and digits by place. "Read where there is none" counts pictures of sides
without a zone. Zones that a finger or the frame hides are left out.

${table(['reader', 'level', 'zones', 'whole zone exact', 'characters', 'silent errors', 'read where there is none'], rows)}

By kind of document, Vidimus:

${table(['kind', 'zones', 'whole zone exact', 'characters'], kinds)}

Readings that were wrong:

${wrong.length === 0 ? 'None.' : `\`\`\`text\n${wrong.map(({ file, expected, read, allCheckDigitsValid }) => `${file}${allCheckDigitsValid ? ' (silent)' : ''}\n  is   ${expected.join('\n       ')}\n  read ${(read ?? []).join('\n       ')}`).join('\n')}\n\`\`\``}
`,
  };
}

function charactersRight({ expected, read }: MrzOutcome): readonly [number, number] {
  const { characterAccuracy } = scoreMrz([{ file: '', expected, read, allCheckDigitsValid: false, ms: 0 }]);
  const characters = expected.join('').length;
  return [characterAccuracy * characters, characters];
}

export function fieldsReport(records: readonly ItemRecord[], heading: string): Report {
  const fields = records.flatMap(({ level, kind, outcome }) =>
    outcome.fields.map((field) => ({ ...field, level, kind })),
  );
  const cells = (group: readonly (typeof fields)[number][]): Row => [
    group.length,
    inPercent(share(group.filter(({ isRight }) => isRight).length, group.length)),
    inPercent(share(group.filter(({ told, isRight }) => told !== null && !isRight).length, group.length)),
    inPercent(
      ratio(
        group.map(({ value, wrongCharacters }) => [
          Math.max(0, value.length - wrongCharacters),
          value.length,
        ]),
      ),
    ),
  ];
  const sources = ['viz', 'mrz', 'barcode'] as const;
  const bySource = sources.flatMap((source) =>
    byLevel(
      fields.filter((field) => field.source === source),
      ({ level }) => level,
    )
      .filter(([, group]) => group.length > 0)
      .map(([level, group]) => [source, level, ...cells(group)]),
  );
  const names = [...new Set(fields.map(({ name }) => name))].sort();
  const found = byLevel(
    records.filter(({ printFound }) => printFound !== null),
    ({ level }) => level,
  ).map(([level, group]) => [
    level,
    inPercent(ratio(group.map(({ printFound }) => [printFound?.found ?? 0, printFound?.of ?? 0]))),
  ]);
  const barcodes = records.flatMap(({ outcome }) => outcome.barcodes);
  return {
    name: 'fields',
    plots: [],
    text: `# Accuracy: fields

${heading}

Each field that a document states, by where it states it: in print (\`viz\`), in the machine-readable zone, in a barcode. Right is the whole value
as printed or as normalized (dates as days, names in upper case); wrong is a value that was told and is another; the rest was not told.
Fields that a finger or the frame hides are left out. Characters by edit distance, nothing told counts as none right.

${table(['source', 'level', 'fields', 'right', 'told wrong', 'characters'], bySource)}

As a baseline of the print: the share of printed values that stand letter by letter anywhere in the text that \`tesseract --psm 3\` gives of the
side cut out by its true corners at 300 dpi, which is more than telling which field it is would give.

${table(['level', 'printed values in the text'], found)}

By field, print:

${table(
  ['field', 'fields', 'right', 'told wrong', 'characters'],
  names.flatMap((name) => {
    const group = fields.filter((field) => field.source === 'viz' && field.name === name);
    return group.length === 0 ? [] : [[name, ...cells(group)]];
  }),
)}

By kind of document, print:

${table(
  ['kind', 'fields', 'right', 'told wrong', 'characters'],
  documentKinds.flatMap((kind) => {
    const group = fields.filter((field) => field.source === 'viz' && field.kind === kind);
    return group.length === 0 ? [] : [[kind, ...cells(group)]];
  }),
)}

Barcodes: ${barcodes.length}, whole content right in ${inPercent(share(barcodes.filter(({ isRight }) => isRight).length, barcodes.length))}.
`,
  };
}
