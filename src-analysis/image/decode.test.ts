import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage, type DecodeResult } from './decode.ts';

const width = 160;
const height = 120;

/** Red grows to the right, green downwards, with a blue block at the top left. */
function testCard(): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      data[at] = (x * 255) / width;
      data[at + 1] = (y * 255) / height;
      data[at + 2] = x < 40 && y < 30 ? 255 : 0;
    }
  }
  return data;
}

const card = () => sharp(testCard(), { raw: { width, height, channels: 3 } });
const gradientHeic = readFileSync(new URL('fixtures/gradient.heic', import.meta.url));

/** One page of 200 x 100 points with a black square in its lower left quarter; `extra` goes into the trailer. */
function pdf(extra = ''): Uint8Array {
  const content = '0 0 0 rg 0 0 100 50 re f';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<<>>>>',
    `<</Length ${String(content.length)}>>stream\n${content}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${String(index + 1)} 0 obj${body}endobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const at = text.length;
  text += `xref\n0 5\n0000000000 65535 f \n${table}trailer<</Size 5/Root 1 0 R${extra}>>\nstartxref\n${String(at)}\n%%EOF`;
  return new TextEncoder().encode(text);
}

/** The HEIC with its profile overwritten by an `nclx` property: primaries 12, curve 13, matrix 6, full range. */
function namingDisplayP3(heic: Buffer): Buffer {
  const changed = Buffer.from(heic);
  const at = changed.indexOf('colrprof', 0, 'latin1') + 4;
  changed.set([...Buffer.from('nclx'), 0, 12, 0, 13, 0, 6, 0x80], at);
  return changed;
}

function mustDecode(result: DecodeResult): Extract<DecodeResult, { ok: true }> {
  if (!result.ok) throw new Error(result.code);
  return result;
}

function pixelAt(result: DecodeResult, x: number, y: number): number[] {
  const { image } = mustDecode(result);
  const at = (y * image.width + x) * 3;
  return [...image.data.subarray(at, at + 3)];
}

const codeOf = (result: DecodeResult): string => (result.ok ? 'ok' : result.code);

describe('decodeImage takes', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s', async (format) => {
    const result = await decodeImage(
      await card()
        .toFormat(format, format === 'png' ? {} : { quality: 95 })
        .toBuffer(),
    );
    expect(mustDecode(result).info).toMatchObject({
      format,
      originalWidth: width,
      originalHeight: height,
      orientation: 1,
    });
    const [red = 0, green = 0, blue = 0] = pixelAt(result, 120, 90);
    expect(Math.abs(red - 191)).toBeLessThan(8);
    expect(Math.abs(green - 191)).toBeLessThan(8);
    expect(blue).toBeLessThan(20);
  });

  it('HEIC, which sharp cannot', async () => {
    const result = await decodeImage(gradientHeic);
    expect(mustDecode(result).info).toMatchObject({
      format: 'heic',
      originalWidth: 320,
      originalHeight: 240,
    });
    const [red = 0, green = 0] = pixelAt(result, 240, 60);
    expect(Math.abs(red - 191)).toBeLessThan(12);
    expect(Math.abs(green - 64)).toBeLessThan(12);
  });

  // Two patches of 64 x 64, sRGB (200, 60, 40) and (60, 150, 90), stored as Display P3 (185, 71, 50) and (88, 148, 98) by heif-enc.
  const withProfile = readFileSync(new URL('fixtures/display-p3-profile.heic', import.meta.url));
  it.each([
    ['an ICC profile', withProfile, true],
    ['its primaries named', namingDisplayP3(withProfile), false],
  ])('HEIC in Display P3, with %s, as sRGB', async (_, bytes, hadProfile) => {
    const result = await decodeImage(bytes);
    expect(mustDecode(result).info).toMatchObject({ originalWidth: 128, originalHeight: 64, hadProfile });
    for (const [x, color] of [
      [32, [200, 60, 40]],
      [96, [60, 150, 90]],
    ] as const) {
      const off = pixelAt(result, x, 32).map((value, c) => Math.abs(value - (color[c] ?? 0)));
      expect(Math.max(...off)).toBeLessThan(6);
    }
  });

  it('a PDF page, small ones at more than 200 dpi', async () => {
    const result = mustDecode(await decodeImage(pdf()));
    expect(result.info).toMatchObject({ format: 'pdf', pages: 1 });
    expect(result.image.width).toBeGreaterThan(1600); // 2.8 inches at 600 dpi
    expect(pixelAt(result, 20, result.image.height - 20)).toEqual([0, 0, 0]);
    expect(pixelAt(result, result.image.width - 20, 20)).toEqual([255, 255, 255]);
  });

  it('the EXIF orientation', async () => {
    const result = await decodeImage(
      await card().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer(),
    );
    const { image, info } = mustDecode(result);
    expect([image.width, image.height, info.orientation, info.originalWidth]).toEqual([
      height,
      width,
      6,
      width,
    ]);
    const [, , blue = 0] = pixelAt(result, height - 10, 10); // the block turned to the right
    expect(blue).toBeGreaterThan(200);
  });

  it('who made it, but never where', async () => {
    const exif = {
      IFD0: { Make: 'Maker', Model: 'Model 1', Software: 'Editor 2' },
      IFD2: { DateTimeOriginal: '2026:11:23 14:05:09' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    };
    const { info } = mustDecode(await decodeImage(await card().withExif(exif).jpeg().toBuffer()));
    expect(info.exif).toEqual({
      make: 'Maker',
      model: 'Model 1',
      software: 'Editor 2',
      takenAt: '2026-11-23T14:05:09',
    });
  });

  it('transparency as white paper, gray as color, 16 bits as 8', async () => {
    const clear = {
      create: { width: 80, height: 80, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    } as const;
    expect(pixelAt(await decodeImage(await sharp(clear).png().toBuffer()), 5, 5)).toEqual([255, 255, 255]);
    const gray = await card().grayscale().toColourspace('b-w').png().toBuffer();
    expect(mustDecode(await decodeImage(gray)).image.channels).toBe(3);
    const deep = await card().toColourspace('rgb16').png().toBuffer();
    const [red = 0] = pixelAt(await decodeImage(deep), 120, 90);
    expect(Math.abs(red - 191)).toBeLessThan(3);
  });

  it('a wide-gamut profile into sRGB', async () => {
    const p3 = await card().withIccProfile('p3').png().toBuffer();
    const result = mustDecode(await decodeImage(p3));
    expect(result.info.hadProfile).toBe(true);
    const [red = 0, green = 0] = pixelAt(result, 120, 90);
    expect(Math.abs(red - 191)).toBeLessThan(6);
    expect(Math.abs(green - 191)).toBeLessThan(6);
  });
});

describe('decodeImage refuses', () => {
  it('what is not a picture, whatever it is called', async () => {
    expect(codeOf(await decodeImage(new Uint8Array()))).toBe('empty-file');
    expect(codeOf(await decodeImage(new TextEncoder().encode('This is a text called passport.jpg.')))).toBe(
      'unknown-format',
    );
    expect(codeOf(await decodeImage(new Uint8Array(4000).fill(7)))).toBe('unknown-format');
  });

  it('pictures of other kinds', async () => {
    const gif = await card().gif().toBuffer();
    const tiff = await card().tiff().toBuffer();
    const svg = new TextEncoder().encode('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
    const bmp = new Uint8Array(100);
    bmp.set([0x42, 0x4d, 100]);
    for (const bytes of [gif, tiff, svg, bmp])
      expect(codeOf(await decodeImage(bytes))).toBe('unsupported-format');
  });

  it('animations', async () => {
    const frames = await sharp(Buffer.concat([testCard(), testCard().reverse()]), {
      raw: { width, height: height * 2, channels: 3, pageHeight: height },
    })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect(codeOf(await decodeImage(frames))).toBe('animated');
  });

  it('a pixel flood by its header alone', async () => {
    const png = await card().png().toBuffer();
    png.writeUInt32BE(20_000, 16);
    png.writeUInt32BE(20_000, 20);
    expect(codeOf(await decodeImage(png))).toBe('too-many-pixels');
  });

  it('too few pixels and too many bytes', async () => {
    const icon = await card().resize(80, 60).png().toBuffer();
    expect(codeOf(await decodeImage(icon))).toBe('too-small');
    const limited = await decodeImage(await card().png().toBuffer(), { limits: { maxBytes: 100 } });
    expect(codeOf(limited)).toBe('too-many-bytes');
  });

  it('a PDF behind a password, and one without the page asked for', async () => {
    const hex = '00'.repeat(32);
    const encrypted = pdf(`/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${hex}>/U<${hex}>>>/ID[<00><00>]`);
    expect(codeOf(await decodeImage(encrypted))).toBe('pdf-encrypted');
    expect(codeOf(await decodeImage(pdf(), { page: 1 }))).toBe('pdf-no-pages');
  });

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('a %s that ends early', async (format) => {
    const bytes = await card().toFormat(format).toBuffer();
    for (const part of [0.5, 0.9, 0.99]) {
      expect(codeOf(await decodeImage(bytes.subarray(0, Math.floor(bytes.length * part))))).toBe('truncated');
    }
  });

  it('a HEIC that ends early', async () => {
    expect(codeOf(await decodeImage(gradientHeic.subarray(0, gradientHeic.length - 100)))).toBe('truncated');
  });

  it('to go on once aborted, by rejecting', async () => {
    const bytes = await card().png().toBuffer();
    await expect(decodeImage(bytes, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow(
      'stop',
    );
  });
});

describe('decodeImage never throws', () => {
  it('at any truncation or mutation of any format', async () => {
    const files = [
      await card().jpeg().toBuffer(),
      await card().png().toBuffer(),
      await card().webp().toBuffer(),
      await card().avif({ effort: 0 }).toBuffer(),
      gradientHeic,
      pdf(),
    ];
    let state = 20261123;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (const file of files) {
      const step = Math.max(1, Math.floor(file.length / 12));
      for (let length = 1; length < file.length; length += step) {
        expect(await decodeImage(file.subarray(0, length))).toHaveProperty('ok');
      }
      for (let round = 0; round < 15; round += 1) {
        const mutated = Uint8Array.from(file);
        for (let k = 0; k < 1 + random(6); k += 1) mutated[random(file.length)] = random(256);
        expect(await decodeImage(mutated)).toHaveProperty('ok');
      }
    }
  });
});
