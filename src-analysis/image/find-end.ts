/**
 * Whether a file of this container ends before its picture does, by its structure alone. Decoders hide truncation (gray
 * lower half, silently repaired index), so that it is looked for here first. `false` also where the structure is not
 * understood: then the decoder decides.
 */
export function isTruncated(bytes: Uint8Array, format: 'jpeg' | 'png' | 'webp' | 'avif' | 'heic'): boolean {
  if (format === 'jpeg') return isJpegTruncated(bytes);
  if (format === 'png') return isPngTruncated(bytes);
  if (format === 'webp') return bytes.length < 12 || viewOf(bytes).getUint32(4, true) + 8 > bytes.length;
  return isIsoTruncated(bytes);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Walks the segments to EOI (ITU-T T.81 B.1.1); what phones append after it is not asked for. */
function isJpegTruncated(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  let offset = 2;
  for (;;) {
    offset = bytes.indexOf(0xff, offset);
    if (offset < 0 || offset + 1 >= bytes.length) return true;
    const marker = bytes[offset + 1] ?? 0;
    if (marker === 0xd9) return false;
    if (marker === 0xff) {
      offset += 1;
    } else if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) {
      offset += 2; // stuffed byte or marker without a length
    } else {
      if (offset + 4 > bytes.length) return true;
      offset += 2 + view.getUint16(offset + 2);
    }
  }
}

function isPngTruncated(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  let offset = 8;
  while (offset + 12 <= bytes.length) {
    if (view.getUint32(offset + 4) === 0x49454e44) return false; // IEND
    offset += 12 + view.getUint32(offset);
  }
  return true;
}

/** A top-level box that claims more bytes than there are (ISO/IEC 14496-12 §4.2); size 0 means "to the end". */
function isIsoTruncated(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  let offset = 0;
  while (offset + 8 <= bytes.length) {
    const size = view.getUint32(offset);
    if (size === 0) return false;
    if (size === 1 && offset + 16 > bytes.length) return true;
    const length = size === 1 ? Number(view.getBigUint64(offset + 8)) : size;
    if (length < 8) return false;
    offset += length;
  }
  return offset !== bytes.length;
}
