import { findFaces } from '#analysis/faces/find-faces.ts';
import { toGray } from '#analysis/image/gray.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { compareNoiseAround, type NoiseDifference } from '#analysis/presentation/noise-of-face.ts';
import { makePicture, species } from '../recapture/attacks.ts';
import { mustDecode } from '../recapture/camera.ts';
import { isGenuine, sourcesOf } from './attacks.ts';

/** The people of the training: thresholds are chosen on others, and figures are of others again. */
const fittedPeople = ['p01', 'p02', 'p03', 'p05'] as const;
const bands = ['coarse', 'middle', 'fine'] as const;

/**
 * The constants of `noise-score.ts`: how the grain of genuine faces differs from that of the skin beside them. The mean of each difference, and its variance
 * as a share that stays and one that falls with the weight of the blocks behind it, by greatest likelihood on a grid.
 */
export async function main(args: readonly string[], root: string): Promise<void> {
  const count = Number(args[0] ?? 32);
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ folder: installedFolder, manifest });
  try {
    const sources = await sourcesOf(root, fittedPeople, pool);
    const differences: NoiseDifference[] = [];
    for (const kind of species.filter(isGenuine))
      for (let index = 0; index < count; index += 1) {
        const image = await mustDecode((await makePicture(kind, index, sources, 'fit')).bytes);
        const [face] = await findFaces(image, { pool });
        const noise = face === undefined ? null : compareNoiseAround(toGray(image), face.landmarksPx);
        if (noise?.ok === true) differences.push(...noise.differences);
        process.stderr.write(`\r${kind} ${String(index)} `);
      }
    process.stderr.write('\n');
    for (const place of ['forehead', 'neck'] as const)
      for (const band of bands) {
        const of = differences
          .filter((difference) => difference.place === place)
          .map((difference) => ({ value: difference[band], weight: difference.weight }));
        const { mean, stays, falls } = fitSpread(of);
        console.log(
          `${place} ${band}: mean ${mean.toFixed(2)}, stays ${stays.toFixed(2)}, falls ${falls.toFixed(1)} (n ${String(of.length)})`,
        );
      }
  } finally {
    await pool.dispose();
  }
}

interface Spread {
  readonly mean: number;
  readonly stays: number;
  readonly falls: number;
}

/** Deviations on a grid: `stays` for any weight, `falls` divided by the root of the weight. */
export function fitSpread(of: readonly { readonly value: number; readonly weight: number }[]): Spread {
  let best: Spread & { readonly cost: number } = { mean: 0, stays: 1, falls: 1, cost: Infinity };
  for (let stays = 0.02; stays < 0.6; stays += 0.01)
    for (let falls = 0; falls <= 2; falls += 0.1) {
      const variances = of.map(({ weight }) => stays ** 2 + falls ** 2 / weight);
      const shares = variances.reduce((sum, variance) => sum + 1 / variance, 0);
      const mean = of.reduce((sum, { value }, i) => sum + value / (variances[i] ?? 1), 0) / shares;
      const cost = of.reduce((sum, { value }, i) => {
        const variance = variances[i] ?? 1;
        return sum + Math.log(variance) + (value - mean) ** 2 / variance;
      }, 0);
      if (cost < best.cost) best = { mean, stays, falls, cost };
    }
  return best;
}
