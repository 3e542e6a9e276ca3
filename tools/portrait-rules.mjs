// Measures the ground and the mouth, as selfie.plain-background and selfie.neutral judge them, of the faces on pictures:
//   node tools/portrait-rules.mjs <picture> …
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
process.stdout.write('picture\tface\tbusy\tms\topening\twidth\trise\tyaw\n');
for (const file of process.argv.slice(2)) {
  const decoded = await decodeImage(await readFile(file));
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
