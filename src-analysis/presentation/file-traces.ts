import type { ExifFacts } from '../image/exif-facts.ts';
import { readMetadataItems } from './base-media-items.ts';
import { boxAt, readContentCredentials, type CredentialStatements } from './content-credentials.ts';
import { TextInflater } from './packed-text.ts';
import { readIptc, readPhotoshopResources } from './photoshop-resources.ts';

/** How a file says that its picture was generated, or its face exchanged. */
export interface GeneratorTrace {
  /**
   * `declared-generated`, `declared-composite`: an IPTC digital source type says so of the picture, or of parts of it. `credentials-of-generator`: content
   * credentials (C2PA) name a generator. `generator-settings`: a field in which generators leave their settings. `ingredient-generated`: content credentials
   * say so of what the picture was made from or of a part of it, not of itself. `generator-named`: a program's name elsewhere.
   */
  readonly kind: (typeof generatorTraceKinds)[number];
  /** The program, the field's name, or the source type and where it stands. */
  readonly named: string;
}

/** The surest first. */
export const generatorTraceKinds = [
  'declared-generated',
  'declared-composite',
  'credentials-of-generator',
  'generator-settings',
  'ingredient-generated',
  'generator-named',
] as const;

/** What a file says of the programs that it went through. Nothing is proved by silence: messengers and browsers strip all of it. */
export interface FileTraces {
  /** A program that edits pictures, as the file names it; `null` where it names none. */
  readonly editor: string | null;
  /** What generates pictures or exchanges faces, or the declaration that something did. */
  readonly generator: GeneratorTrace | null;
  /** Whether there are content credentials (C2PA); their signature is not verified. */
  readonly hasCredentials: boolean;
  /** Whether a camera is named. */
  readonly hasCamera: boolean;
}

const generators =
  /stable.?diffusion|\bsdxl\b|midjourney|\bdall[^a-z\s]{0,2}e\b|openai|chatgpt|gpt-4o|gpt-image|adobe.?firefly|firefly (?:image|api)|\bimagen \d|\bmade with google ai|bing image creator|microsoft designer|novelai|comfyui|invokeai|automatic1111|fooocus|draw things|diffusionbee|leonardo\.ai|ideogram|black forest labs|\bflux\.?1|nightcafe|artbreeder|this ?person ?does ?not ?exist|deepface|faceswap|face.?fusion|inswapper|\breface\b|\broop\b/iu;
const editors =
  /photoshop|lightroom|\bgimp\b|paint\.net|affinity|pixelmator|picsart|facetune|faceapp|snapseed|\bcanva\b|meitu|beautyplus|\bb612\b|remini|\bfotor\b|pixlr|acdsee|paintshop|luminar|darktable|rawtherapee|capture one|photodirector|youcam|airbrush|faceu|\bulike\b|\bvsco\b|photoscape|imagemagick|krita|photopea|irfanview|xnview/iu;

/** Names of text chunks in which generators leave their settings. */
const generatorKeywords: ReadonlySet<string> = new Set([
  'parameters',
  'prompt',
  'workflow',
  'sd-metadata',
  'invokeai_metadata',
  'invokeai_graph',
  'Dream',
  'fooocus_scheme',
]);
/** What the commonest of them write into EXIF's user comment where a picture is no PNG. */
const settings = /\bSteps: \d{1,4}, (?:Sampler|Schedule)/u;

const maxText = 65_536;
/** Of all texts of a file together, and of content credentials, which carry small pictures: what is further on is not read. */
const maxTexts = 1_048_576;
const maxCredentials = 8_388_608;
// A name longer than this is no name.
const maxName = 60;
// ISO base media files (HEIC, AVIF) carry content credentials in a box of this UUID (C2PA 2.1, A.5).
const credentialsUuid = 'd8fec3d61b0e483c92975828877ec481';

/** What a container carries beside its pixels. */
interface Carried {
  readonly texts: string[];
  /** Names of the fields in which generators left their settings. */
  readonly settings: string[];
  /** Addresses or names of digital source types in XMP. */
  readonly sourceTypes: string[];
  /** Parts of content credentials, in their order. */
  readonly credentials: Uint8Array[];
}

/**
 * Reads what a JPEG, PNG, WebP, HEIC or AVIF says of itself beside its pixels: EXIF (given), XMP's creator, history, credit and IPTC digital source type,
 * content credentials (C2PA), Photoshop's "Ducky" and IPTC-IIM, and the text chunks of generators. Bounded by the file; bytes that make no sense end the reading.
 */
export function readFileTraces(bytes: Uint8Array, exif: ExifFacts): FileTraces {
  const carried = carriedBy(bytes);
  const said = [exif.software ?? '', ...carried.texts].filter((text) => text !== '');
  const credentials = readContentCredentials(joined(carried.credentials, maxCredentials));
  const own = credentials?.own ?? nothingSaid;
  const ingredients = credentials?.ingredients ?? nothingSaid;
  const traces: GeneratorTrace[] = [];
  const add = (kind: GeneratorTrace['kind'], named: string | null): void => {
    if (named !== null) traces.push({ kind, named });
  };
  for (const [place, types] of [
    ['XMP', carried.sourceTypes],
    ['C2PA', own.sourceTypes],
  ] as const)
    for (const type of types) {
      const kind = kindOfSource(type);
      if (kind !== null) add(kind, `${lastPart(type)} (${place})`);
    }
  add('credentials-of-generator', firstMatch(own.programs, generators));
  add('generator-settings', carried.settings[0] ?? null);
  const generatedPart = ingredients.sourceTypes.find((type) => kindOfSource(type) !== null);
  add('ingredient-generated', generatedPart ?? firstMatch(ingredients.programs, generators));
  add('generator-named', firstMatch(said, generators));
  return {
    generator: traces.toSorted((a, b) => rankOf(a) - rankOf(b))[0] ?? null,
    editor: firstMatch([...said, ...own.programs, ...ingredients.programs], editors),
    hasCredentials: credentials !== null,
    hasCamera: exif.make !== undefined || exif.model !== undefined,
  };
}

const nothingSaid: CredentialStatements = { programs: [], sourceTypes: [] };

const rankOf = ({ kind }: GeneratorTrace): number => generatorTraceKinds.indexOf(kind);

const lastPart = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

/** Of the IPTC NewsCodes "digitalsourcetype"; those of cameras, scanners and ordinary editing are no trace of a generator. */
function kindOfSource(type: string): 'declared-generated' | 'declared-composite' | null {
  const name = lastPart(type).toLowerCase();
  if (name === 'trainedalgorithmicmedia') return 'declared-generated';
  return name === 'compositewithtrainedalgorithmicmedia' ? 'declared-composite' : null;
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

function carriedBy(bytes: Uint8Array): Carried {
  const carried: Carried = { texts: [], settings: [], sourceTypes: [], credentials: [] };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) readJpeg(bytes, view, carried);
  else if (latin1(bytes, 1, 4) === 'PNG') readPng(bytes, view, carried);
  else if (latin1(bytes, 0, 4) === 'RIFF' && latin1(bytes, 8, 12) === 'WEBP') readWebp(bytes, view, carried);
  else if (latin1(bytes, 4, 8) === 'ftyp') readBaseMedia(bytes, view, carried);
  return carried;
}

/** Segments up to the scan: EXIF and XMP (APP1), content credentials (APP11), "Ducky" (APP12), Photoshop's resources (APP13) and comments. */
function readJpeg(bytes: Uint8Array, view: DataView, carried: Carried): void {
  const resources: Uint8Array[] = [];
  let read = 0;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = view.getUint16(at + 2);
    if (length < 2) break;
    const [from, to] = [at + 4, Math.min(bytes.length, at + 2 + length)];
    at += 2 + length;
    if (marker === 0xeb) {
      addCredentialsOf(bytes, view, from, to, carried);
      continue;
    }
    if (marker === 0xed && latin1(bytes, from, from + photoshopHead.length) === photoshopHead) {
      // Long ones go on in the next segment.
      resources.push(bytes.subarray(from + photoshopHead.length, to));
      continue;
    }
    if ((marker !== 0xe1 && marker !== 0xec && marker !== 0xfe) || read >= maxTexts) continue;
    const content = latin1(bytes, from, to);
    read += content.length;
    if (marker === 0xe1 && content.startsWith('http://ns.adobe.com/')) readXmp(content, carried);
    if (marker === 0xe1 && content.startsWith('Exif')) readComment(content, carried);
    if (marker === 0xec && content.startsWith('Ducky')) carried.texts.push('Adobe Photoshop (Ducky)');
    if (marker === 0xfe) carried.texts.push(content);
  }
  addResources(joined(resources, maxTexts), carried);
}

const photoshopHead = 'Photoshop 3.0\0';

function addResources(bytes: Uint8Array, carried: Carried): void {
  const { texts, xmp } = readPhotoshopResources(bytes);
  carried.texts.push(...texts);
  for (const packet of xmp) readXmp(latin1(packet, 0, maxText), carried);
}

/**
 * A part of a JUMBF box (ISO/IEC 19566-5, D.1): "JP", the box's number, the part's number from 1, and the box's head, which each part repeats. Parts come in
 * their order.
 */
function addCredentialsOf(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  to: number,
  { credentials }: Carried,
): void {
  if (from + 16 > to || latin1(bytes, from, from + 2) !== 'JP') return;
  const isFirst = view.getUint32(from + 4) === 1;
  const head = view.getUint32(from + 8) === 1 ? 16 : 8;
  credentials.push(bytes.subarray(Math.min(to, isFirst ? from + 8 : from + 8 + head), to));
}

function readPng(bytes: Uint8Array, view: DataView, carried: Carried): void {
  const inflater = new TextInflater(maxTexts);
  let read = 0;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = latin1(bytes, at + 4, at + 8);
    const [from, to] = [at + 8, at + 8 + length];
    if (type === 'IEND' || to + 4 > bytes.length) break;
    at = to + 4;
    if (type === 'caBX') carried.credentials.push(bytes.subarray(from, to));
    const isText = type === 'tEXt' || type === 'iTXt' || type === 'zTXt';
    if ((!isText && type !== 'eXIf') || read >= maxTexts) continue;
    read += Math.min(length, maxText);
    if (type === 'eXIf') {
      readComment(latin1(bytes, from, Math.min(to, from + maxText)), carried);
      continue;
    }
    const keywordEnd = bytes.subarray(from, Math.min(to, from + longestKeyword + 1)).indexOf(0);
    if (keywordEnd < 0) continue;
    const keyword = latin1(bytes, from, from + keywordEnd);
    if (generatorKeywords.has(keyword)) {
      carried.settings.push(keyword);
      continue;
    }
    const text = pngText(type, bytes.subarray(from + keywordEnd + 1, to), inflater);
    if (text !== null) addPngText(keyword, latin1(text, 0, maxText), carried);
  }
}

/** PNG 11.3.3.2: a keyword has at most 79 letters. */
const longestKeyword = 79;

/**
 * What follows the keyword: of zTXt a method and a zlib stream, of iTXt whether it is one, the method, a language and the keyword in it (PNG 11.3.3).
 * `null` where it is packed and cannot be unpacked within the limit.
 */
function pngText(type: string, rest: Uint8Array, inflater: TextInflater): Uint8Array | null {
  if (type === 'tEXt') return rest;
  if (type === 'zTXt') return rest[0] === 0 ? inflater.inflate(rest.subarray(1)) : null;
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return null;
  const text = rest.subarray(translated + 1);
  if (rest[0] !== 1) return text;
  return rest[1] === 0 ? inflater.inflate(text) : null;
}

/** Metadata of other formats that ImageMagick and others carry over into PNG: its name, its length in bytes, and its bytes as hexadecimal digits. */
const rawProfile = /^Raw profile type (\w{1,20})$/u;

function addPngText(keyword: string, text: string, carried: Carried): void {
  const profile = rawProfile.exec(keyword)?.[1]?.toLowerCase();
  if (keyword === 'XML:com.adobe.xmp') readXmp(text, carried);
  else if (profile === undefined) carried.texts.push(text.replaceAll('\0', '').trim());
  else {
    const digits = /^\s*\w{1,20}\s+\d{1,10}\s+([0-9a-f\s]*)/iu.exec(text)?.[1] ?? '';
    const bytes = new Uint8Array(Buffer.from(digits.replaceAll(/\s/gu, ''), 'hex'));
    if (profile === 'exif' || profile === 'app1') readComment(latin1(bytes, 0, bytes.length), carried);
    if (profile === 'xmp' || profile === 'app1') readXmp(latin1(bytes, 0, bytes.length), carried);
    if (profile === 'iptc' && bytes[0] === 0x1c) carried.texts.push(...readIptc(bytes));
    else if (profile === 'iptc' || profile === '8bim') addResources(bytes, carried);
  }
}

function readWebp(bytes: Uint8Array, view: DataView, carried: Carried): void {
  let read = 0;
  let at = 12;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at + 4, true);
    const type = latin1(bytes, at, at + 4);
    const [from, to] = [at + 8, Math.min(bytes.length, at + 8 + length)];
    at += 8 + length + (length % 2);
    if (type === 'C2PA') carried.credentials.push(bytes.subarray(from, to));
    if ((type !== 'XMP ' && type !== 'EXIF') || read >= maxTexts) continue;
    const content = latin1(bytes, from, Math.min(to, from + maxText));
    read += content.length;
    if (type === 'XMP ') readXmp(content, carried);
    else readComment(content, carried);
  }
}

/** Content credentials, and XMP and EXIF as the item tables say where they stand. */
function readBaseMedia(bytes: Uint8Array, view: DataView, carried: Carried): void {
  for (const { kind, bytes: item } of readMetadataItems(bytes)) {
    const content = latin1(item, 0, maxText);
    if (kind === 'xmp') readXmp(content, carried);
    else readComment(content, carried);
  }
  const { credentials } = carried;
  let at = 0;
  for (;;) {
    const box = boxAt(view, at, bytes.length);
    if (box === null) return;
    if (box.type === 'uuid' && hex(bytes.subarray(box.from, box.from + 16)) === credentialsUuid) {
      // A version and flags, the purpose as a text that ends with 0, and for a manifest an offset of 8 bytes.
      const purpose = bytes.subarray(box.from + 20, Math.min(box.to, box.from + 52)).indexOf(0);
      if (purpose >= 0) credentials.push(bytes.subarray(box.from + 20 + purpose + 1 + 8, box.to));
    }
    at = box.to;
  }
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function joined(parts: readonly Uint8Array[], most: number): Uint8Array {
  const bytes = new Uint8Array(
    Math.min(
      most,
      parts.reduce((sum, { length }) => sum + length, 0),
    ),
  );
  let at = 0;
  for (const part of parts) {
    const kept = part.subarray(0, bytes.length - at);
    bytes.set(kept, at);
    at += kept.length;
  }
  return bytes;
}

/** EXIF's user comment stands in one or two bytes a letter. */
function readComment(exif: string, { settings: found }: Carried): void {
  if (settings.test(exif.replaceAll('\0', ''))) found.push('UserComment');
}

/** The tools that XMP names, as attributes, elements or resources, and what it says of the picture's source. */
function readXmp(xmp: string, { texts, sourceTypes }: Carried): void {
  const named =
    /(CreatorTool|softwareAgent|DigitalSourceType|photoshop:Credit)(?:\s+rdf:resource)?\s*(?:=\s*["']|>)\s*([^"'<]{1,200})/giu;
  for (const [, key = '', value = ''] of xmp.matchAll(named)) {
    const text = value.trim();
    if (key.toLowerCase() === 'digitalsourcetype') sourceTypes.push(text);
    else texts.push(text);
  }
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  const [start, end] = [Math.min(from, bytes.length), Math.min(to, bytes.length)];
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}
