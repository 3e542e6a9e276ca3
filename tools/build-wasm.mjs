// Turns src-intake/face-index/scan-rows.wat into the module that the product loads. To be run after a change of the text, for which a test asks.
// The assembler (wabt, Apache-2.0) is fetched for the occasion: it is needed about once a year, and nothing else here needs it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wabt = 'wabt@1.0.39';
const folder = new URL('../src-intake/face-index/', import.meta.url);
const source = fileURLToPath(new URL('scan-rows.wat', folder));
const scratch = mkdtempSync(join(tmpdir(), 'vidimus-wasm-'));
try {
  const module = join(scratch, 'scan-rows.wasm');
  execFileSync(
    'npx',
    ['--yes', `--package=${wabt}`, '--', 'wat2wasm', '--enable-threads', source, '-o', module],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  const sha256 = createHash('sha256').update(readFileSync(source)).digest('hex');
  writeFileSync(
    new URL('scan-rows.wasm.ts', folder),
    `/** SHA-256 of the scan-rows.wat that was compiled. */\nexport const scanRowsSource = '${sha256}';\n\n` +
      `/** scan-rows.wat, compiled by tools/build-wasm.mjs. */\nexport const scanRowsWasm =\n  '${readFileSync(module).toString('base64')}';\n`,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
