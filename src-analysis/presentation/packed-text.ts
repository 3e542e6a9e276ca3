import { inflateSync } from 'node:zlib';

/**
 * Inflates what a hostile file may have made: of all of its texts together no more than `mostBytes` are written, and one that would pass
 * what is left of them costs all of it, so that many small bombs cost no more than one.
 */
export class TextInflater {
  #left: number;

  constructor(mostBytes: number) {
    this.#left = mostBytes;
  }

  /** The text of a zlib stream (RFC 1950); `null` for one that is broken or too long. */
  inflate(packed: Uint8Array): Uint8Array | null {
    if (this.#left <= 0 || packed.length > this.#left) return null;
    try {
      const text = inflateSync(packed, { maxOutputLength: this.#left });
      this.#left -= text.length;
      return text;
    } catch (error) {
      // Of a broken stream it is not said how far it went before it broke.
      this.#left = isTooLong(error) ? 0 : this.#left - packed.length - brokenCost;
      return null;
    }
  }
}

const brokenCost = 65_536;

const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
