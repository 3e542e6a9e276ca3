import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aHolder, aSelfie, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { resultSchema } from '#shared/domain/result.ts';

// What a user runs: the built command line, its worker process, the installed models.

const cli = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');

let folder: string;
let passport: string;
let selfie: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-cli-'));
  [passport, selfie] = [join(folder, 'passport.jpg'), join(folder, 'selfie.jpg')];
  await writeFile(passport, await aSpecimen());
  await writeFile(selfie, await aSelfie());
});
afterAll(() => rm(folder, { recursive: true }));

function vidimus(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, stdout, stderr });
      },
    );
  });
}

it('prints the result that the API returns, and saves what it looked at', async () => {
  const cutouts = join(folder, 'cutouts');
  const args = ['--document', passport, '--selfie', selfie, '--today', '2026-11-25', '--cutouts', cutouts];
  const { code, stdout, stderr } = await vidimus('analyze', '--json', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const result = resultSchema.parse(JSON.parse(stdout));
  expect(result).toMatchObject({
    status: 'review',
    verdict: { outcome: 'approve', decidedBy: 'policy' },
    errors: [],
    // The table that comes with the program is of the nets that ran, in whatever thread.
    faces: {
      pairs: [{ matched: true, falseMatchRate: expect.any(Number), calibration: { falseMatches: 0 } }],
    },
  });
  const files = await readdir(cutouts);
  expect(files).toEqual(
    expect.arrayContaining([
      'document-front.jpg',
      'document-mrz.jpg',
      'face-document-portrait.jpg',
      'face-selfie.jpg',
    ]),
  );
  expect(files.join().toUpperCase()).not.toContain(aHolder.surname);
});

it('reaches another verdict on another day', async () => {
  const args = [passport, '--selfie', selfie];
  const { code, stdout } = await vidimus('analyze', ...args, '--today', '2035-01-01');
  expect(code).toBe(0);
  expect(stdout).toContain('Recommendation: DECLINE');
  expect(stdout).toContain('The document expired on 2034-05-20.');
});

it('says what is wrong with a file, and what to do, with exit code 2', async () => {
  const text = join(folder, 'notes.txt');
  await writeFile(text, 'only some words, and no picture at all');
  const { code, stdout, stderr } = await vidimus('analyze', '--document', text, '--selfie', selfie);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    'vidimus: notes.txt: The file is not a picture. Send a photo: JPEG, PNG, WebP, HEIC or a PDF.\n',
  );
});

it.each([
  [['--document', 'no-such-file.jpg'], /cannot read no-such-file\.jpg \(there is no such file\)/],
  [['--selfie', '.'], /it is a folder/],
  [[], /name a picture of a document/],
  [['--document', 'a', '--document', 'b', '--document', 'c'], /at most two sides/],
  [['a', 'b', 'c'], /3 pictures were named/],
  [['no-such-file.jpg'], /cannot read no-such-file\.jpg/],
  [['--document', 'a', '--today', '2026-02-30'], /not a day/],
  [['--document', 'a', '--scenario', 'package.json'], /is not one/],
  [['--documents', 'a'], /--documents.*"vidimus analyze --help" tells/],
])('refuses %j with exit code 2', async (args, sentence) => {
  const { code, stdout, stderr } = await vidimus('analyze', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(sentence);
});
