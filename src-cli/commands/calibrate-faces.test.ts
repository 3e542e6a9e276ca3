import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faceCalibrationSchema, type FaceCalibration } from '#analysis/faces/calibration.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { runCommand } from '../run-command.ts';
import { FakeOutput } from '../testing/fake-output.ts';

const samples = join(import.meta.dirname, '..', '..', 'resources', 'samples');
let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-calibrate-'));
  out = join(folder, 'calibration.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function calibrate(...args: string[]): Promise<{ printed: string; calibration: FaceCalibration }> {
  const output = new FakeOutput();
  await runCommand(
    ['models', 'calibrate', folder, '--source', 'people who do not exist', ...args, '--out', out],
    {
      output,
      env: {},
      version: '0',
    },
  );
  const calibration = faceCalibrationSchema.parse(JSON.parse(await readFile(out, 'utf8')));
  return { printed: output.printed.join('\n'), calibration };
}

describe('models calibrate', () => {
  it('counts strangers over a folder per person and single portraits, bound to the recognition net', async () => {
    await mkdir(join(folder, 'one'));
    await copyFile(join(samples, 'p01-selfie.jpg'), join(folder, 'one', 'selfie.jpg'));
    await copyFile(join(samples, 'p01-portrait.jpg'), join(folder, 'one', 'portrait.JPG'));
    await copyFile(join(samples, 'p05-portrait.jpg'), join(folder, 'other.jpg'));
    await writeFile(join(folder, 'broken.png'), 'no picture');
    await writeFile(join(folder, 'notes.txt'), 'passed over');
    const { calibration, printed } = await calibrate();
    const entry = locateModels().manifest.models.find(({ name }) => name === 'face-recognition');
    expect(calibration).toMatchObject({
      model: { name: 'face-recognition', sha256: entry?.sha256 },
      set: { source: 'people who do not exist', people: 2, pictures: 3, pairs: 2, peoplePairs: 1 },
    });
    expect(calibration.rows.every(({ bootstrap95 }) => bootstrap95 === null)).toBe(true);
    expect(printed).toContain('2 people, 3 pictures, 2 pairs of strangers (1 pairs of people)');
    expect(printed).toContain('left out: 1 that are no pictures');
    expect(printed).toContain(`${join('one', 'selfie.jpg')}  other.jpg`);
  });

  it('counts the pairs of a pairs.csv that are of strangers, with people joined by "same"', async () => {
    for (const name of ['p01-selfie', 'p01-portrait', 'p05-portrait']) {
      await copyFile(join(samples, `${name}.jpg`), join(folder, `${name}.jpg`));
    }
    await writeFile(
      join(folder, 'pairs.csv'),
      'a,b,same\np01-selfie.jpg,p01-portrait.jpg,1\np01-selfie.jpg,p05-portrait.jpg,no\n',
    );
    const { calibration } = await calibrate('--json');
    expect(calibration.set).toMatchObject({ people: 2, pictures: 2, pairs: 1, peoplePairs: 1 });
  });

  it('says what a folder must hold, and that it must be told whose pictures they are', async () => {
    await copyFile(join(samples, 'p05-portrait.jpg'), join(folder, 'one.jpg'));
    await expect(calibrate()).rejects.toThrow('a folder of pictures for each person');
    const context = { output: new FakeOutput(), env: {}, version: '0' };
    await expect(runCommand(['models', 'calibrate', folder], context)).rejects.toThrow('--source');
  });
});
