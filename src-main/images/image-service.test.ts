import { expect, it } from 'vitest';
import type { RenderReply, RenderRequest } from '#analysis/worker/messages.ts';
import { aCaptureId } from '#shared/testing/builders.ts';
import { FakeIntake, untilAborted } from '../testing/fake-intake.ts';
import { createByteCache } from './byte-cache.ts';
import { createImageService } from './image-service.ts';

class FakeHost {
  readonly requests: RenderRequest[] = [];
  aborted = 0;
  answer: (signal: AbortSignal) => Promise<RenderReply> = () =>
    Promise.resolve({ ok: true, bytes: new Uint8Array(100), mediaType: 'image/jpeg', width: 10, height: 10 });

  render(request: RenderRequest, { signal }: { readonly signal: AbortSignal }): Promise<RenderReply> {
    this.requests.push(request);
    signal.addEventListener('abort', () => (this.aborted += 1));
    return this.answer(signal);
  }
}

const bytes = new Uint8Array([1, 2, 3]);
const never = new AbortController().signal;

function start(options: { renderedBytes?: number; sourceBytes?: number } = {}) {
  const intake = new FakeIntake();
  intake.captures.set(aCaptureId(1), bytes).set(aCaptureId(2), bytes);
  const host = new FakeHost();
  return { intake, host, images: createImageService({ intake, host, ...options }) };
}

it('renders a picture once and fetches its file once for all its cut-outs', async () => {
  const { intake, host, images } = start();
  const whole = { captureId: aCaptureId(1), maxPx: 400 };
  const cropPx = { x: 1, y: 2, width: 3, height: 4 };
  expect(await images.getImage(whole, never)).toMatchObject({ ok: true, mediaType: 'image/jpeg' });
  await images.getImage(whole, never);
  await images.getImage({ ...whole, cropPx, rollDeg: 5 }, never);
  expect(host.requests).toEqual([
    { bytes, maxPx: 400 },
    { bytes, maxPx: 400, cropPx, rollDeg: 5 },
  ]);
  expect(intake.calls.length).toBe(1);
});

it('shares one rendering between callers, and ends it when the last has left', async () => {
  const { host, images } = start();
  host.answer = untilAborted;
  const [first, second] = [new AbortController(), new AbortController()];
  const request = { captureId: aCaptureId(1), maxPx: 400 };
  const replies = Promise.allSettled([
    images.getImage(request, first.signal),
    images.getImage(request, second.signal),
  ]);
  await expect.poll(() => host.requests.length).toBe(1);
  first.abort();
  expect(host.aborted).toBe(0);
  second.abort();
  expect(host.aborted).toBe(1);
  expect((await replies).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  host.answer = () => Promise.resolve({ ok: true, bytes, mediaType: 'image/jpeg', width: 1, height: 1 });
  expect(await images.getImage(request, never)).toMatchObject({ ok: true });
});

it('forgets what was used longest ago when the memory is full, and everything when told to', async () => {
  const { host, images } = start({ renderedBytes: 250 });
  const ask = (maxPx: number) => images.getImage({ captureId: aCaptureId(1), maxPx }, never);
  for (const maxPx of [100, 200, 100, 300, 100, 200]) await ask(maxPx);
  expect(host.requests.map(({ maxPx }) => maxPx)).toEqual([100, 200, 300, 200]);
  images.clear();
  await ask(200);
  expect(host.requests.length).toBe(5);
});

it('keeps no failure', async () => {
  const { intake, host, images } = start();
  const request = { captureId: aCaptureId(1), maxPx: 400 };
  intake.isOffline = true;
  expect(await images.getImage(request, never)).toEqual({ ok: false, code: 'offline' });
  intake.isOffline = false;
  host.answer = () => Promise.resolve({ ok: false, code: 'truncated' });
  expect(await images.getImage(request, never)).toEqual({ ok: false, code: 'undecodable' });
  host.answer = () => Promise.resolve({ ok: false, code: 'worker-died' });
  expect(await images.getImage(request, never)).toEqual({ ok: false, code: 'busy' });
  expect(await images.getImage({ captureId: aCaptureId(9), maxPx: 400 }, never)).toEqual({
    ok: false,
    code: 'not-found',
  });
});

it('renders again what went down with the process because of another picture', async () => {
  const { host, images } = start();
  const request = { captureId: aCaptureId(1), maxPx: 400 };
  const sound = host.answer;
  host.answer = () => {
    host.answer = sound;
    return Promise.resolve({ ok: false, code: 'worker-died' });
  };
  expect(await images.getImage(request, never)).toMatchObject({ ok: true });
  expect(host.requests.length).toBe(2);
});

it('counts the bytes it holds', () => {
  const cache = createByteCache<string>(10);
  cache.set('a', 'x', 6);
  cache.set('a', 'y', 4);
  cache.set('b', 'z', 6);
  expect([cache.byteLength, cache.get('a'), cache.get('b')]).toEqual([10, 'y', 'z']);
  cache.set('c', 'too large', 11);
  expect([cache.byteLength, cache.get('c')]).toEqual([10, undefined]);
  cache.set('d', 'w', 1);
  expect([cache.byteLength, cache.get('a')]).toEqual([7, undefined]);
});

it('keeps and shares nothing that was asked for before it forgot', async () => {
  const { intake, host, images } = start();
  const request = { captureId: aCaptureId(1), maxPx: 400 };
  let draw: (reply: RenderReply) => void = () => undefined;
  const drawn = new Promise<RenderReply>((resolve) => {
    draw = resolve;
  });
  host.answer = () => drawn;
  const before = images.getImage(request, never);
  await expect.poll(() => host.requests.length).toBe(1);
  images.clear();
  // Somebody without the right to pictures asks now.
  intake.captures.clear();
  const after = images.getImage(request, never);
  draw({ ok: true, bytes: new Uint8Array(100), mediaType: 'image/jpeg', width: 10, height: 10 });
  expect([(await before).ok, await after]).toEqual([true, { ok: false, code: 'not-found' }]);
  expect(await images.getImage(request, never)).toEqual({ ok: false, code: 'not-found' });
});
