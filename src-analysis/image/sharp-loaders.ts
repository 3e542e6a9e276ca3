import sharp from 'sharp';

const allowedLoaders = [
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadHeifBuffer', // AVIF: the bundled libheif carries no HEVC decoder
];

let prepared = false;

/**
 * The process's libvips, once, with every loader blocked but those of the four formats we take, from memory only
 * (GHSA-f88m-g3jw-g9cj came in through loaders nobody needed), and without its operation cache, which would keep
 * captures in memory after their session is gone.
 */
export function getSharp(): typeof sharp {
  if (!prepared) {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: allowedLoaders });
    sharp.cache(false);
    prepared = true;
  }
  return sharp;
}
