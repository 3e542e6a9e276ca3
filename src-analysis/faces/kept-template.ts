import { templateLength, type FaceTemplate } from '#shared/domain/face-lists.ts';

/** A descriptor as it is kept and sent: float32, little endian, whatever the machine's own order is. */
export function toFaceTemplate(embedding: Float32Array, model: string): FaceTemplate {
  if (embedding.length !== templateLength)
    throw new RangeError(`a template is ${templateLength.toString()} numbers`);
  const bytes = Buffer.alloc(embedding.byteLength);
  embedding.forEach((value, i) => bytes.writeFloatLE(value, Float32Array.BYTES_PER_ELEMENT * i));
  return { model, values: bytes.toString('base64') };
}
