import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InputError } from './exit-codes.ts';
import { readChallenge } from './read-challenge.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-challenge-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(content: unknown): Promise<string> {
  const file = join(folder, 'challenge.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const actions = ['turn-left', 'blink'];
const frames = [{ file: '1.jpg', atMs: 0, actionIndex: null }];

it('reads a challenge with the frames beside it', async () => {
  await writeFile(join(folder, '1.jpg'), 'frame');
  expect(await readChallenge(await written({ actions, frames }), 'alive')).toMatchObject({
    stepId: 'alive',
    actions,
    skippedActions: [],
    frames: [
      {
        atMs: 0,
        actionIndex: null,
        bytes: Buffer.from('frame'),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ],
  });
});

it.each([
  ['no JSON', '{'],
  ['an unknown action', { actions: ['nod', 'blink'], frames }],
  ['no frames', { actions, frames: [] }],
  ['a frame that is not there', { actions, frames: [{ file: 'no.jpg', atMs: 0, actionIndex: null }] }],
  ['a frame of an action there is not', { actions, frames: [{ file: '1.jpg', atMs: 0, actionIndex: 2 }] }],
])('says what to mend in %s', async (_, content) => {
  await expect(readChallenge(await written(content), 'alive')).rejects.toBeInstanceOf(InputError);
});

it.each([
  [[500, null], [400, 0], /frames\.1 is earlier/],
  [[400, 1], [500, 0], /frames\.1 answers an earlier action/],
] as const)('does not take frames out of their order: %j, %j', async (first, second, reason) => {
  const outOfOrder = [first, second].map(([atMs, actionIndex]) => ({ file: '1.jpg', atMs, actionIndex }));
  await expect(readChallenge(await written({ actions, frames: outOfOrder }), 'alive')).rejects.toThrow(
    reason,
  );
});
