import { expect, it } from 'vitest';
import { bytesInMemory, openZip } from '#analysis/people-import/zip-entries.ts';
import { packZip } from './pack-zip.ts';

it('packs what the reader of archives reads again, names and bytes', async () => {
  const files = [
    { name: 'people/list.csv', text: 'name,file\nÅSA,pictures/é.jpg\n' },
    { name: 'people/pictures/é.jpg', text: '\u0000\u0001bytes' },
    { name: 'empty', text: '' },
  ];
  const packed = await packZip(files.map(({ name, text }) => ({ name, file: new Blob([text]) })));
  const zip = await openZip(bytesInMemory(new Uint8Array(await packed.arrayBuffer())));
  expect(zip.names).toEqual(files.map(({ name }) => name));
  for (const { name, text } of files) expect(new TextDecoder().decode(await zip.read(name, 1000))).toBe(text);
});
