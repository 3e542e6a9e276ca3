import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createAnalysisHost, type ChildLike } from '#analysis/worker/analysis-host.ts';
import { createAgent } from './agent/agent.ts';
import { withExports } from './exports/export-routes.ts';
import { createFaceDesk } from './faces/face-desk.ts';
import { withFaces } from './faces/face-routes.ts';
import { createPersonImports } from './faces/person-imports.ts';
import { createImageService } from './images/image-service.ts';
import { createMediaRoutes, type MediaRoutes } from './images/media-routes.ts';
import type { CredentialStore } from './identity/credential-file.ts';
import type { TokenMemory } from './identity/token-memory.ts';
import { createWorkstationIdentity } from './identity/workstation-identity.ts';
import type { IntakeSource } from './intake/intake-source.ts';
import { errorFacts, type Log } from './log.ts';
import { createAppHandlers } from './rpc/app-handlers.ts';
import { createFaceListHandlers } from './rpc/face-list-handlers.ts';
import { createPersonImportHandlers } from './rpc/person-import-handlers.ts';
import { createIdentityHandlers } from './rpc/identity-handlers.ts';
import { createRpcServer, type RpcServer } from './rpc/register.ts';
import { createSampleHandlers } from './rpc/sample-handlers.ts';
import { createScenarioHandlers } from './rpc/scenario-handlers.ts';
import { createSessionHandlers } from './rpc/session-handlers.ts';
import { createSampleLoader } from './samples/load-samples.ts';

export interface WorkstationDeps {
  readonly host: 'desktop' | 'web';
  readonly version: string;
  /** Who works here where nobody signs in; also this machine's name among agents. */
  readonly userId: string;
  readonly source: IntakeSource;
  readonly credentials: CredentialStore;
  readonly tokenMemory: TokenMemory;
  /** Opens an address in the system's browser; null where the page itself is in a browser and does that. */
  readonly openExternal: ((url: string) => Promise<void>) | null;
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
  const analysis = createAnalysisHost({ spawn: spawnWorker, modelsFolder });
  const identity = createWorkstationIdentity({
    source,
    credentials: deps.credentials,
    tokenMemory: deps.tokenMemory,
    localUserId: userId,
    onPersonChanged: () => {
      images.clear();
      desk.clear();
      imports.clear();
    },
  });
  const images = createImageService({ intake: identity.person, host: analysis });
  const desk = createFaceDesk({ intake: identity.person, host: analysis });
  const imports = createPersonImports({
    intake: identity.person,
    host: analysis,
    onError: (error) => {
      log('person-import.failed', errorFacts(error));
    },
  });
  const samples = createSampleLoader({ intake: identity.person, host: analysis, resourcesFolder, userId });
  const agent = createAgent({
    intake: identity.machine,
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
        intake: { mode: source.mode, url: source.getAddress()?.url ?? '' },
        agent: withAgent ? 'running' : 'off',
      })),
      ...createIdentityHandlers({ identity, openExternal: deps.openExternal }),
      ...createSessionHandlers({ identity, userId }),
      ...createScenarioHandlers({ intake: identity.person, userId }),
      ...createFaceListHandlers({
        intake: identity.person,
        desk,
        calibration: () => readFaceCalibration(locateModels({ installedFolder: modelsFolder })),
      }),
      ...createPersonImportHandlers(imports),
      ...createSampleHandlers(samples),
    },
  });

  return {
    rpc,
    media: withExports(
      withFaces(createMediaRoutes({ images, intake: identity.person }), {
        desk,
        imports,
        intake: identity.person,
      }),
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
