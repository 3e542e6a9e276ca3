import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The widget: one classic script, without a module around it, and its types. It lies beside the capture page, which it shows. */
export default defineConfig({
  root: join(root, 'src-capture/widget'),
  publicDir: false,
  plugins: [
    {
      name: 'types-beside-the-script',
      generateBundle() {
        const source = readFileSync(join(root, 'src-capture/widget/widget.d.ts'));
        this.emitFile({ type: 'asset', fileName: 'widget.d.ts', source });
      },
    },
  ],
  build: {
    outDir: join(process.env['VIDIMUS_BUILD_OUT'] ?? join(root, 'out'), 'capture'),
    // The capture page was built before.
    emptyOutDir: false,
    // As the capture page itself.
    target: ['chrome90', 'safari15'],
    modulePreload: false,
    rolldownOptions: {
      input: join(root, 'src-capture/widget/main.ts'),
      output: { format: 'iife', entryFileNames: 'widget.js' },
    },
  },
});
