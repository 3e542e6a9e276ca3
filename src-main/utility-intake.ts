import { runIntake } from '#intake/run-intake.ts';

/** Electron's `process.parentPort`, which a utility process has instead of Node's channel to its parent. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

// The intake speaks Node's channel. Chromium ends a utility process together with the app, so that there is no `disconnect`.
const { parentPort } = process as typeof process & { readonly parentPort: ParentPort };
parentPort.on('message', ({ data }) => {
  process.emit('message', data, undefined);
});
process.send = (message: unknown, ...rest: unknown[]): boolean => {
  parentPort.postMessage(message);
  const done = rest.at(-1);
  if (typeof done === 'function') (done as (error: Error | null) => void)(null);
  return true;
};
Object.defineProperty(process, 'connected', { value: true });

process.exit(await runIntake(process.argv.slice(2), process.env));
