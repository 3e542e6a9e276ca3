import { maxFrameBytes } from '../limits.ts';

/** A face fills two thirds of it: 300 pixels from ear to ear, three times what landmarks need. */
const longestSidePx = 640;
/** About 50 kB for a room with a face; the lower ones for a picture that is all leaves or noise. */
const jpegQualities = [0.8, 0.6, 0.4] as const;

/** What the video shows at a moment, small. */
export interface Taken {
  readonly file: Blob;
  /** By `performance.now()`, when the picture was taken from the video; making a file of it takes longer. */
  readonly takenAtMs: number;
}

/** Takes frames of a video, one at a time: it keeps its canvas. Undefined while the video shows nothing. */
export function createFrameTaker(video: HTMLVideoElement): () => Promise<Taken | undefined> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  return async () => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0 || video.readyState < video.HAVE_CURRENT_DATA) return undefined;
    const scale = Math.min(1, longestSidePx / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const takenAtMs = performance.now();
    context.drawImage(video, 0, 0, width, height);
    for (const quality of jpegQualities) {
      const file = await toJpeg(canvas, quality);
      if (file !== null && file.size <= maxFrameBytes) return { file, takenAtMs };
    }
    return undefined;
  };
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
