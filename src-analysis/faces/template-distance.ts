import type { FaceTemplate } from '#shared/domain/face-lists.ts';
import { euclideanDistance } from './similarity.ts';

/** Euclidean distance of two templates; `null` where they are of two nets, which say nothing of each other. */
export function templateDistance(a: FaceTemplate, b: FaceTemplate): number | null {
  return a.model === b.model ? euclideanDistance(numbersOf(a), numbersOf(b)) : null;
}

/** The two that are furthest apart, of those further than `limit`, by their places; `null` where none are. */
export function furthestApart(
  templates: readonly FaceTemplate[],
  limit: number,
): readonly [number, number] | null {
  let most = limit;
  let found: readonly [number, number] | null = null;
  for (const [a, one] of templates.entries())
    for (const [b, other] of templates.entries()) {
      const distance = b > a ? templateDistance(one, other) : null;
      if (distance === null || distance <= most) continue;
      most = distance;
      found = [a, b];
    }
  return found;
}

function numbersOf({ values }: FaceTemplate): Float32Array {
  const bytes = Buffer.from(values, 'base64');
  return Float32Array.from({ length: bytes.length / Float32Array.BYTES_PER_ELEMENT }, (_, i) =>
    bytes.readFloatLE(i * Float32Array.BYTES_PER_ELEMENT),
  );
}
