import { decodeImage } from '../image/decode.ts';
import { encodeImage } from '../image/encode.ts';
import { drawPage, pageFormats } from './draw-page.ts';
import { holdBefore } from './hold.ts';
import { readFont } from './outlines-of-text.ts';
import { photograph } from './photograph.ts';
import type { SpecimenReply, SpecimenRequest } from './specimen.ts';

// The usual quality of phones and messengers.
const jpegQuality = 90;
// Rounded corners of passports and cards: 3.18 mm (ISO/IEC 7810, section 5.1).
const cornerRadiusMm = 3.18;

/**
 * Draws a specimen and photographs it, on a table as a JPEG of 2000 by 1500 pixels or in a hand as one 1440 wide, the same for the same request. About two seconds of
 * computing, so that it belongs into a worker.
 */
export async function drawSpecimen(request: SpecimenRequest): Promise<SpecimenReply> {
  const { design, holder, seed, wrongBirthCheckDigit = false, defocusPx = 0, heldBy } = request;
  const portrait = await decodeImage(request.portrait);
  if (!portrait.ok) return { ok: false, code: 'portrait-undecodable' };
  const fonts = {
    ocrB: readFont(request.fonts.ocrB),
    label: readFont(request.fonts.label),
    value: readFont(request.fonts.value),
  };
  const page = drawPage({ design, holder, portrait: portrait.image, fonts, wrongBirthCheckDigit });
  const cornerRadius = cornerRadiusMm * pageFormats[design].pxPerMm;
  const selfie = heldBy === undefined ? null : await decodeImage(heldBy);
  if (selfie?.ok === false) return { ok: false, code: 'portrait-undecodable' };
  const photo =
    selfie === null
      ? photograph({ page, cornerRadius, defocusPx, seed })
      : holdBefore({ selfie: selfie.image, page, cornerRadius });
  const bytes = await encodeImage(photo, { format: 'jpeg', quality: jpegQuality });
  return { ok: true, bytes, mediaType: 'image/jpeg' };
}
