import type { ChildLike } from '../worker/analysis-host.ts';
import type { HostMessage, WorkerMessage } from '../worker/messages.ts';

/** A child process in this one: a test plays the worker by hand. Messages are delivered as they are sent. */
export class FakeChild implements ChildLike {
  readonly received: HostMessage[] = [];
  isKilled = false;
  #onMessage: (message: unknown) => void = () => undefined;
  #onExit: () => void = () => undefined;

  send(message: unknown): void {
    this.received.push(message as HostMessage);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }
  onExit(listener: () => void): void {
    this.#onExit = listener;
  }
  kill(): void {
    this.isKilled = true;
    this.#onExit();
  }

  /** The worker says something. */
  says(message: WorkerMessage): void {
    this.#onMessage(message);
  }
  /** The worker ends by itself. */
  dies(): void {
    this.#onExit();
  }
}
