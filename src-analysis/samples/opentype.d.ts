/** The part of opentype.js 2.0 that we use; the package has no types of its own. */
declare module 'opentype.js' {
  type PathCommand =
    | { readonly type: 'M' | 'L'; readonly x: number; readonly y: number }
    | { readonly type: 'Q'; readonly x1: number; readonly y1: number; readonly x: number; readonly y: number }
    | {
        readonly type: 'C';
        readonly x1: number;
        readonly y1: number;
        readonly x2: number;
        readonly y2: number;
        readonly x: number;
        readonly y: number;
      }
    | { readonly type: 'Z' };

  interface Glyph {
    readonly index: number;
    readonly advanceWidth?: number;
    getPath(x: number, y: number, fontSize: number): { readonly commands: readonly PathCommand[] };
  }

  interface Font {
    readonly unitsPerEm: number;
    charToGlyph(char: string): Glyph;
  }

  const opentype: { parse(buffer: ArrayBuffer): Font };
  // eslint-disable-next-line no-restricted-syntax -- what a CommonJS package gives to an ES module
  export default opentype;
  export type { Font, Glyph, PathCommand };
}
