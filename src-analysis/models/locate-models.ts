import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseModelManifest, type ModelManifest } from './manifest.ts';

/** Where the nets of this installation are. */
export interface ModelsHome {
  readonly manifest: ModelManifest;
  /** The distributed `models` folder: the manifest and `own/`. */
  readonly sourceFolder: string;
  /** The folder the installed `.onnx` files are in, or will be: `VIDIMUS_MODELS`, or `models/installed`. */
  readonly installedFolder: string;
}

/**
 * Finds `models/manifest.json` in `startFolder` or the nearest folder above it, by default from where this code runs,
 * which holds for sources and for a bundle in `out/` alike. Throws when there is none: a broken installation.
 */
export function locateModels(
  options: { startFolder?: string; installedFolder?: string | undefined } = {},
): ModelsHome {
  let folder = resolve(options.startFolder ?? dirname(fileURLToPath(import.meta.url)));
  for (;;) {
    const sourceFolder = join(folder, 'models');
    const manifestFile = join(sourceFolder, 'manifest.json');
    if (existsSync(manifestFile)) {
      const manifest = parseModelManifest(readFileSync(manifestFile, 'utf8'));
      // An empty variable is none: it would mean whatever folder the program was started in.
      const fromEnvironment =
        process.env['VIDIMUS_MODELS'] === '' ? undefined : process.env['VIDIMUS_MODELS'];
      const installedFolder = options.installedFolder ?? fromEnvironment ?? join(sourceFolder, 'installed');
      return { manifest, sourceFolder, installedFolder: resolve(installedFolder) };
    }
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('models/manifest.json was not found: the installation is incomplete');
    folder = parent;
  }
}
