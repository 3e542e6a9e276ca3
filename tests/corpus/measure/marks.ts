import type { Analyzer } from '#analysis/analyze.ts';
import { documentRequest } from '#cli/document-analysis.ts';
import type { RegionKind } from '#shared/domain/analysis.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance } from '../../hard-pages/random.ts';
import { kindAt, type CorpusKey } from '../corpus.ts';
import { drawDocument } from '../draw-document.ts';
import { corpusDay } from '../holders.ts';
import { rectangularlyStamped, signedByOffice, signedKinds } from '../marks.ts';
import type { DocumentKind, RegionTruth } from '../page-truth.ts';
import { photograph } from '../photograph/photograph.ts';
import { drawScene, levels, type Level } from '../photograph/scene.ts';
import type { CorpusResources } from '../resources.ts';
import { scoreRegions } from './regions.ts';
import { byLevel, table, type Report } from './reports.ts';
import { inDecimals, inPercent, mean, share } from './statistics.ts';

/** A mark that was drawn over a document, and whether it was told; or one that was told where there is none. */
export interface MarkRecord {
  readonly mark: 'rectangular stamp' | 'issuer-signature' | 'signature';
  readonly level: Level;
  readonly kind: DocumentKind;
  readonly isTrue: boolean;
  readonly isTold: boolean;
  readonly overlap: number;
  /** Whether the document's family was told surely: only then its absence is a finding. */
  readonly isSureFamily: boolean;
}

/**
 * Photographs `documents` documents of each level with a rectangular stamp, every second one of a layout on which an office signs, which it did on
 * two of three; and runs the pipeline over them.
 */
export async function measureMarks(
  documents: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  analyzer: Analyzer,
): Promise<MarkRecord[]> {
  const records: MarkRecord[] = [];
  for (const level of levels)
    for (let index = 0; index < documents; index += 1) {
      const name = `marks ${key.split} ${key.seed} ${level} ${String(index)}`;
      const turn = Math.floor(index / 2);
      const kind = index % 2 === 0 ? kindAt(turn) : must(signedKinds[turn % signedKinds.length], 'a kind');
      const drawn = await drawDocument(kind, createChance(name), resources);
      const bare = must(drawn.sides[0], 'a side');
      const isSigned = signedKinds.includes(kind) && createChance(`${name} signs`).happens(2 / 3);
      const signed = isSigned
        ? signedByOffice(bare, kind, resources.fonts.plain, createChance(`${name} signature`))
        : bare;
      const side = rectangularlyStamped(signed, resources.fonts.plain, createChance(`${name} stamp`));
      const stamp = must(side.regions.at(-1), 'the stamp');
      const chance = createChance(`${name} photo`);
      const scene = { ...drawScene(level, chance), overEdge: 0, withSecond: false };
      const photo = await photograph(side, null, scene, resources.fonts.plain, chance);
      const request = documentRequest([{ side: 'front', bytes: photo.bytes }], corpusDay);
      const result = await analyzer.analyze(request);
      if (!result.ok) throw new Error(`the pipeline could not run: ${result.code}`);
      const document = result.analysis.steps[0]?.document ?? null;
      const told = document?.regions ?? [];
      const score = (regions: readonly RegionTruth[], kinds: readonly RegionKind[]) =>
        scoreRegions(
          { ...photo, name, scene, side: { ...side, regions } },
          told.filter((region) => kinds.includes(region.kind)),
        );
      const about = {
        level,
        kind,
        isSureFamily: (document?.identification?.chosen.confidence ?? 0) >= 0.9,
      };
      // Round stamps of the layout are no false ones: only what is told as rectangular is held against the rectangular.
      const rectangular = told.filter(({ look }) => look?.shape === 'rectangular');
      for (const outcome of scoreRegions(
        { ...photo, name, scene, side: { ...side, regions: [stamp] } },
        rectangular,
      ))
        records.push({ ...outcome, ...about, mark: 'rectangular stamp' });
      for (const mark of ['issuer-signature', 'signature'] as const)
        for (const outcome of score(
          side.regions.filter((region) => region.kind === mark),
          [mark],
        ))
          records.push({ ...outcome, ...about, mark });
      process.stderr.write(`\r${name} of ${String(documents)} `);
    }
  process.stderr.write('\n');
  return records;
}

export function marksReport(records: readonly MarkRecord[], heading: string): Report {
  const rows = (['rectangular stamp', 'issuer-signature', 'signature'] as const).flatMap((mark) =>
    byLevel(
      records.filter((record) => record.mark === mark),
      ({ level }) => level,
    ).map(([level, group]) => {
      const parts = group.filter(({ isTrue }) => isTrue);
      const found = parts.filter(({ isTold }) => isTold);
      return [
        mark,
        level,
        parts.length,
        inPercent(share(found.length, parts.length)),
        inDecimals(mean(found.map(({ overlap }) => overlap)), 2),
        group.filter(({ isTrue }) => !isTrue).length,
      ];
    }),
  );
  const signatures = records.filter(
    ({ mark, isTrue, isSureFamily }) => mark === 'issuer-signature' && isTrue && isSureFamily,
  );
  const missed = share(signatures.filter(({ isTold }) => !isTold).length, signatures.length);
  return {
    name: 'marks',
    plots: [],
    text: `# Accuracy: rectangular stamps and issuers' signatures

${heading}

Drawn over the documents of the corpus and photographed at all levels: a rectangular stamp of one or two lines with the office's name, a day and a
number, askew and unevenly inked, over print where there is no other room; and on layouts that have a place or a label for it the issuer's
signature, on two documents of three. The whole pipeline looks for them. Found and overlap are counted as in \`regions.md\`; parts that a finger or
the frame hides are left out. \`signature\` is the holder's, with the issuer's beside it or not.

${table(['part', 'level', 'parts', 'found', 'overlap of those found', 'told where there is none'], rows)}

Of issuers' signatures on documents whose family was told surely ${inPercent(missed)} were missed (n = ${String(missed.n)}): the policy's
\`missedIssuerSignature\` is the upper end of such an interval, so that its absence is a warning and never a failure.
`,
  };
}
