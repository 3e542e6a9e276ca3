// Measures the ground and the mouth, as selfie.plain-background and selfie.neutral judge them, of the faces on pictures:
//   node tools/portrait-rules.mjs [--spoiled] <picture> …
// With --spoiled also of each picture darkened, out of focus, compressed, with noise, and with light that falls off to one side.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';

const load = async (path) =>
  (await runnerImport(join(root, 'src-analysis', path), { configFile: false, root, logLevel: 'error' }))
    .module;
const { findFaces } = await load('faces/find-faces.ts');
const { measureGround } = await load('faces/ground.ts');
const { decodeImage } = await load('image/decode.ts');
const { locateModels } = await load('models/locate-models.ts');
const { createModelPool } = await load('models/pool.ts');

const home = locateModels({ startFolder: root });
const pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
const isSpoiled = process.argv.includes('--spoiled');
const spoilings = {
  dark: (picture) => picture.linear(0.5, 0),
  'very dark': (picture) => picture.linear(0.25, 0),
  'out of focus': (picture) => picture.blur(6),
  'JPEG 20': (picture) => picture.jpeg({ quality: 20 }),
  noise: async (picture) => spoilPixels(picture, (value, _x, random) => value * 0.8 + 25 * (random - 0.5)),
  'light from one side': async (picture) => spoilPixels(picture, (value, x) => value * (1 - 0.5 * x)),
};

async function spoilPixels(picture, change) {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  let state = 1;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const x = (Math.floor(at / info.channels) % info.width) / info.width;
    data[at] = Math.max(0, Math.min(255, change(data[at], x, state / 2 ** 32)));
  }
  return sharp(data, { raw: info });
}

/** The picture as it is, and spoiled. */
async function* variantsOf(file) {
  const bytes = await readFile(file);
  yield ['as taken', bytes];
  if (!isSpoiled) return;
  for (const [name, spoil] of Object.entries(spoilings)) {
    const spoiled = await spoil(sharp(bytes).removeAlpha());
    yield [
      name,
      name === 'JPEG 20' ? await spoiled.toBuffer() : await spoiled.jpeg({ quality: 92 }).toBuffer(),
    ];
  }
}

process.stdout.write('picture\tvariant\tface\tbusy\tms\topening\twidth\trise\tyaw\n');
const files = process.argv.slice(2).filter((argument) => argument !== '--spoiled');
for (const file of files)
  for await (const [variant, bytes] of variantsOf(file)) {
    const decoded = await decodeImage(bytes);
    if (!decoded.ok) throw new Error(`${file}: ${decoded.code}`);
    const faces = await findFaces(decoded.image, { pool }, { maxFaces: 8 });
    for (const { boxPx, landmarksPx, quality } of faces) {
      const start = performance.now();
      const ground = measureGround(decoded.image, landmarksPx);
      const ms = performance.now() - start;
      const [from, to, upper, lower] = [48, 54, 62, 66].map((index) => landmarksPx[index]);
      const across = [to.x - from.x, to.y - from.y];
      const middle = [(upper.x + lower.x - from.x - to.x) / 2, (upper.y + lower.y - from.y - to.y) / 2];
      // How far the corners lie above the middle of the lips, over the width of the mouth.
      const rise = (across[0] * middle[1] - across[1] * middle[0]) / (across[0] ** 2 + across[1] ** 2);
      const row = [
        file.split('/').slice(-2).join('/'),
        variant,
        `${Math.round(boxPx.x + boxPx.width / 2)},${Math.round(boxPx.y + boxPx.height / 2)}`,
        ground === null ? 'not seen' : ground.busyShare.toFixed(3),
        ms.toFixed(1),
        quality.mouthOpening.toFixed(3),
        quality.mouthWidth.toFixed(3),
        rise.toFixed(3),
        quality.yawDeg.toFixed(0),
      ];
      process.stdout.write(`${row.join('\t')}\n`);
    }
  }
await pool.dispose();
