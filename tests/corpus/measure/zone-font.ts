import { readFile } from 'node:fs/promises';
import { decodeImage } from '#analysis/image/decode.ts';
import { toGray } from '#analysis/image/gray.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createMrzLineNet } from '#analysis/models/mrz-line-net.ts';
import { createModelPool, mustGetNet } from '#analysis/models/pool.ts';
import { createZoneFontNet } from '#analysis/models/zone-font-net.ts';
import { readMrz } from '#analysis/mrz/read-mrz.ts';
import { measureZoneFont } from '#analysis/mrz/zone-font.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { readFont, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance } from '../../hard-pages/random.ts';
import type { CorpusKey } from '../corpus.ts';
import { drawDocument } from '../draw-document.ts';
import type { DocumentKind } from '../page-truth.ts';
import { photograph } from '../photograph/photograph.ts';
import { drawScene, levels, type Level } from '../photograph/scene.ts';
import type { CorpusResources } from '../resources.ts';
import { corpusDay } from '../holders.ts';
import { table, type Report } from './reports.ts';
import { areaEstimate } from './roc.ts';
import { inDecimals, inPercent, mean, share } from './statistics.ts';

/** One photograph of a zone; `score` is `null` where the zone was not read. */
export interface ZoneFontRecord {
  readonly font: string;
  readonly level: Level;
  readonly document: string;
  readonly score: number | null;
}

const kinds: readonly DocumentKind[] = ['td3-passport', 'td1-card', 'td2-card', 'mrva-visa', 'mrvb-visa'];

/** What Debian installs and a forger may have; those that are not there are left out. */
const otherFonts = [
  ['Liberation Mono', '/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf'],
  ['DejaVu Sans Mono', '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf'],
  ['Liberation Sans', '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf'],
] as const;

/** Photographs `documents` documents with a zone of each level, once in OCR-B and once in another font, and reads them. */
export async function measureZoneFonts(
  documents: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
): Promise<ZoneFontRecord[]> {
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder });
  const recognizer = createMrzLineNet(await mustGetNet(pool, 'mrz-line'));
  const judge = createZoneFontNet(await mustGetNet(pool, 'zone-font'));
  const others: (readonly [string, TextFont])[] = [['Inter', resources.fonts.plain]];
  for (const [name, file] of otherFonts) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes !== null) others.push([name, readFont(bytes)]);
  }
  const records: ZoneFontRecord[] = [];
  for (const level of levels)
    for (let index = 0; index < documents; index += 1) {
      const document = `zone-font ${key.split} ${key.seed} ${level} ${String(index)}`;
      const other = must(others[index % others.length], 'a font');
      for (const [font, ocrB] of [['OCR-B', resources.fonts.ocrB] as const, other]) {
        const chance = createChance(document);
        const drawn = await drawDocument(must(kinds[index % kinds.length], 'a kind'), chance, {
          ...resources,
          fonts: { ...resources.fonts, ocrB },
        });
        const side = must(
          drawn.sides.find(({ mrz }) => mrz !== null),
          'a side with a zone',
        );
        const scene = { ...drawScene(level, chance), overEdge: 0, withSecond: false };
        const photo = await photograph(side, null, scene, resources.fonts.plain, chance);
        const decoded = await decodeImage(photo.bytes);
        const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
        const read = await readMrz(image, recognizer, { referenceDate: new Date(corpusDay) });
        const score =
          read.kind === 'read' ? (await measureZoneFont(toGray(image), read.lines, judge)).score : null;
        records.push({ font, level, document, score });
      }
    }
  await pool.dispose();
  return records;
}

/** How zones in OCR-B and in other fonts are judged, of those that were read. */
export function zoneFontReport(records: readonly ZoneFontRecord[], heading: string): Report {
  const threshold = policy202611.thresholds.ocrBLikeness.value;
  const read = records.flatMap((record) =>
    record.score === null ? [] : [{ ...record, score: record.score }],
  );
  const fonts = [...new Set(records.map(({ font }) => font))];
  const scored = read.map(({ score, font, document }) => ({
    score,
    isBad: font !== 'OCR-B',
    cluster: document,
  }));
  return {
    name: 'zone-font',
    plots: [],
    text: `# Accuracy: the font of the zone

${heading}

Each document with a zone is photographed with it in OCR-B, and again, in the same scene, in another font. Judged is what was read. Inter was
not in the training; the other fonts were, and so was this cut of OCR-B. Real cuts of OCR-B and typed zones are not in these numbers: on the
twelve published specimens of \`specimens/mrz\`, which nothing was trained or tuned on, none is told (src-analysis/mrz/zone-font.test.ts).

\`measureZoneFont\`, OCR-B against other fonts: AUC ${inDecimals(areaEstimate(scored, true))}.

${table(
  ['font', 'zones', 'read', 'mean likeness to OCR-B', `told: likeness below ${String(threshold)}`],
  fonts.map((font) => {
    const of = read.filter((record) => record.font === font);
    return [
      font,
      String(records.filter((record) => record.font === font).length),
      String(of.length),
      inDecimals(mean(of.map(({ score }) => score)), 2),
      inPercent(share(of.filter(({ score }) => score < threshold).length, of.length)),
    ];
  }),
)}

On 400 lines of worn zones of each kind, fonts that no line of the training was set in included, see \`models/own/zone-font.metrics.json\`.
`,
  };
}
