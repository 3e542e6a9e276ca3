import { crc32, deflateSync } from 'node:zlib';
import type { RgbRaster } from './raster.ts';
import { getSharp } from './sharp-loaders.ts';

/** The profile of Apple's Display P3, as sharp makes it, for files that name the primaries without carrying a profile. */
export async function displayP3Profile(): Promise<Uint8Array | undefined> {
  const png = await getSharp()({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .withIccProfile('p3')
    .png()
    .toBuffer();
  return (await getSharp()(png).metadata()).icc;
}

/**
 * The picture's colors brought from its ICC profile to sRGB, by relative colorimetry as of every other format here. A profile that is
 * not one of RGB, or cannot be used, changes nothing: that is how a viewer without color management shows the file.
 */
export async function toSrgb(image: RgbRaster, profile: Uint8Array): Promise<RgbRaster> {
  // Bytes 16 to 19 of the header: the color space of the data (ICC.1).
  if (Buffer.from(profile.subarray(16, 20)).toString('latin1') !== 'RGB ') return image;
  const { width, height, data } = image;
  try {
    // Raw pixels cannot be given a profile, a picture file can: an uncompressed PNG costs least.
    const plain = await getSharp()(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const converted = await getSharp()(withProfile(plain, profile)).toColourspace('srgb').raw().toBuffer();
    if (converted.length !== data.length) return image;
    const pixels = new Uint8Array(converted.buffer, converted.byteOffset, converted.byteLength);
    return { width, height, channels: 3, data: pixels };
  } catch {
    return image;
  }
}

/** The PNG with an `iCCP` chunk after its header (PNG, third edition, 11.3.2.3). */
function withProfile(png: Buffer, profile: Uint8Array): Buffer {
  const headerEnd = 8 + 25;
  const body = Buffer.concat([Buffer.from('iCCPprofile\0\0', 'latin1'), deflateSync(profile)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, headerEnd), length, body, checksum, png.subarray(headerEnd)]);
}
