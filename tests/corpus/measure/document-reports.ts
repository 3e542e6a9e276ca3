import type { DocumentOutcome } from '#cli/document-evaluation.ts';
import { documentKinds } from '../page-truth.ts';
import { levels, type Level } from '../photograph/scene.ts';
import type { ItemRecord } from './measure-item.ts';
import { byLevel, table, type Report } from './reports.ts';
import { leastOverlap } from './regions.ts';
import { inDecimals, inPercent, mean, share } from './statistics.ts';

/** From 0.9 on a family's rules are held against a document; below, its type is called unsure. */
const confidenceBins = [
  [0, 0.5],
  [0.5, 0.7],
  [0.7, 0.9],
  [0.9, 0.99],
  [0.99, Infinity],
] as const;

export function typesReport(records: readonly ItemRecord[], heading: string): Report {
  const typed = records.flatMap(({ level, kind, outcome, definition, confidence }) =>
    outcome.type === null || outcome.country === null
      ? []
      : [{ level, kind, definition, confidence, ...outcome.type, country: outcome.country }],
  );
  const rows = byLevel(typed, ({ level }) => level).map(([level, group]) => [
    level,
    group.length,
    inPercent(share(group.filter(({ expected, told }) => expected === told).length, group.length)),
    inPercent(
      share(
        group.filter(({ expected, told }) => told !== 'unknown' && expected !== told).length,
        group.length,
      ),
    ),
    inPercent(share(group.filter(({ country }) => country.expected === country.told).length, group.length)),
  ]);
  const reliability = confidenceBins.map(([from, to]) => {
    const group = typed.filter(
      ({ confidence }) => confidence !== null && confidence >= from && confidence < to,
    );
    return [
      `${String(from)} to ${String(Math.min(1, to))}`,
      group.length,
      inDecimals(mean(group.map(({ confidence }) => confidence ?? 0)), 2),
      inPercent(share(group.filter(({ expected, told }) => expected === told).length, group.length)),
    ];
  });
  const counted = (values: readonly string[]): string =>
    [...new Set(values)]
      .sort()
      .map((value) => `${value} ${values.filter((other) => other === value).length}`)
      .join(', ');
  return {
    name: 'types',
    plots: [],
    text: `# Accuracy: what kind of document it is

${heading}

A card of no known family (\`other-card\`) is right when no type is told. Country is the code as printed.

${table(['level', 'documents', 'type right', 'another type told', 'country right'], rows)}

How often a stated confidence is right; below 0.9 the type is called unsure, and no family's rules are held against the document:

${table(['stated confidence', 'documents', 'its mean', 'type right'], reliability)}

${table(
  ['kind', 'documents', 'is', 'told as', 'by definition'],
  documentKinds.flatMap((kind) => {
    const group = typed.filter((record) => record.kind === kind);
    const [first] = group;
    return first === undefined
      ? []
      : [
          [
            kind,
            group.length,
            first.expected,
            counted(group.map(({ told }) => told)),
            counted(group.map(({ definition }) => definition ?? 'none')),
          ],
        ];
  }),
)}
`,
  };
}

export function findingsReport(records: readonly ItemRecord[], heading: string): Report {
  const ids = [...new Set(records.flatMap(({ outcome }) => outcome.findings.map(({ id }) => id)))];
  const rows = ids.map((id) => {
    const of = (group: readonly ItemRecord[]): DocumentOutcome['findings'] =>
      group.flatMap(({ outcome }) => outcome.findings.filter((finding) => finding.id === id));
    const all = of(records);
    const ran = all.filter(({ status }) => status !== 'not-run');
    const fell = ran.filter(({ status }) => status !== 'passed');
    const failedOf = (level: Level): string => {
      const group = of(records.filter((record) => record.level === level)).filter(
        ({ status }) => status !== 'not-run',
      );
      return inPercent(share(group.filter(({ status }) => status === 'failed').length, group.length));
    };
    return [
      id,
      ran.length,
      all.length - ran.length,
      ...levels.map(failedOf),
      inPercent(
        share(ran.filter(({ status }) => status === 'warning' || status === 'error').length, ran.length),
      ),
      [...new Set(fell.map(({ reason }) => reason ?? ''))].sort().join(', '),
    ];
  });
  return {
    name: 'findings',
    plots: [],
    text: `# Accuracy: false findings

${heading}

Every document of the corpus is whole, agrees with itself and holds on the day of the measurement. So whatever a check of the content finds is
false, at every level. What a check of the picture (sharp, glare, exposure, resolution, fully visible) finds is false on the level easy; on the
other levels faults of pictures were put in on purpose, and \`quality.md\` (\`npm run accuracy -- --only quality\`) tells which thresholds fit them. Not false although listed: \`document.mrz-form\` (\`unknown-state\`), whose states do not exist; \`document.issue-rules\`, since days of issue are drawn without
regard to a state's rules; \`document.single\`, since a fifth of the hard pictures have two documents. Nothing here says how often a
check finds what it is there for.

${table(['check', 'ran', 'not run', 'failed, easy', 'failed, medium', 'failed, hard', 'warned, all', 'reasons'], rows)}
`,
  };
}

export function regionsReport(records: readonly ItemRecord[], heading: string): Report {
  const regions = records.flatMap(({ level, regions: own }) => own.map((region) => ({ ...region, level })));
  const kinds = [...new Set(regions.map(({ kind }) => kind))].sort();
  const rows = kinds.flatMap((kind) =>
    byLevel(
      regions.filter((region) => region.kind === kind),
      ({ level }) => level,
    ).map(([level, group]) => {
      const there = group.filter(({ isTrue }) => isTrue);
      const told = group.filter(({ isTold }) => isTold);
      const found = there.filter(({ overlap }) => overlap >= leastOverlap);
      const invented = told.filter(({ isTrue }) => !isTrue).length;
      return [
        kind,
        level,
        there.length,
        inPercent(share(found.length, there.length)),
        inDecimals(mean(found.map(({ overlap }) => overlap)), 2),
        `${String(invented)} of ${String(told.length)}`,
      ];
    }),
  );
  return {
    name: 'regions',
    plots: [],
    text: `# Accuracy: parts of a document

${heading}

Found is a part that was told with an overlap (IoU, in the picture) of ${String(leastOverlap)} and more. Told where there is none: with an overlap of less than that
with every part of its kind. Parts that a finger or the frame hides are left out.

${table(['part', 'level', 'parts', 'found', 'overlap of those found', 'told where there is none'], rows)}
`,
  };
}
