import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { must, pictureOf, startTestIntake, type TestIntake } from '#intake/testing/test-intake.ts';

// Runs the shell blocks of docs/api.md as a reader would, against a real intake.

let intake: TestIntake;
let folder: string;
beforeAll(async () => {
  intake = await startTestIntake();
  folder = await mkdtemp(join(tmpdir(), 'vidimus-api-guide-'));
});
afterAll(async () => {
  await intake.remove();
  await rm(folder, { recursive: true, force: true });
});

it('docs/api.md does what it says', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
  const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  const script = blocks
    .join('\n')
    // What the reader fills in.
    .replace('https://id.example.org', intake.running.url)
    .replace('vdt_…', intake.running.token);
  await writeFile(join(folder, 'passport.jpg'), pictureOf('a passport'));
  await writeFile(join(folder, 'selfie.jpg'), pictureOf('a face'));
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder });

  const answers = stdout
    .replaceAll('}{', '}\n{')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [created, front, selfie, finalized, status, result, list, first, again] = answers;
  expect(answers).toHaveLength(9);
  expect(front).toMatchObject({ byteLength: pictureOf('a passport').length });
  expect(selfie).toMatchObject({ byteLength: pictureOf('a face').length });
  for (const summary of [finalized, status, first])
    expect(summary).toMatchObject({ ...created, status: 'queued', clientKey: 'order-4711' });
  expect(again).toEqual(first);
  expect(result).toMatchObject({ ...created, schemaId: 'passport-selfie', status: 'queued' });
  expect(list).toMatchObject({ sessions: [created], next: null });
  const { sessions } = await must(intake.client, 'listSessions', {});
  expect(sessions).toHaveLength(1);
});
