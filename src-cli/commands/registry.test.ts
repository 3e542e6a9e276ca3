import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDivisionCodes } from '#analysis/registries/division-codes.ts';
import { InputError } from '../exit-codes.ts';
import { FakeOutput } from '../testing/fake-output.ts';
import { registryCommand } from './registry.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-registry-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function importFile(bytes: Uint8Array | string, ...options: string[]): Promise<string> {
  const file = join(folder, 'codes.csv');
  await writeFile(file, bytes);
  const output = new FakeOutput();
  const env = { VIDIMUS_REGISTRIES: join(folder, 'registries') };
  await registryCommand(['import', 'division-codes', file, ...options], { output, env, version: '0' });
  return output.printed.join('\n');
}
const namesOf = (code: string) => openDivisionCodes(join(folder, 'registries'))()?.namesOf(code);

it('imports the sample, and a later file in its place', async () => {
  const sample = await readFile(
    join(import.meta.dirname, '../../resources/registries/division-codes.sample.csv'),
  );
  expect(await importFile(sample)).toContain('3 codes with 4 names');
  expect(namesOf('990-001')).toHaveLength(2);
  await importFile('code,name\n770001,ОВД А\n');
  expect([namesOf('770-001'), namesOf('990001')]).toEqual([['ОВД А'], []]);
});

it('reads windows-1251, semicolons and quotes', async () => {
  // "code;name" and "770-001;ОВД" in windows-1251.
  const bytes = Buffer.concat([
    Buffer.from('code;name\r\n770-001;"'),
    Buffer.from([0xce, 0xc2, 0xc4]),
    Buffer.from(' ""1"""\r\n'),
  ]);
  await importFile(bytes);
  expect(namesOf('770001')).toEqual(['ОВД "1"']);
  await expect(importFile(bytes, '--encoding', 'utf-8')).rejects.toThrow('line 2: this is not UTF-8');
});

it.each([
  ['code,name\n770-001,ОВД\n77-01,ОВД\n', 'line 3'],
  ['code,name\n770-001,ОВД\n770-002\n', 'line 3: 1 column where'],
  ['code,name\n770-001,ОВД, города\n', 'line 2: 3 columns'],
  ['code,name\n770-001,"a\nb"\n770-002,\n', 'line 4: the name is missing'],
  ['code,name\n770-001,"ОВД\n770-002,ОВД\n', 'line 2: a quote is not closed'],
  ['code,name\n770-001,\u0098\n', 'line 2: the name has characters'],
  ['770-001,ОВД\n', 'line 1: the first line must name the columns'],
  ['code,name\n', 'no code in the file'],
  ['', 'line 1'],
])('refuses a broken file whole and names the line: %j', async (text, message) => {
  await importFile('code,name\n111-111,ОВД до этого\n');
  const refusal = importFile(text);
  await expect(refusal).rejects.toBeInstanceOf(InputError);
  await expect(refusal).rejects.toThrow(message);
  expect(namesOf('111-111')).toEqual(['ОВД до этого']);
});
