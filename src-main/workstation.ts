import { createAnalysisHost, type ChildLike } from '#analysis/worker/analysis-host.ts';
import { createAgent } from './agent/agent.ts';
import { withExports } from './exports/export-routes.ts';
import { createImageService } from './images/image-service.ts';
import { createMediaRoutes, type MediaRoutes } from './images/media-routes.ts';
import { followIntake } from './intake/follow-intake.ts';
import type { IntakeSource } from './intake/intake-source.ts';
import { errorFacts, type Log } from './log.ts';
import { createAppHandlers } from './rpc/app-handlers.ts';
import { createRpcServer, type RpcServer } from './rpc/register.ts';
import { createSampleHandlers } from './rpc/sample-handlers.ts';
import { createScenarioHandlers } from './rpc/scenario-handlers.ts';
import { createSessionHandlers } from './rpc/session-handlers.ts';
import { createSampleLoader } from './samples/load-samples.ts';

export interface WorkstationDeps {
  readonly host: 'desktop' | 'web';
  readonly version: string;
  readonly userId: string;
  readonly source: IntakeSource;
  readonly spawnWorker: () => ChildLike;
  readonly modelsFolder: string;
  readonly resourcesFolder: string;
  /** Whether this workstation analyzes sessions itself. A department with headless agents may leave that to them. */
  readonly withAgent: boolean;
  readonly log: Log;
}

/** What a host needs to give the workstation a window, and no more. */
export interface Workstation {
  readonly rpc: RpcServer;
  readonly media: MediaRoutes;
  /** Stops the agent, which gives its session back, then the analysis processes, then the embedded intake. */
  close(): Promise<void>;
}

/** Builds every service of the workstation once; the same for the desktop app and for the browser host. */
export function createWorkstation(deps: WorkstationDeps): Workstation {
  const { host, version, userId, source, spawnWorker, modelsFolder, resourcesFolder, withAgent, log } = deps;
  const stopping = new AbortController();
  const intake = followIntake(() => source.getAddress());
  const analysis = createAnalysisHost({ spawn: spawnWorker, modelsFolder });
  const samples = createSampleLoader({ intake, host: analysis, resourcesFolder, userId });
  const agent = createAgent({
    intake,
    host: analysis,
    agentId: `workstation-${userId}`,
    concurrency: 1,
    log,
  });
  const agentEnded = withAgent ? runAgent() : Promise.resolve();

  async function runAgent(): Promise<void> {
    const ready = await source.ready();
    if (!ready.ok || stopping.signal.aborted) return;
    analysis.warmUp().then(
      (reply) => {
        if (!reply.ok) log('analysis.not-warm', { code: reply.code });
      },
      (error: unknown) => {
        log('analysis.not-warm', errorFacts(error));
      },
    );
    await agent.run(stopping.signal);
  }

  const rpc = createRpcServer({
    log,
    handlers: {
      ...createAppHandlers(() => ({
        host,
        version,
        userId,
        intake: { mode: source.mode, url: source.getAddress()?.url ?? '' },
        agent: withAgent ? 'running' : 'off',
      })),
      ...createSessionHandlers({ intake, userId }),
      ...createScenarioHandlers({ intake, userId }),
      ...createSampleHandlers(samples),
    },
  });

  return {
    rpc,
    media: withExports(
      createMediaRoutes({ images: createImageService({ intake, host: analysis }), intake }),
      { resourcesFolder },
    ),
    async close() {
      stopping.abort();
      await agentEnded;
      analysis.close();
      await source.close();
    },
  };
}
