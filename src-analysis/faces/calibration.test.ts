import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateModels } from '../models/locate-models.ts';
import {
  calibrationOf,
  faceCalibrationFile,
  falseMatchFacts,
  falseMatchesAt,
  readFaceCalibration,
  type FaceCalibration,
} from './calibration.ts';

const sha256 = 'a'.repeat(64);
const calibration: FaceCalibration = {
  kind: 'face-calibration',
  version: 1,
  model: { name: 'face-recognition', sha256 },
  chain: 'a chain',
  measuredOn: '2026-11-25',
  set: { source: 'a set', people: 12, pictures: 12, pairs: 66, peoplePairs: 66 },
  rows: [
    { distance: 0.5, falseMatches: 0, rate: 0, interval95: [0, 0.05], bootstrap95: [0, 0] },
    { distance: 0.6, falseMatches: 2, rate: 2 / 66, interval95: [0.004, 0.1], bootstrap95: [0, 0.12] },
  ],
};

describe('falseMatchesAt', () => {
  it('is never less than measured: the next row, one more than was seen, the wider bound', () => {
    expect(falseMatchesAt(calibration, 0.2)).toEqual({ falseMatches: 0, rate: 1 / 67, upper95: 0.05 });
    expect(falseMatchesAt(calibration, 0.5)).toEqual({ falseMatches: 0, rate: 1 / 67, upper95: 0.05 });
    expect(falseMatchesAt(calibration, 0.501)).toEqual({ falseMatches: 2, rate: 3 / 67, upper95: 0.12 });
    expect(falseMatchesAt(calibration, 0.601)).toBeNull();
  });

  it('counts pictures of the same two people as one pair, and never fewer matches than were seen', () => {
    const rows = calibration.rows.map((row) => ({ ...row, falseMatches: row.falseMatches * 50 }));
    const often = { ...calibration, set: { ...calibration.set, pictures: 240, pairs: 66 * 400 }, rows };
    expect(falseMatchesAt(often, 0.5)).toEqual({ falseMatches: 0, rate: 1 / 67, upper95: 0.05 });
    // 100 of 26,400 pairs of pictures are a quarter of one of 66.
    expect(falseMatchesAt(often, 0.6)).toEqual({ falseMatches: 1, rate: 2 / 67, upper95: 0.12 });
    expect(falseMatchFacts(often, 0.6)).toMatchObject({
      falseMatchRate: 2 / 67,
      calibration: { people: 12, pairs: 66, falseMatches: 1 },
    });
  });
});

it('holds for the net it was measured with and no other', () => {
  expect(calibrationOf(calibration, sha256)).toBe(calibration);
  expect(calibrationOf(calibration, 'b'.repeat(64))).toBeNull();
  expect(calibrationOf(calibration, undefined)).toBeNull();
  expect(calibrationOf(null, undefined)).toBeNull();
});

describe('readFaceCalibration', () => {
  let home: { sourceFolder: string; installedFolder: string };
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'vidimus-calibration-'));
    home = { sourceFolder: folder, installedFolder: mkdtempSync(join(folder, 'installed-')) };
  });
  afterEach(() => {
    rmSync(home.sourceFolder, { recursive: true });
  });
  const write = (folder: string, text: string): void => {
    writeFileSync(join(folder, faceCalibrationFile), text);
  };

  it('prefers one made here to the one that comes with the program', () => {
    expect(readFaceCalibration(home)).toBeNull();
    write(home.sourceFolder, JSON.stringify(calibration));
    expect(readFaceCalibration(home)).toEqual(calibration);
    const own = { ...calibration, set: { ...calibration.set, source: 'our own' } };
    write(home.installedFolder, JSON.stringify(own));
    expect(readFaceCalibration(home)).toEqual(own);
  });

  it.each([
    ['no JSON', '{'],
    ['no calibration', '{}'],
    ['falling counts', JSON.stringify({ ...calibration, rows: calibration.rows.toReversed() })],
  ])('knows nothing of a file that is %s', (_, text) => {
    write(home.sourceFolder, JSON.stringify(calibration));
    write(home.installedFolder, text);
    expect(readFaceCalibration(home)).toBeNull();
  });
});

it('comes with the program, for the recognition net of the manifest', () => {
  const { manifest, sourceFolder } = locateModels();
  const shipped = readFaceCalibration({ sourceFolder, installedFolder: sourceFolder });
  const recognition = manifest.models.find(({ name }) => name === 'face-recognition');
  expect(shipped?.model).toEqual({ name: 'face-recognition', sha256: recognition?.sha256 });
  expect(shipped?.rows.every(({ rate, falseMatches }) => rate === falseMatches / shipped.set.pairs)).toBe(
    true,
  );
});
