import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InputError } from '../exit-codes.ts';
import { FakeOutput } from '../testing/fake-output.ts';
import { documentsCommand } from './documents.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-documents-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check(...paths: string[]): Promise<{ code: number; printed: string; complained: string }> {
  const output = new FakeOutput();
  const code = await documentsCommand(['check', ...paths], { output, env: {}, version: '0' });
  return { code, printed: output.printed.join('\n'), complained: output.complaints.join('\n') };
}

const shipped = join(import.meta.dirname, '../../resources/documents');

it('lists what this installation knows', async () => {
  const { code, printed } = await check();
  expect(code).toBe(0);
  expect(printed).toMatch(/^icao-passport +v\d+ {2}passport, any state/m);
  expect(printed).toMatch(/^\d+ definitions, SHA-256 [0-9a-f]{64}$/m);
});

it('names file and key of every mistake', async () => {
  const text = await readFile(join(shipped, 'icao-passport.json'), 'utf8');
  const definition = JSON.parse(text) as { id: string; front: { fields: { kind: string }[] } };
  const [first] = definition.front.fields;
  if (first !== undefined) first.kind = 'nmae';
  await writeFile(join(folder, 'icao-passport.json'), JSON.stringify(definition));
  await writeFile(join(folder, 'half.json'), text.slice(0, 100));
  const { code, complained } = await check(folder);
  expect(code).toBe(1);
  expect(complained).toMatch(/icao-passport\.json: front\.fields\[0\]\.kind: /);
  expect(complained).toMatch(/half\.json: is no JSON/);
});

it('wants check', () => {
  expect(() => documentsCommand(['list'], { output: new FakeOutput(), env: {}, version: '0' })).toThrow(
    InputError,
  );
});
