import { createOpen } from './open.ts';

// The script's own address says where the intake is.
const { currentScript } = document;
if (!(currentScript instanceof HTMLScriptElement) || currentScript.src === '')
  throw new Error('Vidimus: load widget.js by <script src="https://…/widget.js"></script>, not as a module');
const api: typeof Vidimus = { open: createOpen(new URL(currentScript.src).origin) };
Object.assign(window, { Vidimus: Object.freeze(api) });
