export type CameraProblem = 'denied' | 'missing' | 'busy' | 'insecure';
export type CameraReply =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly problem: CameraProblem };

/** The longer side of a camera picture that is sent: 15 to 20 pixels for each millimeter of a passport's page. */
const longestSidePx = 2560;
/** Small print stays free of the blocks and rings that appear below .9; above .95 files double for nothing that shows. */
const jpegQuality = 0.92;

/** The camera at the back for documents, at the front for faces; asks the person for permission when the browser has none yet. */
export async function openCamera(facing: 'environment' | 'user'): Promise<CameraReply> {
  // Typed as always there; in truth missing from pages without TLS and from old in-app browsers.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return { ok: false, problem: isSecureContext ? 'missing' : 'insecure' };
  try {
    const stream = await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 2560 }, height: { ideal: 1440 } },
    });
    return { ok: true, stream };
  } catch (error) {
    return { ok: false, problem: toProblem(error instanceof DOMException ? error.name : '') };
  }
}

function toProblem(name: string): CameraProblem {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The picture that the video shows now, as JPEG; undefined when the browser cannot make one (out of memory). */
export async function takePicture(video: HTMLVideoElement): Promise<Blob | undefined> {
  const scale = Math.min(1, longestSidePx / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', jpegQuality);
  });
}
