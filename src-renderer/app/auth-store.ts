import type { Caller, DataRight, Permission, User } from '#shared/domain/identity.ts';
import type { AuthState } from '#shared/rpc/identity-contract.ts';
import type { RpcClient } from '../rpc/client.ts';
import { Observable } from '../sync/observable.ts';

/** Who works here, as far as the page knows. `away`: main could not say, since the intake does not answer; it is asked again. */
export type AuthView = { readonly state: 'asking' } | { readonly state: 'away' } | AuthState;

/** What whoever works here may do; kept while that person has to sign in again. */
export interface Access {
  readonly userId: string;
  readonly caller: Caller;
  readonly user: User | null;
}

/** How long an intake that does not answer is left alone. */
const retryMs = 2000;
/** A page that goes on asking for what is refused must not ask each time whether that has changed. */
const forbiddenQuietMs = 5000;

/**
 * Knows whether somebody may work here, and asks again when a call says that nobody does any more or that rights have changed.
 * The pages of one browser tell each other.
 */
export class AuthStore {
  readonly current = new Observable<AuthView>({ state: 'asking' });
  readonly access = new Observable<Access | null>(null);
  readonly #rpc: RpcClient;
  readonly #channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;
  #asking: Promise<void> | null = null;
  #isStale = false;
  #forbiddenAt = -Infinity;

  /** `onLeft` is called when the person signed out in another page: what this one holds of the replica is void. */
  constructor(
    rpc: RpcClient,
    channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>,
    onLeft: () => void,
  ) {
    this.#rpc = rpc;
    this.#channel = channel;
    channel.onmessage = ({ data }: MessageEvent) => {
      if (data === 'left') onLeft();
      else void this.#ask();
    };
  }

  /** Asks main; resolves when the answer is in `current`. */
  async refresh(): Promise<void> {
    await this.#ask();
  }

  /** The same, and tells the other pages to do so: somebody signed in or out here. */
  async changed(): Promise<void> {
    this.#channel.postMessage('changed');
    await this.#ask();
  }

  /** Tells the other pages that the person signed out and the replica was emptied. */
  left(): void {
    this.#channel.postMessage('left');
  }

  /** What any other call of the page came to. */
  heard(code: string): void {
    if (code === 'signed-out') void this.#ask();
    if (code !== 'forbidden' || performance.now() - this.#forbiddenAt < forbiddenQuietMs) return;
    this.#forbiddenAt = performance.now();
    void this.#ask();
  }

  #ask(): Promise<void> {
    if (this.#asking !== null) {
      // What it is going to answer may be older than what made us ask.
      this.#isStale = true;
      return this.#asking;
    }
    this.#asking = this.#askUntilFresh().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #askUntilFresh(): Promise<void> {
    do {
      this.#isStale = false;
      const reply = await this.#rpc.call('auth.state', {});
      if (reply.ok) this.#take(reply.value);
      else {
        const { state } = this.current.get();
        // Whoever worked here before the intake went away goes on with what the replica holds.
        if (state === 'asking') this.current.set({ state: 'away' });
        if (state === 'asking' || state === 'away') setTimeout(() => void this.#ask(), retryMs);
      }
    } while (this.#wasToldMeanwhile());
  }

  #wasToldMeanwhile(): boolean {
    return this.#isStale;
  }

  #take(next: AuthState): void {
    if (next.state === 'ready') {
      const { userId, caller, user } = next;
      this.access.set({ userId, caller, user });
    }
    this.current.set(next);
  }
}

/** Whether a caller may do something at all. */
export function may(access: Access | null, permission: Permission): boolean {
  return access?.caller.permissions.includes(permission) ?? false;
}

/** Whether a caller may read such personal data. */
export function mayRead(access: Access | null, right: DataRight): boolean {
  return access?.caller.dataRights.includes(right) ?? false;
}

/** The page's calls, with `heard` told of every refusal. `auth.*` calls are part of asking and tell nobody. */
export function listenedTo(rpc: RpcClient, heard: (code: string) => void): RpcClient {
  return {
    host: rpc.host,
    async call(name, input, signal) {
      const reply = await rpc.call(name, input, signal);
      if (!reply.ok && name !== 'auth.state') heard(reply.code);
      return reply;
    },
  };
}
