import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { runCommand } from '../run-command.ts';
import { FakeOutput } from '../testing/fake-output.ts';

const samples = join(import.meta.dirname, '..', '..', 'resources', 'samples');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-evaluate-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function evaluate(kind: string, ...args: string[]): Promise<{ code: number; json: unknown }> {
  const output = new FakeOutput();
  const code = await runCommand(['evaluate', kind, folder, '--json', ...args], {
    output,
    env: {},
    version: '0',
  });
  return { code, json: JSON.parse(output.printed.join('')) };
}

it('measures the MRZ reader: one exact, one with none', async () => {
  await writeFile(join(folder, 'passport.jpg'), await aSpecimen());
  await copyFile(join(samples, 'p01-selfie.jpg'), join(folder, 'p01.jpg'));
  const line1 = 'P<UTOBRANDT<<JONAS<MATTHIS'.padEnd(44, '<');
  const line2 = 'U20B74K190UTO0203144M340520420020314<<<<<<06';
  await writeFile(
    join(folder, 'truth.csv'),
    `\uFEFFfile,format,line1,line2,line3\r\npassport.jpg,TD3,${line1},"${line2}",\r\np01.jpg,NONE,,,\r\n`,
  );
  const { code, json } = await evaluate('mrz');
  expect(code).toBe(0);
  expect(json).toEqual({
    total: 2,
    exact: 2,
    characterAccuracy: 1,
    checkDigitsValid: 1,
    silentErrors: 0,
    readsOnNegatives: 0,
    medianMs: expect.any(Number),
    files: [
      { file: 'passport.jpg', expected: [line1, line2], read: [line1, line2], ok: true },
      { file: 'p01.jpg', expected: [], read: null, ok: true },
    ],
  });
});

it('takes labels as other people write them, and says what it cannot measure', async () => {
  const other = await mkdtemp(join(folder, 'other-'));
  await writeFile(join(other, 'passport.jpg'), await aSpecimen());
  await copyFile(join(samples, 'p01-selfie.jpg'), join(other, 'p01.jpg'));
  await writeFile(
    join(other, 'labels.csv'),
    'Filename;MRZ;Format\npassport.jpg;p<uto brandt<<jonas<matthis|U20B74K190UTO0203144M340520420020314<<<<<<06;\np01.jpg;;NONE\np01.jpg;;TD1\n',
  );
  const output = new FakeOutput();
  const context = { output, env: {}, version: '0' };
  expect(await runCommand(['evaluate', 'mrz', other], context)).toBe(0);
  expect(output.printed.join('\n')).toContain('2 of 2 exact, 100.00 % of characters');
  expect(output.complaints).toEqual(['p01.jpg is not measured: it has a format but no line of its zone']);
});

it('runs the pipeline over labeled documents', async () => {
  const documents = await mkdtemp(join(folder, 'documents-'));
  await writeFile(join(documents, 'passport.jpg'), await aSpecimen());
  await writeFile(
    join(documents, 'truth.csv'),
    'file,type,country,line1,line2,mrz:surname,birth-date\npassport.jpg,passport,UTO,P<UTOBRANDT<<JONAS<MATTHIS<<<<<<<<<<<<<<<<<<,U20B74K190UTO0203144M340520420020314<<<<<<06,BRANDT,2002-03-15\n',
  );
  const output = new FakeOutput();
  const context = { output, env: {}, version: '0' };
  expect(await runCommand(['evaluate', 'documents', documents, '--today', '2026-11-25'], context)).toBe(0);
  const printed = output.printed.join('\n');
  expect(printed).toContain('✗ passport.jpg\n    birth-date is 2002-03-15, told 2002-03-14\n');
  expect(printed).toContain('zone exact                         1 of 1, 100.0 % (2.5 to 100.0)');
});

it('takes a table with Windows line ends, an unknown column, empty cells and a picture that is none, and says so', async () => {
  const odd = await mkdtemp(join(folder, 'odd-'));
  await writeFile(join(odd, 'passport.jpg'), await aSpecimen());
  await writeFile(join(odd, 'torn.jpg'), (await aSpecimen()).subarray(0, 3000));
  await writeFile(
    join(odd, 'truth.csv'),
    '\uFEFFfile,type,surnam,mrz:surname,mrz:birth-date\r\npassport.jpg,passport,BRANDT,BRANDT,\r\ntorn.jpg,,,DOE,\r\n',
  );
  const output = new FakeOutput();
  const context = { output, env: {}, version: '0' };
  expect(await runCommand(['evaluate', 'documents', odd, '--today', '2026-11-25'], context)).toBe(0);
  expect(output.complaints[0]).toContain('not measured: the columns "surnam"');
  expect(output.complaints.slice(1)).toEqual([
    'torn.jpg cannot be opened (truncated); what it is labeled with counts as not told',
  ]);
  const printed = output.printed.join('\n');
  expect(printed).toContain('✗ torn.jpg\n    surname (mrz) is DOE, not told');
  expect(printed).toMatch(/type +1 of 1/);
  expect(printed).toMatch(/surname \(mrz\) +1 of 2/);
});

it('says before it begins what cannot be read, and reads tables of spreadsheets', async () => {
  const odd = await mkdtemp(join(folder, 'missing-'));
  const table = 'file\ta\nhere.jpg\t\ngone.jpg\t\nlost.jpg\t\n';
  await writeFile(join(odd, 'here.jpg'), 'no picture, but a file');
  await writeFile(join(odd, 'truth.csv'), Buffer.from(`\uFEFF${table}`, 'utf16le'));
  const context = { output: new FakeOutput(), env: {}, version: '0' };
  const run = (): Promise<number> => Promise.resolve(runCommand(['evaluate', 'documents', odd], context));
  await expect(run()).rejects.toThrow('cannot read "gone.jpg", "lost.jpg", which the table lists');
  await writeFile(join(odd, 'truth.csv'), Buffer.from('file,surname\nhere.jpg,M\xfcller\n', 'latin1'));
  await expect(run()).rejects.toThrow('truth.csv: is not UTF-8');
  await rm(join(odd, 'truth.csv'));
  await expect(run()).rejects.toThrow('found no CSV file');
  await writeFile(join(odd, 'truth.csv'), 'file,image\nhere.jpg,here.jpg\n');
  await expect(run()).rejects.toThrow('the columns "file" and "image" mean the same');
});

it('measures the face chain on pairs', async () => {
  for (const name of ['p01-selfie', 'p01-portrait', 'p05-portrait']) {
    await copyFile(join(samples, `${name}.jpg`), join(folder, `${name}.jpg`));
  }
  await writeFile(
    join(folder, 'pairs.csv'),
    'a,b,same,group\np01-selfie.jpg,p01-portrait.jpg,1,one\np01-selfie.jpg,p05-portrait.jpg,no,\n',
  );
  const { code, json } = await evaluate('face-pairs');
  expect(code).toBe(0);
  const none = [0.1, 0.01, 0.001].map((fmr) => ({ fmr, fnmr: null, distance: null }));
  expect(json).toMatchObject({
    total: 2,
    detectionFailures: 0,
    auc: 1,
    atPolicy: { distance: 0.49, fmr: { errors: 0, pairs: 1 }, fnmr: { errors: 0, pairs: 1 } },
    atFalseMatchRates: none,
    medianMs: expect.any(Number),
    groups: [{ group: 'one', total: 1, auc: null, atPolicy: { fmr: { pairs: 0, rate: null } } }],
  });
});

it('says which listed picture is not there', async () => {
  await writeFile(join(folder, 'pairs.csv'), 'a,b,same\nnowhere.jpg,p01-portrait.jpg,1\n');
  await expect(evaluate('face-pairs')).rejects.toThrow('cannot read "nowhere.jpg"');
});

it('takes the one table that has the columns, whatever its name, and says what a table must hold', async () => {
  await rm(join(folder, 'pairs.csv'), { force: true });
  await writeFile(join(folder, 'other.csv'), 'x,y\n1,2\n');
  await writeFile(join(folder, 'labels.csv'), 'a,b\nx,y\n');
  await expect(evaluate('face-pairs')).rejects.toThrow(
    'under the columns a, b, same; found labels.csv, other.csv',
  );
  await writeFile(join(folder, 'labels.csv'), 'a,b,same\nnowhere.jpg,p01-portrait.jpg,1\n');
  await expect(evaluate('face-pairs')).rejects.toThrow('cannot read "nowhere.jpg"');
  await writeFile(join(folder, 'more.csv'), 'a,b,same\nx,y,1\n');
  await expect(evaluate('face-pairs')).rejects.toThrow('one other CSV file');
});
