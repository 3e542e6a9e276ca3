import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import fc from 'fast-check';
import type { Sharp } from 'sharp';
import { credentialsStore } from '../testing/a-credentials-store.ts';
import { getSharp } from '../image/sharp-loaders.ts';
import { aHeicWith } from '../testing/a-heic.ts';
import { readFileTraces } from './file-traces.ts';

const bytesOf = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));

/** A JPEG's head with these segments and a scan. */
function jpeg(...segments: readonly (readonly [marker: number, content: string])[]): Uint8Array {
  const parts = segments.flatMap(([marker, content]) => {
    const length = content.length + 2;
    return [0xff, marker, length >> 8, length & 255, ...bytesOf(content)];
  });
  return Uint8Array.from([0xff, 0xd8, ...parts, 0xff, 0xda, 0, 2]);
}

function png(type: string, content: readonly number[]): Uint8Array {
  const head = [0x89, ...bytesOf('PNG\r\n\x1a\n')];
  const length = [0, 0, content.length >> 8, content.length & 255];
  return Uint8Array.from([
    ...head,
    ...length,
    ...bytesOf(type),
    ...content,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...bytesOf('IEND'),
    0,
    0,
    0,
    0,
  ]);
}

const pngText = (keyword: string, text: string): Uint8Array => png('tEXt', bytesOf(`${keyword}\0${text}`));

function webp(type: string, content: Uint8Array): Uint8Array {
  const length = [content.length & 255, content.length >> 8, 0, 0];
  return Uint8Array.from([...bytesOf('RIFF\0\0\0\0WEBP'), ...bytesOf(type), ...length, ...content]);
}

function heic(store: Uint8Array): Uint8Array {
  const uuid = 'd8fec3d61b0e483c92975828877ec481'.match(/../gu) ?? [];
  const inner = [
    ...uuid.map((pair) => Number.parseInt(pair, 16)),
    ...[0, 0, 0, 0],
    ...bytesOf('manifest\0'),
    ...new Array<number>(8).fill(0),
    ...store,
  ];
  const length = inner.length + 8;
  return Uint8Array.from([
    ...bytesOf('\0\0\0\x10ftypheic\0\0\0\0'),
    ...[0, 0, length >> 8, length & 255],
    ...bytesOf('uuid'),
    ...inner,
  ]);
}

const nothing = { editor: null, generator: null, hasCredentials: false, hasCamera: false };

const xmp = (inner: string): string => `http://ns.adobe.com/xap/1.0/\0<rdf:Description ${inner}/>`;

it('finds nothing in a bare picture, nor in what cameras write', () => {
  expect(readFileTraces(jpeg(), {})).toEqual(nothing);
  const phone = { make: 'Google', model: 'Pixel 8', software: 'HDR+ 1.0.540104767zd' };
  expect(readFileTraces(jpeg(), phone)).toEqual({ ...nothing, hasCamera: true });
});

it('reads editors from EXIF, from XMP and from "Ducky"', () => {
  expect(readFileTraces(jpeg(), { software: 'paint.net 4.2.5' }).editor).toBe('paint.net 4.2.5');
  const tool = jpeg([0xe1, xmp('xmp:CreatorTool="Adobe Photoshop 25.0 (Windows)"')]);
  expect(readFileTraces(tool, {}).editor).toBe('Adobe Photoshop 25.0 (Windows)');
  const agent = jpeg([0xe1, xmp('').replace('/>', '><stEvt:softwareAgent>GIMP 2.10</stEvt:softwareAgent>')]);
  expect(readFileTraces(agent, {}).editor).toBe('GIMP 2.10');
  expect(readFileTraces(jpeg([0xec, 'Ducky\0\x01']), {}).editor).toBe('Adobe Photoshop (Ducky)');
});

const sourceType = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

it('reads that a picture is declared generated, or composed with generated parts (IPTC NewsCodes digitalsourcetype)', () => {
  const of = (inner: string) => readFileTraces(jpeg([0xe1, inner]), {}).generator;
  expect(of(xmp(`Iptc4xmpExt:DigitalSourceType="${sourceType}trainedAlgorithmicMedia"`))).toEqual({
    kind: 'declared-generated',
    named: 'trainedAlgorithmicMedia (XMP)',
  });
  expect(
    of(
      xmp('').replace(
        '/>',
        `><Iptc4xmpExt:DigitalSourceType rdf:resource="${sourceType}compositeWithTrainedAlgorithmicMedia"/>`,
      ),
    ),
  ).toEqual({ kind: 'declared-composite', named: 'compositeWithTrainedAlgorithmicMedia (XMP)' });
  expect(of(xmp(`Iptc4xmpExt:DigitalSourceType="${sourceType}digitalCapture"`))).toBeNull();
});

it('reads content credentials that name a generator, or none (C2PA 2.1, A: APP11, caBX, C2PA)', () => {
  const generated = credentialsStore({
    claim: { claim_generator_info: { name: 'ChatGPT' } },
    actions: {
      actions: [
        { action: 'c2pa.created', digitalSourceType: `${sourceType}trainedAlgorithmicMedia` },
        { action: 'c2pa.converted' },
      ],
    },
  });
  const declared = {
    ...nothing,
    hasCredentials: true,
    generator: { kind: 'declared-generated', named: 'trainedAlgorithmicMedia (C2PA)' },
  };
  expect(readFileTraces(png('caBX', Array.from(generated)), {})).toEqual(declared);
  expect(readFileTraces(webp('C2PA', generated), {})).toEqual(declared);
  expect(readFileTraces(heic(generated), {})).toEqual(declared);
  // Longer ones stand in several segments; the name is cut where the second begins.
  const text = String.fromCharCode(...generated);
  const head = text.slice(0, 8);
  const cut = text.indexOf('trainedAlgorithmic') + 5;
  const parts = jpeg(
    [0xeb, `JP\0\x01\0\0\0\x01${text.slice(0, cut)}`],
    [0xeb, `JP\0\x01\0\0\0\x02${head}${text.slice(cut)}`],
  );
  expect(readFileTraces(parts, {})).toEqual(declared);

  const byName = credentialsStore({ claim: { claim_generator: 'Adobe_Firefly' }, actions: { actions: [] } });
  expect(readFileTraces(png('caBX', Array.from(byName)), {}).generator).toEqual({
    kind: 'credentials-of-generator',
    named: 'Adobe_Firefly',
  });
  const camera = credentialsStore({
    claim: { claim_generator_info: { name: 'Camera firmware 2.1' } },
    actions: { actions: [{ action: 'c2pa.created', digitalSourceType: `${sourceType}digitalCapture` }] },
  });
  expect(readFileTraces(png('caBX', Array.from(camera)), {})).toEqual({ ...nothing, hasCredentials: true });
});

it('reads the settings and names that generators leave, and takes no ordinary words for them', () => {
  expect(readFileTraces(pngText('parameters', 'a portrait, 35mm'), {}).generator).toEqual({
    kind: 'generator-settings',
    named: 'parameters',
  });
  const comment = `Exif\0\0MM\0*UNICODE${'a face\nSteps: 20, Sampler: Euler a'.replaceAll(/(?=.|\n)/gu, '\0')}`;
  expect(readFileTraces(jpeg([0xe1, comment]), {}).generator).toMatchObject({ kind: 'generator-settings' });
  expect(readFileTraces(pngText('Software', 'NovelAI'), {}).generator).toEqual({
    kind: 'generator-named',
    named: 'NovelAI',
  });
  expect(readFileTraces(jpeg([0xe1, xmp('photoshop:Credit="Made with Google AI"')]), {}).generator).toEqual({
    kind: 'generator-named',
    named: 'Made with Google AI',
  });
  for (const words of ['a portrait', 'Photo: Randall Evans', 'editor de imagen', 'in the kitchen, steps: 2'])
    expect(readFileTraces(pngText('Comment', words), {}).generator).toBeNull();
});

it('tells what was generated among the ingredients from what the picture itself is declared to be (C2PA 2.1, 11)', () => {
  const camera = { claim: { claim_generator: 'Camera 2.1' }, actions: { actions: [] } };
  const madeFrom = {
    claim: { claim_generator: 'Adobe_Firefly' },
    actions: {
      actions: [{ action: 'c2pa.created', digitalSourceType: `${sourceType}trainedAlgorithmicMedia` }],
    },
  };
  const of = (store: Uint8Array) => readFileTraces(png('caBX', Array.from(store)), {});
  expect(of(credentialsStore(camera, [madeFrom]))).toEqual({
    ...nothing,
    hasCredentials: true,
    generator: { kind: 'ingredient-generated', named: 'trainedAlgorithmicMedia' },
  });
  expect(of(credentialsStore(madeFrom, [camera])).generator?.kind).toBe('declared-generated');
  // An ingredient that only names its generator, and an editor of it.
  const byName = { ...madeFrom, actions: { actions: [{ softwareAgent: 'Adobe Photoshop 26' }] } };
  expect(of(credentialsStore(camera, [byName]))).toMatchObject({
    editor: 'Adobe Photoshop 26',
    generator: { kind: 'ingredient-generated', named: 'Adobe_Firefly' },
  });
  expect(of(credentialsStore(camera, [camera])).generator).toBeNull();
});

it('reads packed texts of a PNG: zTXt, iTXt, and profiles that ImageMagick carries over (PNG 11.3.3)', () => {
  const packed = (text: string): number[] => [...deflateSync(Buffer.from(text, 'latin1'))];
  const declared = { kind: 'declared-generated', named: 'trainedAlgorithmicMedia (XMP)' };
  const packet = xmp(`Iptc4xmpExt:DigitalSourceType="${sourceType}trainedAlgorithmicMedia"`);
  const of = (type: string, content: readonly number[]) => readFileTraces(png(type, content), {});
  expect(of('zTXt', [...bytesOf('Software\0\0'), ...packed('NovelAI')]).generator?.named).toBe('NovelAI');
  expect(of('zTXt', [...bytesOf('Software\0\0'), ...packed('GIMP 2.10')]).editor).toBe('GIMP 2.10');
  // What generators leave is told by its name, whether or not it can be unpacked.
  expect(of('zTXt', bytesOf('parameters\0\0xx')).generator?.kind).toBe('generator-settings');
  const head = bytesOf('XML:com.adobe.xmp\0\x01\0en\0XMP\0');
  expect(of('iTXt', [...head, ...packed(packet)]).generator).toEqual(declared);
  expect(of('iTXt', bytesOf(`XML:com.adobe.xmp\0\0\0\0\0${packet}`)).generator).toEqual(declared);
  const hex = Buffer.from(packet).toString('hex').replaceAll(/.{72}/gu, '$&\n');
  const raw = `\nxmp\n   ${String(packet.length)}\n${hex}\n`;
  expect(of('zTXt', [...bytesOf('Raw profile type xmp\0\0'), ...packed(raw)]).generator).toEqual(declared);
  const iptc = Buffer.from(iptcOf(2, 110, 'Made with Google AI'), 'latin1').toString('hex');
  expect(of('tEXt', bytesOf(`Raw profile type iptc\0\niptc\n 24\n${iptc}`)).generator?.named).toBe(
    'Made with Google AI',
  );
});

it('unpacks no more than a megabyte of all texts together, however many bombs there are', () => {
  const bomb = png('zTXt', [...bytesOf('Comment\0\0'), ...deflateSync(Buffer.alloc(4_000_000))]);
  const bombs = Array.from({ length: 2000 }, () => bomb.subarray(8, -12));
  const file = png('zTXt', [...bytesOf('Software\0\0'), ...deflateSync(Buffer.from('GIMP'))]);
  const late = new Uint8Array(Buffer.concat([file.subarray(0, 8), ...bombs, file.subarray(8)]));
  const before = performance.now();
  expect(readFileTraces(late, {})).toEqual(nothing);
  expect(performance.now() - before).toBeLessThan(2000);
  // Before the bombs there is enough left.
  const early = new Uint8Array(Buffer.concat([file.subarray(0, -12), ...bombs]));
  expect(readFileTraces(early, {}).editor).toBe('GIMP');
});

/** A data set of IPTC-IIM. */
const iptcOf = (record: number, number: number, text: string): string =>
  `\x1c${String.fromCharCode(record, number, text.length >> 8, text.length & 255)}${text}`;

/** A resource of Photoshop's, without a name. */
function resource(id: number, content: string): string {
  const size = String.fromCharCode(0, 0, content.length >> 8, content.length & 255);
  return `8BIM${String.fromCharCode(id >> 8, id & 255)}\0\0${size}${content}${content.length % 2 ? '\0' : ''}`;
}

it('reads programs, credit and source of IPTC-IIM in a JPEG (IPTC-IIM 4.2: 2:65, 2:110, 2:115), across segments too', () => {
  const of = (...parts: string[]) =>
    readFileTraces(jpeg(...parts.map((part) => [0xed, `Photoshop 3.0\0${part}`] as const)), {});
  const sets = iptcOf(2, 5, 'A title') + iptcOf(2, 65, 'Picasa') + iptcOf(2, 110, 'Made with Google AI');
  expect(of(resource(0x03ed, 'xyz') + resource(0x0404, sets)).generator).toEqual({
    kind: 'generator-named',
    named: 'Made with Google AI',
  });
  const all = resource(0x0404, iptcOf(2, 65, 'Adobe Photoshop Lightroom'));
  expect(of(all.slice(0, 30), all.slice(30)).editor).toBe('Adobe Photoshop Lightroom');
  // A title, or who took it, is no program.
  expect(of(resource(0x0404, iptcOf(2, 5, 'Midjourney') + iptcOf(1, 65, 'GIMP')))).toEqual(nothing);
  // That there are resources of Photoshop's names no editor: many programs write them for IPTC-IIM alone.
  expect(of(resource(0x0404, iptcOf(2, 80, 'Somebody')))).toEqual(nothing);
  expect(
    of(resource(0x0424, xmp(`Iptc4xmpExt:DigitalSourceType="${sourceType}trainedAlgorithmicMedia"`)))
      .generator?.kind,
  ).toBe('declared-generated');
});

it('reads XMP and EXIF of a HEIC where its item tables say (ISO/IEC 14496-12, 8.11)', () => {
  const packet = xmp(`Iptc4xmpExt:DigitalSourceType="${sourceType}compositeWithTrainedAlgorithmicMedia"`);
  const kinds = ['in the file', 'in idat', 'in two parts'] as const;
  for (const place of kinds)
    expect(readFileTraces(aHeicWith('mime', packet, place), {}).generator?.kind).toBe('declared-composite');
  const comment = '\0\0\0\0Exif\0\0MM\0*ASCII\0\0\0a face, Steps: 20, Sampler: Euler a';
  expect(readFileTraces(aHeicWith('Exif', comment, 'in the file'), {}).generator?.named).toBe('UserComment');
  expect(readFileTraces(aHeicWith('hvc1', packet, 'in the file'), {})).toEqual(nothing);
});

it('reads XMP and EXIF of files that libvips and libheif wrote', async () => {
  const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="${sourceType}trainedAlgorithmicMedia"/></rdf:RDF></x:xmpmeta>`;
  const picture = getSharp()({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
  const comment = { IFD2: { UserComment: 'a face, Steps: 20, Sampler: Euler a' } };
  for (const format of ['avif', 'png', 'webp', 'jpeg'] as const) {
    const of = async (written: Sharp) =>
      readFileTraces(new Uint8Array(await written.toFormat(format).toBuffer()), {}).generator?.kind;
    expect(await of(picture.clone().withXmp(packet)), format).toBe('declared-generated');
    expect(await of(picture.clone().withExif(comment)), format).toBe('generator-settings');
  }
});

it('reads megabytes of made-up texts in a moment', () => {
  const blanks = xmp(`CreatorTool${' '.repeat(60_000)}`);
  const file = jpeg(...Array.from({ length: 25 }, () => [0xe1, blanks] as const));
  const before = performance.now();
  expect(readFileTraces(file, {})).toEqual(nothing);
  expect(performance.now() - before).toBeLessThan(2000);
});

it('ends where the bytes make no sense, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isPng) => {
      const head = isPng ? [0x89, ...bytesOf('PNG\r\n\x1a\n')] : [0xff, 0xd8];
      const traces = readFileTraces(Uint8Array.from([...head, ...bytes]), {});
      expect(traces.hasCamera).toBe(false);
    }),
  );
});

it('ends quietly on files that are cut off or changed anywhere', () => {
  const store = credentialsStore({ claim: { claim_generator: 'x' }, actions: { actions: [] } });
  const packed = [...bytesOf('Comment\0\0'), ...deflateSync(Buffer.from('Steps'))];
  const files = [
    jpeg([0xed, `Photoshop 3.0\0${resource(0x0404, iptcOf(2, 65, 'GIMP') + iptcOf(2, 110, 'x'))}`]),
    png('zTXt', packed),
    png('iTXt', [...bytesOf('Comment\0\x01\0en\0\0'), ...deflateSync(Buffer.from('GIMP'))]),
    png('tEXt', bytesOf('Raw profile type iptc\0\niptc\n 12\n1c02410004')),
    aHeicWith('mime', xmp('CreatorTool="GIMP"'), 'in two parts'),
    aHeicWith('Exif', 'Exif', 'in idat'),
    heic(store),
  ];
  const change = fc.tuple(fc.nat(2000), fc.nat(255));
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (file, changes, kept) => {
        const bytes = Uint8Array.from(file.subarray(0, Math.ceil(file.length * kept)));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(readFileTraces(bytes, {}).hasCamera).toBe(false);
      },
    ),
    { numRuns: 1500 },
  );
});
