import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { prepareZXingModule } from 'zxing-wasm/writer';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { readFont, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import { must } from '#shared/lib/invariant.ts';

/** What documents are printed with. */
export interface CorpusResources {
  readonly fonts: {
    readonly ocrB: TextFont;
    /** Latin and Cyrillic, the font of every layout. */
    readonly plain: TextFont;
    /** Latin only. */
    readonly bold: TextFont;
  };
  /** People who do not exist, by their sex as printed. */
  readonly portraits: readonly { readonly sex: 'M' | 'F'; readonly image: RgbRaster }[];
}

const people = [
  ['p01', 'M'],
  ['p02', 'F'],
  ['p03', 'M'],
  ['p05', 'M'],
] as const;

/** Fonts and portraits from the project's own resources, and the writer of barcodes made ready. */
export async function loadResources(root: string): Promise<CorpusResources> {
  const font = async (name: string): Promise<TextFont> =>
    readFont(await readFile(join(root, 'resources', 'fonts', name)));
  // Without the bytes the module would fetch itself from a network, which is not there and must not be asked.
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  return {
    fonts: {
      ocrB: await font('ocr-b.otf'),
      plain: await font('inter-500.ttf'),
      bold: await font('inter-latin-700.woff'),
    },
    portraits: await Promise.all(
      people.map(async ([name, sex]) => {
        const file = join(root, 'resources', 'samples', `${name}-portrait.jpg`);
        const decoded = await decodeImage(await readFile(file));
        return { sex, image: must(decoded.ok ? decoded.image : null, 'a portrait that decodes') };
      }),
    ),
  };
}
