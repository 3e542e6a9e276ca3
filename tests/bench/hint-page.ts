import { chooseHint } from '#capture/hints/choose-hint.ts';
import { createFrameReader } from '#capture/hints/read-frame.ts';

/** What one look at the camera took, in milliseconds of the page's own clock. */
export interface Look {
  readonly pixelsMs: number;
  readonly sumsMs: number;
  readonly hint: string;
}

declare global {
  var measureHints: (looks: number) => Promise<{
    readonly sizePx: readonly [number, number];
    readonly planes: readonly Look[];
    readonly canvas: readonly Look[];
  }>;
}

/** As often as the capture page looks, so that caches are as cold as there. */
const betweenLooksMs = 200;

globalThis.measureHints = async (looks) => {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 2560 }, height: { ideal: 1440 } },
  });
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  video.style.width = '100%';
  document.body.append(video);
  await video.play();

  const planes = createFrameReader(video, 'horizontal');
  // The reader looks for WebCodecs once: without it, it is the reader of an older browser.
  Reflect.deleteProperty(globalThis, 'VideoFrame');
  const canvas = createFrameReader(video, 'horizontal');
  const look = async (read: typeof planes): Promise<Look> => {
    const began = performance.now();
    const seen = await read();
    const haveAll = performance.now();
    if (seen === undefined) throw new Error('the camera shows nothing');
    const hint = chooseHint(seen.image, seen.frame, 'horizontal');
    return { pixelsMs: haveAll - began, sumsMs: performance.now() - haveAll, hint };
  };
  const taken = { planes: [] as Look[], canvas: [] as Look[] };
  for (let n = 0; n < looks; n += 1) {
    for (const [kind, read] of [
      ['planes', planes],
      ['canvas', canvas],
    ] as const) {
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
      taken[kind].push(await look(read));
    }
  }
  return { sizePx: [video.videoWidth, video.videoHeight], ...taken };
};
