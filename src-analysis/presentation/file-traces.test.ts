import { expect, it } from 'vitest';
import fc from 'fast-check';
import { credentialsStore } from '../testing/a-credentials-store.ts';
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
