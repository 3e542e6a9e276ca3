import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the other entries of this build lie: beside the command line's own file, `out/main/cli.js`. */
export interface Installation {
  readonly mainFolder: string;
  readonly workerEntry: string;
  readonly webEntry: string;
  readonly agentEntry: string;
}

export function locateInstallation(): Installation {
  const mainFolder = dirname(fileURLToPath(import.meta.url));
  return {
    mainFolder,
    workerEntry: join(mainFolder, 'analysis-worker.js'),
    webEntry: join(mainFolder, 'web.js'),
    agentEntry: join(mainFolder, 'agent.js'),
  };
}
