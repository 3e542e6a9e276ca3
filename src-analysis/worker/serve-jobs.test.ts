import { expect, it } from 'vitest';
import type { WorkerMessage } from './messages.ts';
import { serveJobs, type JobHandlers } from './serve-jobs.ts';

const secret = 'ERIKSSON';
const neverUsed = () => Promise.reject(new Error('not in this test'));

function serve(render: JobHandlers['render']) {
  const said: WorkerMessage[] = [];
  const lines: string[] = [];
  const handlers: JobHandlers = {
    warmUp: neverUsed,
    analyze: neverUsed,
    describeFaces: neverUsed,
    drawSpecimen: neverUsed,
    render,
  };
  const receive = serveJobs(
    handlers,
    (message) => said.push(message),
    (line) => lines.push(line),
  );
  return { receive, said, lines };
}
const job = { type: 'render', id: 4, request: { bytes: new Uint8Array(), maxPx: 10 } } as const;
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

it('answers each job once, under its number', async () => {
  const { receive, said } = serve(() => Promise.resolve({ ok: false, code: 'damaged' }));
  receive(job);
  await turn();
  expect(said).toEqual([{ type: 'done', id: 4, reply: { ok: false, code: 'damaged' } }]);
});

it('answers a bug with its code, and logs its kind but never its words', async () => {
  const { receive, said, lines } = serve(() => Promise.reject(new RangeError(`no such field in ${secret}`)));
  receive(job);
  await turn();
  expect(said).toEqual([{ type: 'done', id: 4, reply: { ok: false, code: 'internal' } }]);
  expect(lines.join()).toContain('RangeError');
  expect(lines.join()).not.toContain(secret);
});

it('tells an aborted job from a broken one, and ignores an abort of what is over', async () => {
  const { receive, said, lines } = serve(
    (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      }),
  );
  receive(job);
  receive({ type: 'abort', id: 4 });
  await turn();
  receive({ type: 'abort', id: 4 });
  receive({ type: 'abort', id: 99 });
  expect(said).toEqual([{ type: 'aborted', id: 4 }]);
  expect(lines).toEqual([]);
});
