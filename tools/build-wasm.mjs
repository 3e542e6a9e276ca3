// Turns src-intake/face-index/scan-rows.wat into the module that the product loads. To be run after a change of the text; a test compares both.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabtOf from '/tmp/wabt/node_modules/wabt/index.js';

const folder = new URL('../src-intake/face-index/', import.meta.url);

/** The module's bytes. */
export async function compileScan() {
  const wabt = await wabtOf();
  const text = readFileSync(new URL('scan-rows.wat', folder), 'utf8');
  const module = wabt.parseWat('scan-rows.wat', text, { simd: true, threads: true });
  try {
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const base64 = (await compileScan()).toString('base64');
  writeFileSync(
    new URL('scan-rows.wasm.ts', folder),
    `/** scan-rows.wat, compiled by tools/build-wasm.mjs. */\nexport const scanRowsWasm =\n  '${base64}';\n`,
  );
}
