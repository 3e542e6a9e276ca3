/** The first 32 bits of the fractional part of `root`: FIPS 180-4, 4.2.2 and 5.3.3. */
function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function rotateRight(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function makeConstants(): { readonly rounds: readonly number[]; readonly state: readonly number[] } {
  const primes = firstPrimes(64);
  return {
    rounds: primes.map((prime) => fraction(Math.cbrt(prime))),
    state: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
  };
}

let constants: ReturnType<typeof makeConstants> | undefined;

/** UTF-8 bytes of `text`; shared code has no TextEncoder. */
function toUtf8(text: string): number[] {
  return [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([token, hex]) =>
    hex === undefined ? token.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}

/**
 * SHA-256 (FIPS 180-4) of the UTF-8 text, lower-case hexadecimal: for builders of chain-correct events, which must run
 * under Node and browsers alike and without waiting. Products use the platform's.
 */
export function sha256OfText(text: string): string {
  constants ??= makeConstants();
  const { rounds } = constants;
  const state = [...constants.state];
  const bytes = toUtf8(text);
  const bitLength = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let shift = 56; shift >= 0; shift -= 8) bytes.push(Math.floor(bitLength / 2 ** shift) % 256);

  const at = (words: readonly number[], index: number): number => words[index] ?? 0;
  for (let offset = 0; offset < bytes.length; offset += 64) {
    const words: number[] = [];
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) {
        const start = offset + i * 4;
        words.push(
          (at(bytes, start) << 24) |
            (at(bytes, start + 1) << 16) |
            (at(bytes, start + 2) << 8) |
            at(bytes, start + 3),
        );
        continue;
      }
      const [w15, w2] = [at(words, i - 15), at(words, i - 2)];
      const s0 = rotateRight(w15, 7) ^ rotateRight(w15, 18) ^ (w15 >>> 3);
      const s1 = rotateRight(w2, 17) ^ rotateRight(w2, 19) ^ (w2 >>> 10);
      words.push((at(words, i - 16) + s0 + at(words, i - 7) + s1) | 0);
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(rounds, i) + at(words, i)) | 0;
      const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries())
      state[index] = (at(state, index) + word) | 0;
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
