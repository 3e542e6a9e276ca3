import type { ExifFacts } from '../image/exif-facts.ts';

/** What a file says of the programs that it went through. Nothing is proved by silence: messengers and browsers strip all of it. */
export interface FileTraces {
  /** A program that edits pictures, as the file names it; `null` where it names none. */
  readonly editor: string | null;
  /** What generates pictures or exchanges faces, or the declaration that something did. */
  readonly generator: string | null;
  /** Whether a camera is named. */
  readonly hasCamera: boolean;
}

const generators =
  /stable.?diffusion|midjourney|dall.?e|\bfirefly\b|\bimagen\b|novelai|comfyui|invokeai|automatic1111|leonardo\.ai|\bflux\.?1|deepface|faceswap|face.?fusion|\broop\b|trainedAlgorithmicMedia/iu;
const editors =
  /photoshop|lightroom|\bgimp\b|paint\.net|affinity|pixelmator|picsart|facetune|faceapp|snapseed|\bcanva\b|meitu|beautyplus|\bb612\b|remini|\bfotor\b|pixlr|acdsee|paintshop|luminar|darktable|rawtherapee|capture one|photodirector|youcam|airbrush|faceu|\bulike\b|\bvsco\b|photoscape|imagemagick|krita|photopea|irfanview|xnview/iu;

/** Names of text chunks in which generators leave their settings. */
const generatorKeywords: ReadonlySet<string> = new Set([
  'parameters',
  'prompt',
  'workflow',
  'sd-metadata',
  'invokeai_metadata',
  'Dream',
]);

const maxText = 65_536;
// A name longer than this is no name.
const maxName = 60;

/**
 * Reads what a JPEG, PNG or WebP says of itself before its pixels: EXIF (given), XMP's creator and history, the IPTC digital source type, content
 * credentials (C2PA), Photoshop's "Ducky", and the text chunks of generators. Bounded by the file; bytes that make no sense end the reading.
 */
export function readFileTraces(bytes: Uint8Array, exif: ExifFacts): FileTraces {
  const said = [exif.software ?? '', ...textsOf(bytes)].filter((text) => text !== '');
  const generator = firstMatch(said, generators);
  return {
    generator,
    editor: firstMatch(said, editors),
    hasCamera: exif.make !== undefined || exif.model !== undefined,
  };
}

/** The name around the match, such as `Adobe Photoshop 25.0`. */
function firstMatch(texts: readonly string[], pattern: RegExp): string | null {
  for (const text of texts) {
    const match = pattern.exec(text);
    if (match === null) continue;
    if (text.length <= maxName) return text;
    const around = /[\w.() -]*$/u.exec(text.slice(Math.max(0, match.index - 20), match.index))?.[0] ?? '';
    const after = /^[\w.() -]*/u.exec(text.slice(match.index))?.[0] ?? match[0];
    return `${around}${after}`.trim().slice(0, maxName);
  }
  return null;
}

function textsOf(bytes: Uint8Array): readonly string[] {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegTexts(bytes);
  if (latin1(bytes, 1, 4) === 'PNG') return pngTexts(bytes);
  if (latin1(bytes, 0, 4) === 'RIFF' && latin1(bytes, 8, 12) === 'WEBP') return webpTexts(bytes);
  return [];
}

/** Segments up to the scan: XMP (APP1), content credentials (APP11), "Ducky" (APP12) and comments. */
function jpegTexts(bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2) break;
    const content = latin1(bytes, at + 4, Math.min(at + 2 + length, at + 4 + maxText));
    if (marker === 0xe1 && content.startsWith('http://ns.adobe.com/')) texts.push(...xmpTexts(content));
    if (marker === 0xeb && content.includes('trainedAlgorithmicMedia'))
      texts.push('trainedAlgorithmicMedia (C2PA)');
    if (marker === 0xec && content.startsWith('Ducky')) texts.push('Adobe Photoshop (Ducky)');
    if (marker === 0xfe) texts.push(content);
    at += 2 + length;
  }
  return texts;
}

function pngTexts(bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = latin1(bytes, at + 4, at + 8);
    if (type === 'IEND' || at + 12 + length > bytes.length) break;
    if (type === 'tEXt' || type === 'iTXt' || type === 'zTXt') {
      const content = latin1(bytes, at + 8, at + 8 + Math.min(length, maxText));
      const keyword = content.slice(0, Math.max(0, content.indexOf('\0')));
      if (generatorKeywords.has(keyword)) texts.push(`stable diffusion settings (${keyword})`);
      else if (keyword === 'XML:com.adobe.xmp') texts.push(...xmpTexts(content));
      else texts.push(content.slice(keyword.length).replaceAll('\0', '').trim());
    }
    at += 12 + length;
  }
  return texts;
}

function webpTexts(bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at + 4, true);
    if (latin1(bytes, at, at + 4) === 'XMP ')
      texts.push(...xmpTexts(latin1(bytes, at + 8, at + 8 + Math.min(length, maxText))));
    at += 8 + length + (length % 2);
  }
  return texts;
}

/** The tools that XMP names, as attributes or elements, and what it says of the picture's source. */
function xmpTexts(xmp: string): readonly string[] {
  const named = /(?:CreatorTool|softwareAgent|DigitalSourceType)\s*(?:=\s*["']|>)\s*([^"'<]{1,200})/giu;
  return [...xmp.matchAll(named)].map((match) => (match[1] ?? '').trim());
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < Math.min(to, bytes.length); at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
