import { parentPort, workerData } from 'node:worker_threads';
import { must } from '#shared/lib/invariant.ts';
import { createFaceFinder } from '../faces/face-finder.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, ModelUnavailableError } from '../models/pool.ts';
import type { FaceReply, FaceRequest } from './face-thread-messages.ts';

/** The thread's side: one picture after the other. A bug ends the thread, and with it the analysis process. */
function main(): void {
  const port = must(parentPort, 'a thread has a parent');
  const home = locateModels({ installedFolder: String(workerData) });
  const finder = createFaceFinder(createModelPool({ folder: home.installedFolder, manifest: home.manifest }));
  const running = new Map<number, AbortController>();

  const answer = async (request: Exclude<FaceRequest, { type: 'abort' }>): Promise<FaceReply> => {
    const { id } = request;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (request.type === 'find-in-frame') {
        const { image, withEmbedding } = request;
        const frame = await finder.findInFrame(image, { signal: controller.signal, withEmbedding });
        return { type: 'frame-done', id, frame, loaded: finder.loaded() };
      }
      if (request.type === 'warm-up') await finder.warmUp();
      const faces =
        request.type === 'find'
          ? await finder.find(request.image, { signal: controller.signal, ...request.expectation })
          : [];
      return { type: 'done', id, faces, loaded: finder.loaded() };
    } catch (error) {
      if (controller.signal.aborted) return { type: 'aborted', id };
      if (!(error instanceof ModelUnavailableError)) throw error;
      return { type: 'model-unavailable', id, model: error.model, code: error.code };
    } finally {
      running.delete(id);
    }
  };

  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: FaceRequest) => {
    if (request.type === 'abort') {
      running.get(request.id)?.abort();
      return;
    }
    last = last.then(async () => {
      port.postMessage(await answer(request));
    });
  });
}

main();
