import { maxFrameBytes } from '../limits.ts';
import { glanceSize } from './choose-frames.ts';

/** A face fills two thirds of it: 300 pixels from ear to ear, three times what landmarks need. */
const longestSidePx = 640;
/** About 50 kB for a room with a face; the lower ones for a picture that is all leaves or noise. */
const jpegQualities = [0.8, 0.6, 0.4] as const;
/** A camera in the dark gives five pictures a second; one that gives none for so long may give none any more. */
const mostWaitMs = 400;
/** The part of a picture in which a face is, once it is in the oval: what stands beside it does not make a movement. */
const middle = { x: 0.2, y: 0.125, width: 0.6, height: 0.75 } as const;

/** What the video shows at a moment, small. */
export interface Taken {
  readonly file: Blob;
  /** By `performance.now()`, when the picture came from the camera; making a file of it takes longer. */
  readonly takenAtMs: number;
  /** How long this device took to make a file of it. */
  readonly tookMs: number;
  /** Its middle, tiny and gray: to see how much changed. */
  readonly glance: Uint8Array;
}

/**
 * Takes frames of a video, one at a time: it keeps its canvases. Undefined while the video shows nothing new. Where the browser tells of each picture
 * of the camera, none is taken twice, and each has the time of its coming.
 */
export function createFrameTaker(video: HTMLVideoElement): () => Promise<Taken | undefined> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  const glance = createGlance(canvas);
  const draw = (): number | undefined => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0 || video.readyState < video.HAVE_CURRENT_DATA) return undefined;
    const scale = Math.min(1, longestSidePx / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    return performance.now();
  };
  return async () => {
    const drawnAtMs = await onNextPicture(video, draw);
    if (drawnAtMs === undefined) return undefined;
    const seen = glance();
    for (const quality of jpegQualities) {
      const file = await toJpeg(canvas, quality);
      if (file !== null && file.size <= maxFrameBytes)
        return { file, takenAtMs: drawnAtMs, tookMs: performance.now() - drawnAtMs, glance: seen };
    }
    return undefined;
  };
}

/** Calls when the camera's next picture is on the screen, or at once where the browser does not tell; undefined when none comes. */
function onNextPicture<Value>(video: HTMLVideoElement, use: () => Value): Promise<Value | undefined> {
  // Typed as always there; in truth missing from Safari before 15.4 and Firefox before 132.
  const { requestVideoFrameCallback: request } = video as Partial<HTMLVideoElement>;
  if (request === undefined) return Promise.resolve(use());
  return new Promise((resolve) => {
    const handle = video.requestVideoFrameCallback(() => {
      clearTimeout(timer);
      resolve(use());
    });
    const timer = setTimeout(() => {
      video.cancelVideoFrameCallback(handle);
      resolve(undefined);
    }, mostWaitMs);
  });
}

/** Reads the middle of a canvas as grays of {@link glanceSize} each way. */
function createGlance(canvas: HTMLCanvasElement): () => Uint8Array {
  const small = document.createElement('canvas');
  Object.assign(small, { width: glanceSize, height: glanceSize });
  const context = small.getContext('2d', { alpha: false });
  return () => {
    if (context === null) return new Uint8Array(0);
    const { width, height } = canvas;
    context.drawImage(
      canvas,
      middle.x * width,
      middle.y * height,
      middle.width * width,
      middle.height * height,
      0,
      0,
      glanceSize,
      glanceSize,
    );
    const { data } = context.getImageData(0, 0, glanceSize, glanceSize);
    // Green is most of brightness.
    return Uint8Array.from({ length: glanceSize * glanceSize }, (_, at) => data[4 * at + 1] ?? 0);
  };
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
