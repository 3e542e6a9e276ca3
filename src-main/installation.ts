import { dirname, join } from 'node:path';

/** Where the parts of this installation lie, as the build puts them. */
export interface Installation {
  readonly intakeEntry: string;
  /** The intake's entry for Electron's utility processes. */
  readonly utilityIntakeEntry: string;
  readonly workerEntry: string;
  readonly preloadFile: string;
  readonly rendererFolder: string;
  /** Fonts, sample people, icons. */
  readonly resourcesFolder: string;
  readonly iconFile: string;
}

/** The installation around `mainFolder`, the folder of this process's own entry: `out/main`. */
export function installationAround(mainFolder: string): Installation {
  const outFolder = dirname(mainFolder);
  return {
    intakeEntry: join(mainFolder, 'intake.js'),
    utilityIntakeEntry: join(mainFolder, 'utility-intake.js'),
    workerEntry: join(mainFolder, 'analysis-worker.js'),
    preloadFile: join(outFolder, 'preload', 'preload.cjs'),
    rendererFolder: join(outFolder, 'renderer'),
    resourcesFolder: join(dirname(outFolder), 'resources'),
    iconFile: join(dirname(outFolder), 'resources', 'icon.png'),
  };
}
