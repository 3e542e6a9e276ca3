import { z } from 'zod';
import { createBackoff } from '../agent/backoff.ts';
import { errorFacts, type Log } from '../log.ts';

/** A child process as its supervisor needs it: Node's `fork` and Electron's `utilityProcess` both fit behind it. */
export interface IntakeChild {
  onMessage(listener: (message: unknown) => void): void;
  /** Called once the child is gone, for whatever reason, including that it never started. */
  onExit(listener: () => void): void;
  /** Asks it to finish its requests, stop its database and end. */
  askToStop(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Where an intake answers, and the token that it wants. */
export interface IntakeAddress {
  readonly url: string;
  readonly token: string;
}

/** What the intake's process sends to its parent, over the process channel and never over its output. */
export const intakeProcessMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), url: z.url(), token: z.string().min(1) }),
  /** It can't start until an administrator mends something; `code` is one of the intake's own. */
  z.strictObject({ type: z.literal('failed'), code: z.string() }),
]);

export interface EmbeddedIntake {
  /** The address while the intake runs; `undefined` while it starts or starts again. */
  getAddress(): IntakeAddress | undefined;
  /** Resolves with the first address; with a code when the intake says that it can't start. */
  ready(): Promise<
    { readonly ok: true; readonly address: IntakeAddress } | { readonly ok: false; readonly code: string }
  >;
  /** Ends the process, gently first. */
  close(): Promise<void>;
}

export interface EmbeddedIntakeDeps {
  readonly spawn: () => IntakeChild;
  readonly log: Log;
  readonly timing?: Partial<typeof defaultTiming>;
}

const defaultTiming = {
  firstRestartMs: 200,
  // A data folder that takes long to recover is not helped by more frequent starts.
  longestRestartMs: 15_000,
  // A process that ran for this long was sound: its end is a new trouble, not the same one again.
  soundAfterMs: 60_000,
  // PostgreSQL's fast shutdown writes a checkpoint; a second on an idle disk, ten on a busy one.
  stopMs: 10_000,
  // An intake that was orphaned by a killed workstation still holds the data folder while it ends.
  busyFolderMs: 20_000,
};

/** Keeps one intake process running for as long as the workstation does: one that dies is started again, ever more slowly. */
export function superviseIntake(deps: EmbeddedIntakeDeps): EmbeddedIntake {
  const { spawn, log } = deps;
  const timing = { ...defaultTiming, ...deps.timing };
  const begunAt = performance.now();
  const closing = new AbortController();
  const backoff = createBackoff({ firstMs: timing.firstRestartMs, longestMs: timing.longestRestartMs });
  let address: IntakeAddress | undefined;
  let child: IntakeChild | undefined;
  let childGone: Promise<void> = Promise.resolve();
  type First = Awaited<ReturnType<EmbeddedIntake['ready']>>;
  let settleFirst: (first: First) => void = () => undefined;
  const first = new Promise<First>((resolve) => {
    settleFirst = resolve;
  });

  function start(): void {
    const startedAt = performance.now();
    const started = spawn();
    child = started;
    started.onMessage((raw) => {
      const message = intakeProcessMessageSchema.safeParse(raw).data;
      if (message === undefined || child !== started) return;
      if (message.type === 'failed') {
        log('intake.cannot-start', { code: message.code });
        if (message.code === 'data-folder-in-use' && performance.now() - begunAt < timing.busyFolderMs)
          return;
        settleFirst({ ok: false, code: message.code });
        return;
      }
      address = { url: message.url, token: message.token };
      log('intake.ready', { startMs: Math.round(performance.now() - startedAt) });
      settleFirst({ ok: true, address });
    });
    childGone = new Promise((resolve) => {
      started.onExit(() => {
        resolve();
        if (child !== started) return;
        child = undefined;
        address = undefined;
        if (closing.signal.aborted) return;
        log('intake.died');
        if (performance.now() - startedAt > timing.soundAfterMs) backoff.reset();
        restart().catch((error: unknown) => {
          log('intake.restart-failed', errorFacts(error));
        });
      });
    });
  }

  async function restart(): Promise<void> {
    await backoff.wait(closing.signal).catch(() => undefined); // only closing rejects
    if (!closing.signal.aborted) start();
  }

  start();
  return {
    getAddress: () => address,
    ready: () => first,
    async close() {
      closing.abort();
      const last = child;
      if (last === undefined) return;
      last.askToStop();
      const impatience = setTimeout(() => {
        log('intake.killed');
        last.kill();
      }, timing.stopMs);
      await childGone;
      clearTimeout(impatience);
    },
  };
}
