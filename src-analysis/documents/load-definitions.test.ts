import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { definitionFolders, loadDefinitions, mustLoadDefinitions } from './load-definitions.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vidimus-documents-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const shipped = definitionFolders({})[0] ?? '';
const write = (name: string, definition: unknown): void => {
  writeFileSync(join(folder, name), JSON.stringify(definition));
};
const passport = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(shipped, 'icao-passport.json'), 'utf8')) as Record<string, unknown>;

it('knows every family that comes with it', () => {
  expect(mustLoadDefinitions([shipped]).definitions.map(({ id }) => id)).toEqual([
    'aamva-licence',
    'eu-driving-licence',
    'french-id-card-1988',
    'generic',
    'icao-passport',
    'mrva-visa',
    'mrvb-visa',
    'residence-permit',
    'ru-driving-licence',
    'ru-internal-passport',
    'ru-internal-passport-registration',
    'td1-id-card',
    'td2-id-card',
    'travel-document',
  ]);
});

it('lets the organization replace a family, which changes the hash that a replay needs', () => {
  write('icao-passport.json', { ...passport(), version: 2 });
  const [without, own] = [mustLoadDefinitions([shipped]), mustLoadDefinitions([shipped, folder])];
  expect(own.definitions.find(({ id }) => id === 'icao-passport')?.version).toBe(2);
  expect(own.definitions).toHaveLength(without.definitions.length);
  expect(own.sha256).not.toBe(without.sha256);
  expect(mustLoadDefinitions([shipped]).sha256).toBe(without.sha256);
});

it.each([
  ['a name that is not the id', { ...passport(), id: 'other' }, 'id'],
  ['a pattern that is none', { ...passport(), numberPattern: '[' }, 'numberPattern'],
  [
    'a place beyond the edge',
    {
      ...passport(),
      front: { regions: [{ kind: 'mrz', place: { leftMm: 100, topMm: 0, widthMm: 30, heightMm: 5 } }] },
    },
    'front.regions[0].place',
  ],
  [
    'a field that nothing leads to',
    { ...passport(), front: { fields: [{ name: 'sex', kind: 'sex' }] } },
    'front.fields[0]',
  ],
  [
    'a back that is not defined',
    { ...passport(), barcodes: [{ symbology: 'PDF417', side: 'back' }] },
    'barcodes[0].side',
  ],
])('refuses %s, and says where', (_, definition, key) => {
  write('icao-passport.json', definition);
  const loaded = loadDefinitions([folder]);
  expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.key)).toEqual([key]);
});

it('says which folder is not there', () => {
  expect(() => mustLoadDefinitions([join(folder, 'nowhere')])).toThrow(/nowhere: ENOENT/);
});
