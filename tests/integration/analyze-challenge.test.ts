import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { resultSchema } from '#shared/domain/result.ts';
import { film, genuine, sampleActor } from '../corpus/liveness/sequences.ts';

// What a user runs, with the frames of somebody who does what is asked: the built command line, its worker process, the installed models.

const root = resolve(import.meta.dirname, '../..');
const cli = join(root, 'out', 'main', 'cli.js');
const actions = ['turn-right', 'smile'] as const;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-challenge-'));
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder });
  const { frames } = await film(genuine(await sampleActor(root, pool)), actions, 'command line');
  await pool.dispose();
  await Promise.all(frames.map(({ bytes }, nth) => writeFile(join(folder, `${nth.toString()}.jpg`), bytes)));
  const told = frames.map(({ atMs, actionIndex }, nth) => ({
    file: `${nth.toString()}.jpg`,
    atMs,
    actionIndex,
  }));
  await writeFile(join(folder, 'challenge.json'), JSON.stringify({ actions, frames: told }));
  await writeFile(
    join(folder, 'skipped.json'),
    JSON.stringify({
      actions,
      skippedActions: [1],
      frames: told.filter(({ actionIndex }) => actionIndex !== 1),
    }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

function analyze(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(process.execPath, [cli, 'analyze', ...args], { env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

it('analyzes a challenge by itself, and prints what was asked, what came and what was measured', async () => {
  const { code, stdout, stderr } = await analyze('--challenge', join(folder, 'challenge.json'), '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { steps } = resultSchema.parse(JSON.parse(stdout));
  expect(steps).toMatchObject([
    {
      type: 'liveness',
      status: 'passed',
      tries: 1,
      liveness: {
        analysis: 'analyzed',
        actions,
        skippedActions: [],
        measured: { actions: [{ status: 'done' }, { status: 'done' }] },
      },
    },
  ]);
  // While the head moves as many lie between the even ones.
  expect(steps[0]?.liveness?.frames).toHaveLength(4 + 9 * actions.length + 9);
});

it('says at a terminal which movement was left out', async () => {
  const { code, stdout } = await analyze('--challenge', join(folder, 'skipped.json'));
  expect(code).toBe(0);
  expect(stdout).toContain('The person said that they cannot do a movement: smile.');
});
