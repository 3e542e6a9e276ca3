import type { SentCommand } from '#shared/domain/commands.ts';
import type { SyncEngine, SyncState } from '#shared/sync/engine.ts';

/** What the pages of one browser tell each other. The commands in it stay within the browser, as the replica does. */
type Message =
  /** From the page that synchronizes. */
  | { readonly kind: 'state'; readonly state: SyncState }
  /** To it: somebody wants to know. */
  | { readonly kind: 'ask' }
  /** To it: the outbox was written. */
  | { readonly kind: 'outbox' }
  /** To it: a person wants another try. */
  | { readonly kind: 'wake' };

/** The part of `navigator.locks` that is needed. */
export interface Locks {
  request(name: string, whileHeld: () => Promise<void>): Promise<unknown>;
}

/** The part of a `BroadcastChannel` that is needed. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}

export type PageSync = Pick<SyncEngine, 'enqueue' | 'dismiss' | 'wake' | 'state' | 'subscribe'>;

/**
 * Makes the engines of several pages with one replica behave as one. Only the page that holds the lock synchronizes, so that
 * no page stores the events of a command whose fate another one does not know yet: it would show the command twice. The
 * others write commands to the common outbox and tell it so; when it closes, the next one takes over with what is in there.
 */
export class SharedSync implements PageSync {
  readonly #engine: SyncEngine;
  readonly #channel: Channel;
  readonly #lockName: string;
  readonly #listeners = new Set<() => void>();
  #leads = false;
  /** The last word of the page that synchronizes. */
  #heard: SyncState | null = null;

  /** `lockName`: one for all pages that share a replica, as the channel is. */
  constructor(engine: SyncEngine, channel: Channel, lockName: string) {
    this.#engine = engine;
    this.#lockName = lockName;
    this.#channel = channel;
    channel.onmessage = ({ data }) => {
      this.#hear(data as Message);
    };
    engine.subscribe(() => {
      // What this page alone knows of the outbox is not the state of the synchronization.
      if (!this.#leads) return;
      this.#tell({ kind: 'state', state: engine.state });
      this.#notify();
    });
  }

  /** Synchronizes from when the lock is free until the page ends. Settles only when asking for the lock fails. */
  async start(locks: Locks): Promise<void> {
    this.#tell({ kind: 'ask' });
    await locks.request(this.#lockName, () => {
      this.#leads = true;
      this.#engine.reload();
      this.#engine.start();
      // The browser takes the lock back when the page is gone.
      return new Promise(() => undefined);
    });
  }

  get state(): SyncState {
    return this.#leads ? this.#engine.state : (this.#heard ?? this.#engine.state);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async enqueue(command: SentCommand): Promise<void> {
    if (!this.#leads) this.#engine.reload();
    await this.#engine.enqueue(command);
    this.#tell({ kind: 'outbox' });
  }

  async dismiss(idempotencyKey: string): Promise<void> {
    if (!this.#leads) this.#engine.reload();
    await this.#engine.dismiss(idempotencyKey);
    this.#tell({ kind: 'outbox' });
  }

  wake(): void {
    if (this.#leads) this.#engine.wake();
    else this.#tell({ kind: 'wake' });
  }

  #hear(message: Message): void {
    if (message.kind === 'state') {
      this.#heard = message.state;
      if (!this.#leads) this.#notify();
      return;
    }
    if (!this.#leads) return;
    if (message.kind === 'ask') this.#tell({ kind: 'state', state: this.#engine.state });
    else if (message.kind === 'outbox') this.#engine.reload();
    else this.#engine.wake();
  }

  #tell(message: Message): void {
    this.#channel.postMessage(message);
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
