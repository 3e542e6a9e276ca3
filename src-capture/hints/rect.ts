export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the person has to fit into which outline. */
export type FrameShape = 'horizontal' | 'vertical' | 'face' | 'face-and-document';

/** Width to height of each outline. A passport's data page is 125 by 88 mm (ICAO 9303-4), a card a little longer; a face with hair 3 to 4. */
const aspects: Readonly<Record<Exclude<FrameShape, 'face-and-document'>, number>> = {
  horizontal: 125 / 88,
  vertical: 88 / 125,
  face: 3 / 4,
};
/** Most of the picture that an outline takes: what is left lets the edges of a document, and a head's surroundings, be seen. */
const mostShare: Readonly<Record<FrameShape, number>> = {
  horizontal: 0.9,
  vertical: 0.84,
  face: 0.7,
  'face-and-document': 0.86,
};

/** The outline in the middle of a picture, in the picture's pixels. */
export function frameIn(widthPx: number, heightPx: number, shape: FrameShape): Rect {
  const share = mostShare[shape];
  // Face and document lie beside or below each other, as the picture has room.
  const aspect = shape === 'face-and-document' ? widthPx / heightPx : aspects[shape];
  const width = Math.min(widthPx * share, heightPx * share * aspect);
  const height = width / aspect;
  return { x: (widthPx - width) / 2, y: (heightPx - height) / 2, width, height };
}

/** The outline with what lies around it, clipped to the picture: where hints look whether the document reaches out of its frame. */
export function withMargin(frame: Rect, widthPx: number, heightPx: number): Rect {
  // An eighth on each side: a document that covers it is cut off sooner or later.
  const margin = Math.min(frame.width, frame.height) / 8;
  const x = Math.max(0, frame.x - margin);
  const y = Math.max(0, frame.y - margin);
  return {
    x,
    y,
    width: Math.min(widthPx, frame.x + frame.width + margin) - x,
    height: Math.min(heightPx, frame.y + frame.height + margin) - y,
  };
}

/** `inner`, given in the pixels of a picture, in the pixels of the picture's cut-out `outer` that is scaled by `scale`. */
export function within(inner: Rect, outer: Rect, scale: number): Rect {
  return {
    x: (inner.x - outer.x) * scale,
    y: (inner.y - outer.y) * scale,
    width: inner.width * scale,
    height: inner.height * scale,
  };
}
