import { existsSync, readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RgbRaster } from '../image/raster.ts';
import { createMrzLineNet } from '../models/mrz-line-net.ts';
import type { TensorValue } from '../models/pool.ts';
import { type LineRecognizer, readMrz, type ReadMrz } from './read-mrz.ts';

const model = 'models/own/mrz-line.onnx';
const specimens = '../shared/specimens/mrz';
const referenceDate = new Date('2026-01-01T00:00:00Z');

/** The real net, counted: `lines` says how many went through it. */
let recognizer: LineRecognizer & { lines: number };

beforeAll(async () => {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const net = createMrzLineNet({
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]),
      );
      const outputs: Record<string, TensorValue> = {};
      for (const [name, { data, dims }] of Object.entries(await session.run(feeds))) {
        if (data instanceof Float32Array) outputs[name] = { data, dims };
      }
      return outputs;
    },
  });
  recognizer = {
    lines: 0,
    run(lines) {
      this.lines += lines.length;
      return net.run(lines);
    },
  };
});

async function decoded(image: Sharp): Promise<RgbRaster> {
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .resize({ width: 2000, height: 2000, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { width: info.width, height: info.height, channels: 3, data };
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * info.channels] ?? 0;
  return { width: info.width, height: info.height, channels: 3, data: rgb };
}

const page = 'src-analysis/mrz/fixtures/specimen-page.jpg';
const pageText = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

function mustRead(result: ReadMrz): Extract<ReadMrz, { kind: 'read' }> {
  if (result.kind !== 'read') throw new Error('nothing was read');
  return result;
}

describe('readMrz on a synthetic page (drawn by models/training/mrz/page.py)', () => {
  it('reads text, fields, check digits and where they stand', async () => {
    const read = mustRead(await readMrz(await decoded(sharp(page)), recognizer, { referenceDate }));
    expect(read.lines.map(({ text }) => text)).toEqual(pageText);
    expect(read).toMatchObject({ format: 'TD3', rotation: 0, corrected: [] });
    expect(read.checkDigits.map(({ name, valid }) => [name, valid])).toEqual([
      ['document-number', true],
      ['birth-date', true],
      ['expiry-date', true],
      ['optional-data', true],
      ['composite', true],
    ]);
    expect(read.confidence).toBeGreaterThan(0.95);
    const number = read.fields.find(({ name }) => name === 'documentNumber');
    expect(number).toMatchObject({ value: 'L898902C3', normalized: 'L898902C3', line: 1, start: 0, end: 9 });
    // Drawn from x = 46 at 20.32 px per character, second line at y = 614.
    expect(number?.regionPx.x).toBeGreaterThan(36);
    expect(number?.regionPx.x).toBeLessThan(56);
    expect(number?.regionPx.width).toBeGreaterThan(9 * 20.32 - 15);
    expect(number?.regionPx.width).toBeLessThan(9 * 20.32 + 15);
    expect(number?.regionPx.y).toBeGreaterThan(603);
    expect((number?.regionPx.y ?? 0) + (number?.regionPx.height ?? 0)).toBeLessThan(655);
  });

  it.each([90, 180, 270] as const)('reads it turned by %s degrees', async (deg) => {
    const turned = await sharp(page).rotate(deg).png().toBuffer();
    const read = mustRead(await readMrz(await decoded(sharp(turned)), recognizer, { referenceDate }));
    expect(read.lines.map(({ text }) => text)).toEqual(pageText);
    expect(read.rotation).toBe(deg);
  });

  it.each([-17, 12])('reads it skewed by %s degrees', async (deg) => {
    const skewed = await sharp(page).rotate(deg, { background: '#605850' }).png().toBuffer();
    const read = mustRead(await readMrz(await decoded(sharp(skewed)), recognizer, { referenceDate }));
    expect(read.lines.map(({ text }) => text)).toEqual(pageText);
  });

  it('finds nothing where the zone is cut off, and does not guess', async () => {
    const top = await sharp(page).extract({ left: 0, top: 0, width: 1000, height: 560 }).png().toBuffer();
    expect(await readMrz(await decoded(sharp(top)), recognizer, { referenceDate })).toEqual({
      kind: 'not-found',
    });
  });

  it('says where a zone is whose names it would have to guess, which no check digit gives away', async () => {
    // As under glare: the first line's characters are hardly likelier than others.
    const dazzled: LineRecognizer = {
      run: async (lines) => {
        const [first, ...rest] = await recognizer.run(lines);
        return first === undefined
          ? []
          : [{ ...first, data: first.data.map((logit) => logit * 0.25) }, ...rest];
      },
    };
    const read = await readMrz(await decoded(sharp(page)), dazzled, { referenceDate });
    if (read.kind !== 'uncertain') throw new Error(read.kind);
    const { x, y, width, height } = read.regionPx;
    expect(x < 46 && y < 614 && x + width > 46 + 43 * 20.32 && y + height > 640).toBe(true);
  });

  it('stops when asked to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readMrz(await decoded(sharp(page)), recognizer, { referenceDate, signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('readMrz on pictures of specimens', () => {
  it.skipIf(!existsSync(specimens))(
    'reads 12 of 12 exactly (skipped without ../shared/specimens/mrz, third-party pictures that are not ours to ship)',
    async () => {
      const rows = readFileSync(`${specimens}/truth.csv`, 'utf8').trim().split('\n').slice(1);
      const wrong: string[] = [];
      const silent: string[] = [];
      for (const row of rows) {
        const [file = '', format, ...lines] = row.trim().split(',');
        const truth = lines.filter((line) => line !== '');
        const read = await readMrz(await decoded(sharp(`${specimens}/${file}`)), recognizer, {
          referenceDate,
        });
        const exact =
          read.kind === 'read' &&
          read.format === format &&
          read.lines.map(({ text }) => text).join() === truth.join();
        if (!exact) wrong.push(file);
        if (!exact && read.kind === 'read' && read.checkDigits.every(({ valid }) => valid)) silent.push(file);
      }
      expect({ wrong, silent }).toEqual({ wrong: [], silent: [] });
    },
  );
});
