import { Worker } from 'node:worker_threads';
import type { FaceFinder } from '../faces/face-finder.ts';
import { ModelUnavailableError } from '../models/pool.ts';
import type { FaceReply, FaceRequest } from './face-thread-messages.ts';

/** The nets' memory lies outside the thread's heap; its own is a few pictures' working copies, which do too. */
const mostHeapMb = 512;

interface Waiting {
  readonly resolve: (reply: FaceReply) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A face finder in a thread of its own, which starts with the first request. The face nets then run beside the reading of the
 * document, which would wait for them otherwise: onnxruntime-node computes in the thread that calls it.
 *
 * @param threadPath the built `face-thread.js`
 */
export function createThreadedFaceFinder(threadPath: URL, modelsFolder: string): FaceFinder {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;
  let loaded: ReturnType<FaceFinder['loaded']> = [];

  const start = (): Worker => {
    const started = new Worker(threadPath, {
      workerData: modelsFolder,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    started.on('message', (reply: FaceReply) => {
      waiting.get(reply.id)?.resolve(reply);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
    });
    started.on('error', fail);
    started.on('exit', () => {
      if (thread === started) fail(new Error('the face thread ended'));
    });
    return started;
  };
  /** A bug in the thread is one of the analysis: whoever waits breaks off, and the next request starts another thread. */
  const fail = (error: unknown): void => {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const ask = async (
    request:
      | { readonly type: 'warm-up' }
      | Omit<Extract<FaceRequest, { type: 'find' }>, 'id'>
      | Omit<Extract<FaceRequest, { type: 'find-in-frame' }>, 'id'>,
    signal?: AbortSignal,
  ): Promise<Extract<FaceReply, { type: 'done' | 'frame-done' }>> => {
    signal?.throwIfAborted();
    const id = (lastId += 1);
    const running = (thread ??= start());
    running.ref();
    const send = (message: FaceRequest): void => {
      running.postMessage(message);
    };
    const abort = (): void => {
      send({ type: 'abort', id });
    };
    const replied = new Promise<FaceReply>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    send({ ...request, id });
    signal?.addEventListener('abort', abort, { once: true });
    const reply = await replied.finally(() => signal?.removeEventListener('abort', abort));
    signal?.throwIfAborted();
    if (reply.type === 'model-unavailable') throw new ModelUnavailableError(reply.model, reply.code);
    if (reply.type === 'aborted') throw new Error("the face thread answered aborted to nobody's abort");
    loaded = reply.loaded;
    return reply;
  };

  return {
    async find(image, { signal, ...expectation }) {
      const reply = await ask({ type: 'find', image, expectation }, signal);
      if (reply.type !== 'done') throw new Error(`the face thread answered ${reply.type} to find`);
      return reply.faces;
    },
    async findInFrame(image, { signal, withEmbedding }) {
      const reply = await ask({ type: 'find-in-frame', image, withEmbedding }, signal);
      if (reply.type !== 'frame-done')
        throw new Error(`the face thread answered ${reply.type} to find-in-frame`);
      return reply.frame;
    },
    async warmUp() {
      await ask({ type: 'warm-up' });
    },
    loaded: () => loaded,
    async dispose() {
      const ended = thread;
      fail(new Error('the face thread was ended'));
      await ended?.terminate();
    },
  };
}
