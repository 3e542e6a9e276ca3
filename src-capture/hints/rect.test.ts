import { expect, it } from 'vitest';
import { frameIn, withMargin, type FrameShape } from './rect.ts';

it('keeps every outline and its surroundings inside pictures of any shape', () => {
  const sizes = [
    [1080, 1920],
    [1920, 1080],
    [640, 480],
    [300, 300],
  ] as const;
  for (const shape of ['horizontal', 'vertical', 'face', 'face-and-document'] satisfies FrameShape[]) {
    for (const [width, height] of sizes) {
      const frame = frameIn(width, height, shape);
      const seen = withMargin(frame, width, height);
      expect(seen.x >= 0 && seen.y >= 0).toBe(true);
      expect(seen.x + seen.width <= width && seen.y + seen.height <= height).toBe(true);
      expect(seen.width > frame.width && seen.height > frame.height).toBe(true);
      if (shape === 'face-and-document') continue;
      expect(frame.width > frame.height).toBe(shape === 'horizontal');
    }
  }
});
