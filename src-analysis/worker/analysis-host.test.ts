import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sessionIdSchema } from '#shared/domain/ids.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import type { AnalysisRequest } from '../analysis-request.ts';
import { FakeChild } from '../testing/fake-child.ts';
import { createAnalysisHost } from './analysis-host.ts';

// The processes are fakes that the test plays; the host is real, the clock is vitest's.

const request: AnalysisRequest = {
  sessionId: sessionIdSchema.parse('11111111-1111-4111-8111-111111111111'),
  scenario: passportAndSelfie,
  referenceDay: '2026-11-25',
  captures: [],
};
const reply = { ok: false, code: 'model-missing' } as const;

let children: FakeChild[];
function aHost() {
  children = [];
  return createAnalysisHost({
    modelsFolder: 'models',
    timeoutMs: 60_000,
    spawn: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
  });
}
/** The jobs of a host start in a later tick. */
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('starts no process before there is work, and answers what the worker answers', async () => {
  const host = aHost();
  expect(children).toHaveLength(0);
  const progress: number[] = [];
  const job = host.analyze(request, { onProgress: ({ fraction }) => progress.push(fraction) });
  await settled();
  expect(children[0]?.received).toEqual([{ type: 'analyze', id: 0, modelsFolder: 'models', request }]);
  children[0]?.says({ type: 'progress', id: 0, progress: { stage: 'mrz', fraction: 0.5 } });
  children[0]?.says({ type: 'done', id: 0, reply });
  expect(await job).toEqual(reply);
  expect(progress).toEqual([0.5]);
});

it('runs one analysis at a time, and renderings beside it in another process', async () => {
  const host = aHost();
  void host.analyze(request);
  const second = host.analyze(request);
  const picture = host.render({ bytes: new Uint8Array(), maxPx: 100 });
  await settled();
  const [pictures, analysis] = children;
  expect(analysis?.received).toHaveLength(1);
  expect(pictures?.received).toMatchObject([{ type: 'render' }]);
  pictures?.says({ type: 'done', id: 0, reply: { ok: false, code: 'damaged' } });
  expect(await picture).toEqual({ ok: false, code: 'damaged' });
  analysis?.says({ type: 'done', id: 0, reply });
  await settled();
  expect(analysis?.received).toHaveLength(2);
  analysis?.says({ type: 'done', id: 1, reply });
  expect(await second).toEqual(reply);
});

it('loses one job when the worker dies, and gives the next one a fresh process', async () => {
  const host = aHost();
  const first = host.analyze(request);
  const second = host.analyze(request);
  await settled();
  children[0]?.dies();
  expect(await first).toEqual({ ok: false, code: 'worker-died' });
  await settled();
  expect(children).toHaveLength(2);
  children[1]?.says({ type: 'done', id: 1, reply });
  expect(await second).toEqual(reply);
});

it('stops a worker that hangs, after the time allowed and not before', async () => {
  const host = aHost();
  const job = host.analyze(request);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(children[0]?.isKilled).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await job).toEqual({ ok: false, code: 'timed-out' });
  expect(children[0]?.isKilled).toBe(true);
});

it('asks an aborted job to stop, and keeps the worker that does', async () => {
  const host = aHost();
  const controller = new AbortController();
  const job = host.analyze(request, { signal: controller.signal });
  await settled();
  controller.abort(new Error('no longer wanted'));
  expect(children[0]?.received.at(-1)).toEqual({ type: 'abort', id: 0 });
  children[0]?.says({ type: 'aborted', id: 0 });
  await expect(job).rejects.toThrow('no longer wanted');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(children[0]?.isKilled).toBe(false);
});

it('ends a worker that does not stop within two seconds', async () => {
  const host = aHost();
  const controller = new AbortController();
  const job = host.analyze(request, { signal: controller.signal });
  await settled();
  const outcome = expect(job).rejects.toThrow('no longer wanted');
  controller.abort(new Error('no longer wanted'));
  await vi.advanceTimersByTimeAsync(1999);
  expect(children[0]?.isKilled).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(children[0]?.isKilled).toBe(true);
  await outcome;
});

it('spares a process that works on something else, and ends it when that hangs too', async () => {
  const host = aHost();
  const controller = new AbortController();
  const unwanted = host.render({ bytes: new Uint8Array(), maxPx: 100 }, { signal: controller.signal });
  const wanted = host.render({ bytes: new Uint8Array(), maxPx: 200 });
  const outcome = expect(unwanted).rejects.toThrow('scrolled away');
  await settled();
  controller.abort(new Error('scrolled away'));
  await vi.advanceTimersByTimeAsync(2000);
  await outcome;
  expect(children[0]?.isKilled).toBe(false);
  children[0]?.says({ type: 'done', id: 1, reply: { ok: false, code: 'damaged' } });
  expect(await wanted).toEqual({ ok: false, code: 'damaged' });
  // The unwanted one still runs there; nobody waits for it, but for ever it shall not.
  await vi.advanceTimersByTimeAsync(28_000);
  expect(children[0]?.isKilled).toBe(true);
});

it('never begins a job that was aborted while it waited', async () => {
  const host = aHost();
  const first = host.analyze(request);
  const controller = new AbortController();
  const second = host.analyze(request, { signal: controller.signal });
  await settled();
  controller.abort(new Error('no longer wanted'));
  children[0]?.says({ type: 'done', id: 0, reply });
  await first;
  await expect(second).rejects.toThrow('no longer wanted');
  expect(children[0]?.received).toHaveLength(1);
});

it('ignores what a worker says of a job that is over', async () => {
  const host = aHost();
  const job = host.analyze(request);
  await settled();
  children[0]?.says({ type: 'done', id: 0, reply });
  children[0]?.says({ type: 'done', id: 0, reply: { ok: false, code: 'internal' } });
  children[0]?.says({ type: 'progress', id: 7, progress: { stage: 'ocr', fraction: 1 } });
  expect(await job).toEqual(reply);
});

it('ends both processes when it is closed, and tells those who wait', async () => {
  const host = aHost();
  const job = host.analyze(request);
  await settled();
  host.close();
  expect(await job).toEqual({ ok: false, code: 'worker-died' });
  expect(children[0]?.isKilled).toBe(true);
});
