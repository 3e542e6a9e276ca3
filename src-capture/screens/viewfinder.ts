import { frameIn, type FrameShape } from '../hints/rect.ts';
import { html } from '../lib/dom.ts';

/** A camera's picture with its outline, as large as there is room. */
export interface Viewfinder {
  readonly room: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly outline: HTMLElement;
  readonly leave: () => void;
}

/** Shows a stream until it is left. `onEnd` is told when the camera was unplugged, taken by another app, or forbidden meanwhile; perhaps twice. */
export function createViewfinder(
  stream: MediaStream,
  facing: 'environment' | 'user',
  shape: FrameShape,
  onEnd: () => void,
): Viewfinder {
  const video = html('video', {
    class: facing === 'user' ? 'mirrored' : '',
    playsinline: '',
    muted: '',
    autoplay: '',
  });
  video.muted = true;
  video.srcObject = stream;
  const outline = html('div', { class: `outline outline-${shape}`, 'aria-hidden': 'true' });
  const box = html('div', { class: 'viewfinder' }, video, outline);
  // An iPhone stops the picture for a call or another app, and leaves it so.
  const resume = (): void => {
    if (!document.hidden && video.paused) video.play().catch(onEnd);
  };
  document.addEventListener('visibilitychange', resume);
  for (const track of stream.getTracks()) {
    // The picture would stand still for good.
    track.addEventListener('ended', onEnd);
    track.addEventListener('unmute', resume);
  }
  const room = html('div', { class: 'finder-room' }, box);

  const fit = (): void => {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0) return;
    // The whole picture, as large as there is room: what is seen is what is sent.
    const scale = Math.min(room.clientWidth / videoWidth, room.clientHeight / videoHeight);
    box.style.width = `${videoWidth * scale}px`;
    box.style.height = `${videoHeight * scale}px`;
    const frame = frameIn(videoWidth, videoHeight, shape);
    outline.style.left = `${(100 * frame.x) / videoWidth}%`;
    outline.style.top = `${(100 * frame.y) / videoHeight}%`;
    outline.style.width = `${(100 * frame.width) / videoWidth}%`;
    outline.style.height = `${(100 * frame.height) / videoHeight}%`;
    box.classList.add('ready');
  };
  video.addEventListener('loadedmetadata', fit);
  // A phone that is turned sends its pictures turned.
  video.addEventListener('resize', fit);
  const sizes = new ResizeObserver(fit);
  sizes.observe(room);
  return {
    room,
    video,
    outline,
    leave: () => {
      sizes.disconnect();
      document.removeEventListener('visibilitychange', resume);
      video.srcObject = null;
    },
  };
}
