import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'vidimus-layers-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A small tree with the same folders: one sound file in each, and one that breaks one rule. */
const files = {
  'src-shared/sound.ts':
    "import { z } from 'zod';\nexport const sound = z.string();\nexport type Sound = string;",
  'src-analysis/image/raster.ts': 'export interface Raster { readonly width: number }',
  'src-main/service.ts': "import { sound } from '#shared/sound.ts';\nexport const service = sound;",
  'src-shared/reaches-up.ts':
    "import type { Raster } from '#analysis/image/raster.ts';\nexport type Up = Raster;",
  'src-renderer/reads-files.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
  'src-renderer/imports-main.ts':
    "import { service } from '../src-main/service.ts';\nexport const same = service;",
  'src-main/opens-window.ts': "import { BrowserWindow } from 'electron';\nexport const open = BrowserWindow;",
  'src-main/decodes.ts': "import sharp from 'sharp';\nexport const decode = sharp;",
  'src-analysis/checks/a.one.ts': 'export const one = 1;',
  'src-analysis/checks/a.two.ts': "import { one } from './a.one.ts';\nexport const two = one;",
};

test('the layer rules let sound imports through and name every forbidden one, type-only and by alias too', () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `${text}\n`);
  }
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    copyFileSync(join(root, name), join(folder, name));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');

  const folders = ['src-shared', 'src-analysis', 'src-main', 'src-renderer'];
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = spawnSync(
    process.execPath,
    [program, '--config', '.dependency-cruiser.cjs', '--no-cache', '--output-type', 'json', ...folders],
    { cwd: folder, encoding: 'utf8' },
  );

  const report = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  const found = report.summary.violations.map(({ rule, from }) => `${from}: ${rule.name}`);
  expect(found.sort()).toEqual([
    'src-analysis/checks/a.two.ts: a-check-knows-no-other-check',
    'src-main/decodes.ts: sharp-in-image-only',
    'src-main/opens-window.ts: electron-in-the-shell-only',
    'src-renderer/imports-main.ts: renderer-reaches-only-itself-shared',
    'src-renderer/reads-files.ts: no-node-outside-node-folders',
    'src-shared/reaches-up.ts: shared-reaches-only-itself',
  ]);
});
