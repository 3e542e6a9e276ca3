import { expect, it } from 'vitest';
import fc from 'fast-check';
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

function png(keyword: string, text: string): Uint8Array {
  const content = bytesOf(`${keyword}\0${text}`);
  const head = [0x89, ...bytesOf('PNG\r\n\x1a\n')];
  const length = [0, 0, content.length >> 8, content.length & 255];
  return Uint8Array.from([
    ...head,
    ...length,
    ...bytesOf('tEXt'),
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

const xmp = (inner: string): string => `http://ns.adobe.com/xap/1.0/\0<rdf:Description ${inner}/>`;

it('finds nothing in a bare picture, nor in what cameras write', () => {
  expect(readFileTraces(jpeg(), {})).toEqual({ editor: null, generator: null, hasCamera: false });
  const phone = { make: 'Google', model: 'Pixel 8', software: 'HDR+ 1.0.540104767zd' };
  expect(readFileTraces(jpeg(), phone)).toEqual({ editor: null, generator: null, hasCamera: true });
});

it('reads editors from EXIF, from XMP and from "Ducky"', () => {
  expect(readFileTraces(jpeg(), { software: 'paint.net 4.2.5' }).editor).toBe('paint.net 4.2.5');
  const tool = jpeg([0xe1, xmp('xmp:CreatorTool="Adobe Photoshop 25.0 (Windows)"')]);
  expect(readFileTraces(tool, {}).editor).toBe('Adobe Photoshop 25.0 (Windows)');
  const agent = jpeg([0xe1, xmp('').replace('/>', '><stEvt:softwareAgent>GIMP 2.10</stEvt:softwareAgent>')]);
  expect(readFileTraces(agent, {}).editor).toBe('GIMP 2.10');
  expect(readFileTraces(jpeg([0xec, 'Ducky\0\x01']), {}).editor).toBe('Adobe Photoshop (Ducky)');
});

it('reads that a picture was generated (IPTC NewsCodes digitalsourcetype; C2PA 2.1 actions; settings that generators leave)', () => {
  const type = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
  expect(
    readFileTraces(jpeg([0xe1, xmp(`Iptc4xmpExt:DigitalSourceType="${type}"`)]), {}).generator,
  ).toContain('trainedAlgorithmicMedia');
  expect(readFileTraces(jpeg([0xeb, `JP jumb c2pa ${type}`]), {}).generator).toBe(
    'trainedAlgorithmicMedia (C2PA)',
  );
  expect(readFileTraces(png('parameters', 'a portrait, 35mm'), {}).generator).toBe(
    'stable diffusion settings (parameters)',
  );
  expect(readFileTraces(png('Comment', 'a portrait'), {}).generator).toBeNull();
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
