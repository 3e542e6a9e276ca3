import { findFaces } from '#analysis/faces/find-faces.ts';
import { toGray } from '#analysis/image/gray.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { compareNoiseAround, type NoiseDifference } from '#analysis/presentation/noise-of-face.ts';
import { makePicture } from '../recapture/attacks.ts';
import { mustDecode, pass } from '../recapture/camera.ts';
import { sourcesOf } from './attacks.ts';

/** The people of the training: thresholds are chosen on others, and figures are of others again. */
const fittedPeople = ['p01', 'p02', 'p03', 'p05'] as const;
/** Pictures whose noise differs by places are left for the figures. */
const fittedKinds = ['genuine-as-taken', 'genuine-other-cameras'] as const;
const bands = ['coarse', 'middle', 'fine'] as const;

/**
 * The constants of `noise-score.ts`: how the grain of genuine faces differs from that of the skin beside them. The mean of each difference, and its variance
 * as a share that stays and one that falls with the weight of the blocks behind it, by greatest likelihood on a grid.
 */
export async function main(args: readonly string[], root: string): Promise<void> {
  const count = Number(args[0] ?? 24);
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ folder: installedFolder, manifest });
  try {
    const sources = await sourcesOf(root, fittedPeople, pool);
    const differences: NoiseDifference[] = [];
    for (const kind of fittedKinds)
      for (let index = 0; index < count; index += 1) {
        const image = await mustDecode((await makePicture(kind, index, sources, 'fit')).bytes);
        const [face] = await findFaces(image, { pool });
        if (face === undefined) continue;
        // Shrunk as well: small faces have few blocks.
        for (const scale of [1, 0.45]) {
          const seen =
            scale === 1 ? image : await mustDecode(await pass(image, { scale, qualities: [92], between: 1 }));
          const landmarks = face.landmarksPx.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
          const noise = compareNoiseAround(toGray(seen), landmarks);
          if (noise.ok) differences.push(...noise.differences);
        }
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

/** Of Student's distribution: beards and folds make outliers, which must not widen what the others show. */
const freedom = 4;

/** Deviations on a grid: `stays` for any weight, `falls` divided by the root of the weight. */
function fitSpread(of: readonly { readonly value: number; readonly weight: number }[]): Spread {
  let best: Spread & { readonly cost: number } = { mean: 0, stays: 1, falls: 1, cost: Infinity };
  for (let stays = 0.02; stays < 0.6; stays += 0.01)
    for (let falls = 0; falls <= 2; falls += 0.1) {
      const variances = of.map(({ weight }) => stays ** 2 + falls ** 2 / weight);
      let mean = 0;
      for (let round = 0; round < 10; round += 1) {
        let [sum, shares] = [0, 0];
        for (const [i, { value }] of of.entries()) {
          const variance = variances[i] ?? 1;
          const share = 1 / (variance * (freedom + (value - mean) ** 2 / variance));
          sum += share * value;
          shares += share;
        }
        mean = sum / shares;
      }
      const cost = of.reduce((sum, { value }, i) => {
        const variance = variances[i] ?? 1;
        return (
          sum + Math.log(variance) + (freedom + 1) * Math.log(1 + (value - mean) ** 2 / (variance * freedom))
        );
      }, 0);
      if (cost < best.cost) best = { mean, stays, falls, cost };
    }
  return best;
}
