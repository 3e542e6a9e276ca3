import { createHintImages, fillFromRgba, fillFromYuv, type HintImage, type YuvImage } from './hint-image.ts';
import { frameIn, within, withMargin, type FrameShape, type Rect } from './rect.ts';

/** What hints look at is scaled down to this: print is still print. */
const hintWidthPx = 480;

/** The outline's surroundings as the video shows them now, and the outline in them. */
export interface SeenFrame {
  readonly image: HintImage;
  readonly frame: Rect;
}

/**
 * Reads the pixels that hints are chosen from; undefined while the video shows nothing. One for each opened camera: what it answers is
 * overwritten by the next reading, so that readings follow each other.
 *
 * Where the browser gives a camera's own planes (WebCodecs: Chromium 94, Safari 16.4), they are copied and sampled: the brightness that
 * hints need is one of them. Elsewhere the video is drawn to a canvas, which converts all of a frame to colors first.
 */
export function createFrameReader(
  video: HTMLVideoElement,
  shape: FrameShape,
): () => Promise<SeenFrame | undefined> {
  const imageOf = createHintImages({ hasChroma: shape === 'face' });
  const readCanvas = createCanvasReader(video);
  let readPlanes = createPlaneReader(video);
  return async () => {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0 || video.readyState < video.HAVE_CURRENT_DATA) return undefined;
    const frame = frameIn(videoWidth, videoHeight, shape);
    const seen = withMargin(frame, videoWidth, videoHeight);
    const scale = Math.min(1, hintWidthPx / Math.max(seen.width, seen.height));
    const image = imageOf(Math.round(seen.width * scale), Math.round(seen.height * scale));
    const planes = await readPlanes?.(videoWidth, videoHeight);
    if (planes === undefined) {
      // What a camera's frames are made of does not change while it is open.
      readPlanes = undefined;
      const drawn = readCanvas(seen, image.width, image.height);
      if (drawn === undefined) return undefined;
      fillFromRgba(image, drawn);
    } else fillFromYuv(image, planes, seen);
    return { image, frame: within(frame, seen, scale) };
  };
}

/** Copies the planes of what the video shows; undefined where they are not to be had. */
function createPlaneReader(
  video: HTMLVideoElement,
): ((videoWidth: number, videoHeight: number) => Promise<YuvImage | undefined>) | undefined {
  // Typed as always there; in truth missing from older browsers.
  const { VideoFrame: Frame } = globalThis as { readonly VideoFrame?: typeof VideoFrame };
  if (Frame === undefined) return undefined;
  let data = new Uint8Array(0);
  return async (videoWidth, videoHeight) => {
    let shown: VideoFrame | undefined;
    try {
      shown = new Frame(video);
      const { format, visibleRect } = shown;
      // A frame that is turned or scaled when it is shown has its pixels elsewhere than the page's outline.
      const isUpright = visibleRect?.width === videoWidth && visibleRect.height === videoHeight;
      if (!isUpright || (format !== 'I420' && format !== 'NV12')) return undefined;
      const size = shown.allocationSize();
      if (data.length < size) data = new Uint8Array(size);
      const [luma, second, third] = await shown.copyTo(data);
      if (luma === undefined || second === undefined) return undefined;
      const isFullRange = shown.colorSpace.fullRange === true;
      const first = { ...luma, step: 1 };
      if (format === 'NV12') {
        const cb = { ...second, step: 2 };
        return { data, luma: first, cb, cr: { ...cb, offset: cb.offset + 1 }, isFullRange };
      }
      if (third === undefined) return undefined;
      return { data, luma: first, cb: { ...second, step: 1 }, cr: { ...third, step: 1 }, isFullRange };
    } catch {
      // A frame that lies with the graphics processor in a form of its own cannot be copied; the canvas can read it.
      return undefined;
    } finally {
      shown?.close();
    }
  };
}

/** Draws a part of the video, scaled down, and reads it back. */
function createCanvasReader(
  video: HTMLVideoElement,
): (seen: Rect, width: number, height: number) => ImageData | undefined {
  let context: CanvasRenderingContext2D | null | undefined;
  return (seen, width, height) => {
    // Not `willReadFrequently`: a frame of the camera lies with the graphics processor, which shrinks it before the little that is left is
    // read; a canvas in memory would have all of the frame read first.
    context ??= document.createElement('canvas').getContext('2d', { willReadFrequently: false });
    if (context === null) return undefined;
    const { canvas } = context;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, seen.x, seen.y, seen.width, seen.height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
}
