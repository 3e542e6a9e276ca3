import type { HintImage } from './hint-image.ts';
import { contentBox, glareOf, measureFrame, sharpnessOf } from './measure-frame.ts';
import { measureSkin } from './measure-skin.ts';
import type { FrameShape, Rect } from './rect.ts';

export const hints = [
  'good',
  /** Nothing spoils it that could be told; whether everything shows, the person sees. */
  'ready',
  'too-dark',
  'too-bright',
  'glare',
  'nothing',
  'no-face',
  'closer',
  'farther',
  'center',
  'center-face',
  'blurred',
] as const;
export type Hint = (typeof hints)[number];

/** Of 255. Indoor light in the evening lies at 60 to 90; below 45 the noise of a phone's sensor eats small print. */
const darkest = 45;
/** Above it most of the paper is at the end of the scale. */
const brightest = 235;
/** One of some 400 tiles may be a hologram's spark; more hide print. */
const mostGlare = 0.012;
/**
 * The sample documents measure 4000 to 7700 in focus, 950 to 2250 out of focus by 2 pixels of 2000 and 385 to 970 by 3, from where on
 * the intake asks for another picture.
 */
const leastDocumentSharpness = 700;
/** Faces have no print: the sharpest tenth of the sample selfies (eyes, hair, outline) measures 300 to 650. */
const leastFaceSharpness = 60;

/** The one thing to do first, by how much it spoils the picture: no light, no document, glare, place, focus. Never keeps from taking it. */
export function chooseHint(image: HintImage, frame: Rect, shape: FrameShape): Hint {
  const measures = measureFrame(image, frame);
  if (measures.brightness < darkest) return 'too-dark';
  if (measures.brightness > brightest) return 'too-bright';
  if (shape === 'face' || shape === 'face-and-document') {
    const placed = shape === 'face' ? placeOfFace(image, frame) : 'ready';
    return placed === 'good' || placed === 'ready'
      ? sharpnessOf(measures) < leastFaceSharpness
        ? 'blurred'
        : placed
      : placed;
  }
  const box = contentBox(measures);
  if (box === undefined) return 'nothing';
  const placed = placeOfDocument(box, frame, image);
  if (placed === 'nothing') return placed;
  if (glareOf(measures) > mostGlare) return 'glare';
  if (placed !== 'good') return placed;
  return sharpnessOf(measures) < leastDocumentSharpness ? 'blurred' : 'good';
}

function placeOfDocument(box: Rect, frame: Rect, image: HintImage): Hint {
  const wide = box.width / frame.width;
  const high = box.height / frame.height;
  if (wide < 0.25 && high < 0.25) return 'nothing';
  // Print from edge to edge of what is looked at, in either direction: the document goes on outside.
  const edge = Math.min(frame.width, frame.height) / 12;
  const runsOverX = box.x < edge && box.x + box.width > image.width - edge;
  const runsOverY = box.y < edge && box.y + box.height > image.height - edge;
  const hasMargin = image.width - frame.width > edge && image.height - frame.height > edge;
  if (hasMargin && runsOverX && runsOverY) return 'farther';
  // Print ends some way inside the document's edges, so that two thirds of the frame is a document that nearly fills it.
  if (wide < 0.62 && high < 0.62) return 'closer';
  const dx = (box.x + box.width / 2 - frame.x - frame.width / 2) / frame.width;
  const dy = (box.y + box.height / 2 - frame.y - frame.height / 2) / frame.height;
  return Math.abs(dx) > 0.18 || Math.abs(dy) > 0.22 ? 'center' : 'good';
}

function placeOfFace(image: HintImage, oval: Rect): Hint {
  const { inOval, everywhere, centerX, centerY, heightPx } = measureSkin(image, oval);
  // A wall or a lamp of that color: nothing can be said of the place.
  if (everywhere > 0.7) return 'good';
  if (inOval < 0.15) return 'no-face';
  const dx = (centerX - oval.x - oval.width / 2) / oval.width;
  const dy = (centerY - oval.y - oval.height / 2) / oval.height;
  if (Math.abs(dx) > 0.22 || Math.abs(dy) > 0.28) return 'center-face';
  if (inOval < 0.35) return 'closer';
  return heightPx > oval.height * 1.3 ? 'farther' : 'good';
}
