import { templateLength, type FaceTemplate } from '#shared/domain/face-lists.ts';
import type { Face } from './face.ts';
import { leastInterEyePx } from './similarity.ts';

/** Whether a face is clear enough to be found again: a poorer one is like many others, and is not kept rather than kept badly. */
export function isClearFace({ quality }: Pick<Face, 'quality'>, leastSharpness: number): boolean {
  return quality.interEyePx >= leastInterEyePx && quality.sharpness >= leastSharpness;
}

/** A descriptor as it is kept and sent: float32, little endian, whatever the machine's own order is. */
export function toFaceTemplate(embedding: Float32Array, model: string): FaceTemplate {
  if (embedding.length !== templateLength)
    throw new RangeError(`a template is ${templateLength.toString()} numbers`);
  const bytes = Buffer.alloc(embedding.byteLength);
  embedding.forEach((value, i) => bytes.writeFloatLE(value, Float32Array.BYTES_PER_ELEMENT * i));
  return { model, values: bytes.toString('base64') };
}
