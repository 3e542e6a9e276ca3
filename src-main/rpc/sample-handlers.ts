import type { SampleLoader } from '../samples/load-samples.ts';
import type { RpcHandlers } from './handlers.ts';

/** The specimen sessions of the first run. */
export function createSampleHandlers(samples: SampleLoader): Pick<RpcHandlers, 'samples.load'> {
  return {
    async 'samples.load'(_input, { signal }) {
      const reply = await samples.load(signal);
      return reply.ok ? { ok: true, value: { sessionIds: [...reply.sessionIds] } } : reply;
    },
  };
}
