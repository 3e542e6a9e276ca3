// What the build makes, from what, and whether what lies in `out/` was made from what lies in the sources.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const shared = ['package.json', 'electron.vite.config.ts', 'src-shared'];

/** One part per process kind: its sources, and the entries of which at least one must be there for a build to make sense. */
export const parts = {
  main: {
    sources: [...shared, 'src-analysis', 'src-intake', 'src-main', 'src-cli'],
    entries: ['src-cli/main.ts', 'src-intake/main.ts', 'src-main/web.ts'],
  },
  preload: { sources: [...shared, 'src-preload'], entries: ['src-preload/preload.ts'] },
  renderer: { sources: [...shared, 'src-renderer'], entries: ['src-renderer/index.html'] },
  capture: {
    sources: ['package.json', 'capture.vite.config.ts', 'widget.vite.config.ts', 'src-shared', 'src-capture'],
    entries: ['src-capture/index.html'],
  },
};

/** @param {string} path @returns {string[]} files under it, sorted, tests left out */
function filesUnder(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.') || /\.test\.tsx?$/.test(entry.name)) return [];
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(child);
      return [child];
    });
}

/** @param {string} part */
const stampPath = (part) => join(root, 'out', part, '.build.json');

/** @param {string} part @returns {{ quick: string, content: () => string }} */
function fingerprint(part) {
  const files = parts[part].sources.flatMap(filesUnder);
  const quick = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    quick.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return {
    quick: quick.digest('hex'),
    content: () => {
      const hash = createHash('sha256');
      for (const file of files)
        hash
          .update(`${file}\0`)
          .update(readFileSync(join(root, file)))
          .update('\0');
      return hash.digest('hex');
    },
  };
}

/** @param {string} part whether the part can be built at all */
export const isBuildable = (part) => parts[part].entries.some((entry) => existsSync(join(root, entry)));

/**
 * Whether `out/<part>` was made from the present sources. Sizes and times decide when they are unchanged; when they are not,
 * the contents do, so that a checkout which only touched files builds nothing.
 * @param {string} part
 */
export function isFresh(part) {
  if (!existsSync(stampPath(part))) return false;
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(stampPath(part), 'utf8'));
  } catch {
    return false; // a stamp cut off in the middle proves nothing: build again
  }
  const now = fingerprint(part);
  if (stamp.quick === now.quick) return true;
  if (stamp.content !== now.content()) return false;
  writeFileSync(stampPath(part), JSON.stringify({ ...stamp, quick: now.quick }));
  return true;
}

/**
 * Takes the fingerprint before a build; the returned function writes it into the built folder afterwards, so that a source
 * which changed meanwhile makes the result stale.
 * @param {string} part
 */
export function startStamp(part) {
  const before = fingerprint(part);
  const stamp = { quick: before.quick, content: before.content() };
  return (/** @type {string} */ folder) => writeFileSync(join(folder, '.build.json'), JSON.stringify(stamp));
}
