/** The part of the platform's `AbortSignal` that shared code uses; Node's and the browser's both satisfy it. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  /** What an aborted operation rejects with. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The part of the platform's `AbortController` that shared code uses: `() => new AbortController()` makes one. */
export interface AbortControllerLike {
  readonly signal: AbortSignalLike;
  abort(reason?: unknown): void;
}
