/** Share of the light that a channel of sRGB gives; WCAG 2.2, relative luminance. */
function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Black or white, whichever stands out more on `color`, which is `#rrggbb`. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const [red, green, blue] = [1, 3, 5].map((start) =>
    linear(Number.parseInt(color.slice(start, start + 2), 16)),
  );
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  // WCAG contrast is (L + 0.05) / (l + 0.05); the two are equal where L + 0.05 is the root of 1.05 × 0.05.
  return luminance + 0.05 > Math.sqrt(1.05 * 0.05) ? '#000000' : '#ffffff';
}
