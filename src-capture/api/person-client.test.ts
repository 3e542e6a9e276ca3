import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import { isRefusalCode } from '../texts/refusals.ts';
import { createPersonClient, type PersonReply } from './person-client.ts';

// Faked: the browser's requests, by hand. What they carry over a real network is told by tests/e2e/capture.e2e.ts.

class FakeRequest {
  static sent: FakeRequest[] = [];
  readonly upload: {
    onprogress?: (event: { loaded: number; total: number }) => void;
    onload?: () => void;
  } = {};
  address = '';
  body: unknown;
  status = 0;
  responseText = '';
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  open(method: string, path: string): void {
    this.address = `${method} ${path}`;
  }
  setRequestHeader(): void {
    // What is sent is not looked at.
  }
  send(body: unknown): void {
    this.body = body;
    FakeRequest.sent.push(this);
  }
  abort(): void {
    this.onabort?.();
  }
  answer(status: number, body: object): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

const asked: string[] = [];
const forgotten: string[] = [];
const client = createPersonClient(isRefusalCode, {
  opening: () => ({ id: 'id', secret: 'secret' }),
  opened: () => undefined,
  refused: (token) => void forgotten.push(token),
  current: () => 'id',
  unanswered: () => undefined,
});
const put = (file: Blob): Promise<PersonReply<null>> =>
  client.putCapture({ captureId: 'c', stepId: 's', side: 'front', file, onProgress: () => undefined });
const frames = [{ captureId: 'f', actionIndex: null, atMs: 0, file: new Blob(['x']) }];
const putFrames = (): Promise<PersonReply<unknown>> =>
  client.putFrames({ stepId: 's', challengeId: 'c', batchId: 'b', frames });
const refused = (code: PersonErrorCode | 'offline') => ({ ok: false, code });
const sent = (): FakeRequest => {
  const last = FakeRequest.sent.at(-1);
  if (last === undefined) throw new Error('nothing was sent');
  return last;
};

beforeEach(() => {
  vi.useFakeTimers();
  FakeRequest.sent = [];
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve(Response.json({ error: { code: 'invalid-request' } }, { status: 400 }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('does not send what the intake would refuse in the middle, which looks like a lost network', async () => {
  const file = new Blob([new Uint8Array(maxCaptureBytes + 1)]);
  expect(await put(file)).toEqual(refused('too-many-bytes'));
  expect(await put(new Blob())).toEqual(refused('empty-file'));
  expect(FakeRequest.sent).toEqual([]);
});

it('tells a file that cannot be read any more from a network that is away', async () => {
  const gone = new Blob(['x']);
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('gone')) });
  const lost = put(new Blob(['x']));
  sent().onerror?.();
  expect(await lost).toEqual(refused('offline'));
  const unreadable = put(gone);
  sent().onerror?.();
  expect(await unreadable).toEqual(refused('empty-file'));
});

it.each([
  ['a picture', () => put(new Blob(['x']))],
  ['frames', putFrames],
])(
  'gives %s the time that a slow network needs, and not more than one that moves nothing',
  async (_, send) => {
    const slow = send();
    const request = sent();
    for (let loaded = 1; loaded <= 5; loaded += 1) {
      await vi.advanceTimersByTimeAsync(25_000);
      request.upload.onprogress?.({ loaded, total: 5 });
    }
    // Handed to the system, which may have a minute's worth of it before it.
    request.upload.onload?.();
    await vi.advanceTimersByTimeAsync(100_000);
    request.answer(200, { received: 1 });
    expect(await slow).toMatchObject({ ok: true });

    const stalled = send();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await stalled).toEqual(refused('offline'));
  },
);

it('takes an address that was cut off on its way for a link that does not work', async () => {
  expect(await client.open('cut')).toEqual(refused('link-unknown'));
  expect([asked, forgotten]).toEqual([['/api/person/v1/open'], ['cut']]);
});
