import { expect, it } from 'vitest';
import { sniffMediaType } from './sniff-media-type.ts';

const isoBox = (brands: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 8 + brands.length]), Buffer.from(`ftyp${brands}`)]);

it.each([
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
  ['image/gif', Buffer.from('GIF89a')],
  ['image/tiff', Buffer.from('II*\0')],
  ['image/tiff', Buffer.from('MM\0*')],
  ['image/bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(30)])],
  ['image/avif', isoBox('avif\0\0\0\0mif1avif')],
  ['image/heic', isoBox('heic\0\0\0\0mif1heic')],
  ['application/octet-stream', isoBox('isom\0\0\0\0isommp42')],
  ['application/pdf', Buffer.from('\n%PDF-1.7')],
  ['application/octet-stream', Buffer.from('text')],
  ['application/octet-stream', Buffer.alloc(0)],
  ['application/octet-stream', Buffer.from('\0\0ftyp')],
])('knows %s by its first bytes', (mediaType, head) => {
  expect(sniffMediaType(head)).toBe(mediaType);
});
