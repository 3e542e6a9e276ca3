import { stroke, type Canvas, type Color } from '#analysis/samples/canvas.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../hard-pages/random.ts';

/** Paper in a pale color with room for dark ink. */
export function drawPaper(chance: Chance): Color {
  const base = chance.whole(222, 244);
  return [base + chance.whole(-10, 10), base + chance.whole(-8, 8), base + chance.whole(-10, 10)];
}

const tint = (chance: Chance): Color => [
  chance.whole(90, 200),
  chance.whole(110, 190),
  chance.whole(100, 200),
];

/** Fine waves in two inks and rosettes, as security printing has them: pale enough to read over. */
export function drawSecurityPrint(canvas: Canvas, chance: Chance): void {
  const { width, height } = canvas;
  const colors = [tint(chance), tint(chance)] as const;
  const strength = chance.between(0.2, 0.42);
  colors.forEach((color, family) => {
    const period = width / chance.between(2, 5);
    const lines = chance.whole(18, 34);
    const [swing, ripple] = [chance.between(0.02, 0.06), chance.between(0.002, 0.01)];
    for (let line = 0; line < lines; line += 1) {
      const middle = (height * (line + 0.5)) / lines;
      const points: Point[] = [];
      for (let x = -8; x <= width + 8; x += 8) {
        const wave = Math.sin((x / period) * 2 * Math.PI + family * 2 + line * 0.22);
        const fine = Math.sin((x / period) * 10 + line * 0.5);
        points.push({ x, y: middle + wave * height * swing + fine * height * ripple });
      }
      stroke(canvas, points, 1.4, color, strength);
    }
  });
  for (let rosette = chance.whole(1, 3); rosette > 0; rosette -= 1) {
    const [cx, cy] = [chance.between(0.2, 0.9) * width, chance.between(0.2, 0.7) * height];
    const radius = height * chance.between(0.15, 0.3);
    const petals = chance.whole(6, 14);
    for (let ring = 0; ring < 7; ring += 1) {
      const points: Point[] = [];
      for (let step = 0; step <= 360; step += 2) {
        const angle = (step * Math.PI) / 180;
        const distance = radius * (0.62 + 0.3 * Math.sin(angle * petals + ring * 0.45));
        points.push({ x: cx + distance * Math.cos(angle), y: cy + distance * Math.sin(angle) });
      }
      stroke(canvas, points, 1.3, colors[ring % 2 === 0 ? 0 : 1], strength * 0.85);
    }
  }
}
