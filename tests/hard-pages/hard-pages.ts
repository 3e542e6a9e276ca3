import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeImage } from '#analysis/image/decode.ts';
import { parseCsv } from '#analysis/people-import/csv.ts';
import { must } from '#shared/lib/invariant.ts';
import { drawDocument, drawOtherPrint, type FlatPage, type Fonts, loadFonts, otherPrints } from './draw.ts';
import { createChance } from './random.ts';
import { scoreGroups } from './score.ts';
import { difficulties, spoiled } from './spoil.ts';
import { variations } from './vary.ts';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { drawnFormats, nationalFormats } from './zone-text.ts';

const usage = `npm run hard-pages -- <folder> [--seed 1] [--each 4] [--national] [--specimens <folder>] [--vary] [--score | --no-score]
Writes pages with and without a zone and truth.csv, for "vidimus evaluate mrz <folder>", and scores today's reader on them, group by group.
  --each       pages per difficulty and format; 5 formats, 7 difficulties (default 4)
  --national   the 4 formats of single states (French and Swiss licences, French card, Russian internal passport) instead
  --specimens  pictures with a truth.csv of their own, each made hard in every way as well
  --vary       nothing but the pictures of --specimens, each in every one of the ways of tests/hard-pages/vary.ts
  --score      only scores what lies in the folder already; --no-score only writes`;

interface Page {
  readonly file: string;
  readonly format: string;
  readonly lines: readonly string[];
}

/** The command `npm run hard-pages`; `args` without node and script. Throws with a message for people on wrong arguments. */
export async function main(args: readonly string[], root: string): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      seed: { type: 'string', default: '1' },
      each: { type: 'string', default: '4' },
      national: { type: 'boolean', default: false },
      specimens: { type: 'string' },
      vary: { type: 'boolean', default: false },
      score: { type: 'boolean' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error(usage);
  if (values.score !== true) {
    await mkdir(folder, { recursive: true });
    const fonts = await loadFonts(join(root, 'resources'));
    const formats = values.national ? nationalFormats : drawnFormats;
    if (values.vary && values.specimens === undefined) throw new Error(usage);
    const pages = [
      ...(values.vary ? [] : await drawn(folder, values.seed, Number(values.each), formats, fonts)),
      ...(values.specimens === undefined
        ? []
        : values.vary
          ? await varied(folder, values.specimens)
          : await fromSpecimens(folder, values.seed, values.specimens, fonts)),
    ];
    const rows = pages.map(({ file, format, lines: [a = '', b = '', c = ''] }) =>
      [file, format, a, b, c].join(','),
    );
    await writeFile(join(folder, 'truth.csv'), `${['file,format,line1,line2,line3', ...rows].join('\n')}\n`);
    console.log(`${pages.length} pages of seed ${values.seed} in ${folder}`);
  }
  if (values.score !== false) await scoreGroups(folder, root);
}

async function drawn(
  folder: string,
  seed: string,
  each: number,
  formats: readonly MrzFormat[],
  fonts: Fonts,
): Promise<Page[]> {
  const pages: Page[] = [];
  const add = async (
    file: string,
    format: string,
    lines: readonly string[],
    bytes: Uint8Array,
  ): Promise<void> => {
    await writeFile(join(folder, file), bytes);
    pages.push({ file, format, lines });
  };
  for (const difficulty of difficulties) {
    for (const format of formats) {
      for (let n = 1; n <= each; n++) {
        const file = `${difficulty}-${format.toLowerCase()}-${n}.jpg`;
        const chance = createChance(`${seed} ${file}`);
        const page = drawDocument(format, fonts, chance);
        await add(file, format, page.lines, await spoiled(page, difficulty, fonts, chance));
      }
    }
  }
  for (const kind of otherPrints) {
    for (let n = 1; n <= Math.round(1.5 * each); n++) {
      const file = `none-${kind}-${n}.jpg`;
      const chance = createChance(`${seed} ${file}`);
      const page = drawOtherPrint(kind, fonts, chance);
      await add(file, 'NONE', [], await spoiled(page, 'none', fonts, chance));
    }
  }
  return pages;
}

async function varied(folder: string, source: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (const row of parseCsv(await readFile(join(source, 'truth.csv'), 'utf8'))) {
    const name = must(row['file'], 'a file in the table');
    const lines = ['line1', 'line2', 'line3'].map((line) => row[line] ?? '').filter((line) => line !== '');
    const picture = await readFile(join(source, name));
    for (const variation of variations) {
      const file = `${variation.name}-${name.replace(/\.[a-z]+$/i, '')}.jpg`;
      await writeFile(join(folder, file), await variation.of(picture));
      pages.push({ file, format: row['format'] ?? '', lines });
    }
  }
  return pages;
}

async function fromSpecimens(folder: string, seed: string, source: string, fonts: Fonts): Promise<Page[]> {
  const pages: Page[] = [];
  for (const row of parseCsv(await readFile(join(source, 'truth.csv'), 'utf8'))) {
    const name = must(row['file'], 'a file in the table');
    const lines = ['line1', 'line2', 'line3'].map((line) => row[line] ?? '').filter((line) => line !== '');
    const reply = await decodeImage(await readFile(join(source, name)));
    if (!reply.ok || lines.length === 0) continue;
    // Where the zone lies on a flat page: the lowest quarter.
    const page: FlatPage = { image: reply.image, lines, zoneTopPx: Math.round(0.75 * reply.image.height) };
    for (const difficulty of difficulties) {
      const file = `${difficulty}-specimen-${name.replace(/\.[a-z]+$/i, '')}.jpg`;
      await writeFile(
        join(folder, file),
        await spoiled(page, difficulty, fonts, createChance(`${seed} ${file}`)),
      );
      pages.push({ file, format: row['format'] ?? '', lines });
    }
  }
  return pages;
}
