import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The capture page. electron-vite knows main, preload and renderer only, so that `tools/build.mjs` builds this part with vite itself. */
export default defineConfig({
  root: join(root, 'src-capture'),
  // The intake serves the folder under this path; see `capturePagePath`.
  base: '/c/',
  // Nothing is served but what the page itself consists of.
  publicDir: false,
  build: {
    outDir: join(process.env['VIDIMUS_BUILD_OUT'] ?? join(root, 'out'), 'capture'),
    emptyOutDir: true,
    // Phones of five years ago: Android's browser follows its store, an iPhone stays at the Safari of its last system.
    target: ['chrome90', 'safari15'],
    // The content security policy of the page allows no `data:` addresses and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: join(root, 'src-capture/index.html') } },
  },
});
