/**
 * The exact 95 % interval of Clopper and Pearson for a proportion (Biometrika 26, 1934): never narrower than it says, at any
 * number of trials. A share of clustered trials is given as `hits` of the clusters, which need not be whole (Korn and Graubard,
 * Survey Methodology 24, 1998); of less than one hit the lower end is 0. With no trials nothing is known, which is 0 to 1.
 */
export function proportionInterval(hits: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  return [
    hits < 1 ? 0 : betaQuantile(0.025, hits, trials - hits + 1),
    hits === trials ? 1 : betaQuantile(0.975, hits + 1, trials - hits),
  ];
}

function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  // Halving to the width of a double near 1e-9, the smallest rate that any folder of faces could show.
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The regularized incomplete beta function, by its continued fraction (Numerical Recipes, 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return (front * fraction) / a;
}

// Lanczos' approximation, g = 7, 9 terms: 15 digits.
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

function logGamma(z: number): number {
  const base = z + 6.5;
  const sum = lanczos.reduce((total, term, i) => total + (i === 0 ? term : term / (z - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(base) - base + Math.log(sum);
}
