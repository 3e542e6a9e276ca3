import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/** Which parts to build, and where to: `tools/build.mjs` builds one part into a folder beside the real one and swaps them. */
const parts = (process.env['VIDIMUS_BUILD_PARTS'] ?? 'main,preload,renderer').split(',');
const outDir = process.env['VIDIMUS_BUILD_OUT'] ?? join(root, 'out');

/** Every process of the product, by the name of its file in `out/main`. */
const mainEntries = {
  electron: 'src-main/electron.ts',
  web: 'src-main/web.ts',
  agent: 'src-main/agent.ts',
  intake: 'src-intake/main.ts',
  'scan-thread': 'src-intake/face-index/scan-thread.ts',
  'utility-intake': 'src-main/utility-intake.ts',
  cli: 'src-cli/main.ts',
  'analysis-worker': 'src-analysis/worker/analysis-worker.ts',
  'face-thread': 'src-analysis/worker/face-thread.ts',
};
const input = Object.fromEntries(
  Object.entries(mainEntries)
    .map(([name, source]) => [name, join(root, source)] as const)
    .filter(([, source]) => existsSync(source)),
);

// electron-vite 6.0.0 knows Electron up to 44, so that every target is set here by hand.
export default defineConfig({
  ...(parts.includes('main') && {
    main: {
      build: {
        outDir: join(outDir, 'main'),
        // The oldest Node that runs these files without Electron: web.js, intake.js, agent.js, cli.js.
        target: 'node20.19',
        externalizeDeps: true,
        sourcemap: true,
        rolldownOptions: {
          input,
          // Flat, so that `import.meta.url` of a shared chunk lies in the same folder as an entry's.
          output: {
            format: 'es' as const,
            entryFileNames: '[name].js',
            chunkFileNames: 'chunk-[name]-[hash].js',
          },
        },
      },
    },
  }),
  ...(parts.includes('preload') && {
    preload: {
      build: {
        outDir: join(outDir, 'preload'),
        // Electron 45 embeds Node 24; a sandboxed preload script must be one CommonJS file that requires only electron.
        target: 'node24',
        externalizeDeps: false,
        isolatedEntries: true,
        rolldownOptions: {
          input: { preload: join(root, 'src-preload/preload.ts') },
          output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
        },
      },
    },
  }),
  ...(parts.includes('renderer') && {
    renderer: {
      root: join(root, 'src-renderer'),
      plugins: [react()],
      build: {
        outDir: join(outDir, 'renderer'),
        // The browser host's page is opened by the analyst's own browser, which may be two years older than Electron 45's 152.
        target: 'chrome120',
        minify: true,
        // Fonts and pictures stay files: the content security policy allows no `data:` fonts.
        assetsInlineLimit: 0,
        // The page comes from this machine; a second chunk would load no faster.
        chunkSizeWarningLimit: 2000,
        rolldownOptions: { input: { index: join(root, 'src-renderer/index.html') } },
      },
    },
  }),
});
