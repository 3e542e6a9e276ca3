import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { decodeImage } from '../image/decode.ts';
import { toGray } from '../image/gray.ts';
import { locateModels } from '../models/locate-models.ts';
import { createMrzLineNet } from '../models/mrz-line-net.ts';
import { createModelPool, mustGetNet } from '../models/pool.ts';
import { createZoneFontNet } from '../models/zone-font-net.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { readMrz, type MrzLine } from './read-mrz.ts';
import { measureZoneFont, type FontJudge, type ZoneFont } from './zone-font.ts';

const { manifest, installedFolder } = locateModels();
const pool = createModelPool({ manifest, folder: installedFolder });
const referenceDate = new Date('2026-01-01T00:00:00Z');

async function fontOf(file: string): Promise<ZoneFont> {
  const decoded = await decodeImage(readFileSync(file));
  const image = must(decoded.ok ? decoded.image : null, file);
  const read = await readMrz(image, createMrzLineNet(await mustGetNet(pool, 'mrz-line')), { referenceDate });
  if (read.kind !== 'read') throw new Error(`${file}: ${read.kind}`);
  return measureZoneFont(toGray(image), read.lines, createZoneFontNet(await mustGetNet(pool, 'zone-font')));
}

it('takes the zone of our specimen page for what it is set in, OCR-B', async () => {
  const { score, capitalPx } = await fontOf('src-analysis/mrz/fixtures/specimen-page.jpg');
  expect(score).toBeGreaterThan(0.7);
  expect(capitalPx).toBeGreaterThan(15);
});

const specimens = '../shared/specimens/mrz';
it.skipIf(!existsSync(specimens))(
  'tells none of the zones of published specimens, with room to spare (skipped without ../shared)',
  async () => {
    const files = readdirSync(specimens).filter((name) => !name.endsWith('.csv'));
    expect(files).toHaveLength(12);
    for (const file of files)
      expect((await fontOf(`${specimens}/${file}`)).score, file).toBeGreaterThan(
        policy202611.thresholds.ocrBLikeness.value + 0.2,
      );
  },
  60_000,
);

it('means over the characters, and shows those least like OCR-B first', async () => {
  const pitchPx = 20;
  const line: MrzLine = {
    text: 'ABCDEFGHIJ',
    quad: [
      { x: 0, y: 0 },
      { x: 280, y: 0 },
      { x: 280, y: 33 },
      { x: 0, y: 33 },
    ],
    characters: Array.from('ABCDEFGHIJ', (char, place) => ({
      char,
      confidence: 1,
      rectPx: { x: 40 + pitchPx * place, y: 5, width: pitchPx, height: 24 },
    })),
  };
  // 13 px a character, 1.8 characters before the first: the fourth stands at 62 px, column 15.
  const judge: FontJudge = {
    run: (crops) =>
      Promise.resolve(
        crops.map(({ widthPx }) =>
          Float32Array.from({ length: Math.ceil(widthPx / 4) }, (_, column) => (column === 15 ? -8 : 2)),
        ),
      ),
  };
  const gray = { width: 300, height: 40, channels: 1, data: new Uint8Array(300 * 40).fill(200) } as const;
  const font = await measureZoneFont(gray, [line], judge);
  expect(font.score).toBeCloseTo(1 / (1 + Math.exp(-1)), 2);
  expect(font.capitalPx).toBeCloseTo(20, 1);
  expect(font.unlikePx[0]).toEqual(line.characters[3]?.rectPx);
});
