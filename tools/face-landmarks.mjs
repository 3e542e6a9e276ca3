// Writes the 68 landmarks of the most prominent face of each picture of a folder of people, for models/training/face-parts:
//   node tools/face-landmarks.mjs ../shared/samples/people /tmp/face-landmarks.json
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';

const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined)
  throw new Error('usage: node tools/face-landmarks.mjs <folder> <out>');

const load = async (path) =>
  (await runnerImport(join(root, 'src-analysis', path), { configFile: false, root, logLevel: 'error' }))
    .module;
const { findFaces } = await load('faces/find-faces.ts');
const { decodeImage } = await load('image/decode.ts');
const { locateModels } = await load('models/locate-models.ts');
const { createModelPool } = await load('models/pool.ts');

const home = locateModels({ startFolder: root });
const pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
const landmarks = {};
for (const person of (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()))
  for (const name of (await readdir(join(folder, person.name))).filter((file) => file.endsWith('.jpg'))) {
    const decoded = await decodeImage(await readFile(join(folder, person.name, name)));
    if (!decoded.ok) throw new Error(`${person.name}/${name}: ${decoded.code}`);
    const [face] = await findFaces(decoded.image, { pool });
    if (face === undefined) throw new Error(`${person.name}/${name}: no face`);
    landmarks[`${person.name}/${name}`] = face.landmarksPx.map(({ x, y }) => [x, y]);
  }
await pool.dispose();
const sorted = Object.fromEntries(Object.entries(landmarks).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(resolve(out), `${JSON.stringify(sorted)}\n`);
