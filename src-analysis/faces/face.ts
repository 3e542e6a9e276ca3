import type { Point, Rect } from '#shared/domain/geometry.ts';

/** How fit a face is for comparison and inspection, measured on its upright, size-normalized crop unless said otherwise. */
export interface FaceQuality {
  /** Between the centers of the eyes, in pixels of the original. */
  readonly interEyePx: number;
  /**
   * Variance of the Laplacian of luma over its variance, times 1000, on the 150 px crop. Independent of contrast. An upscaled
   * or blurred face has little. See `measureFaceQuality` for typical values.
   */
  readonly sharpness: number;
  /** Mean luma of the face, 0 to 255. */
  readonly brightness: number;
  /** Standard deviation of luma of the face, 0 to 128. */
  readonly contrast: number;
  /** How much darker the darker half of the face is, 0 (evenly lit) to 1. */
  readonly imbalance: number;
  /** Head pose from the landmarks, rough (a few degrees). Yaw is positive when the nose points to the right of the picture. */
  readonly yawDeg: number;
  /** Positive when the face looks up. */
  readonly pitchDeg: number;
  /** In the picture, clockwise positive. */
  readonly rollDeg: number;
  /** Mean gap of the inner lips over the width of the mouth, by the landmarks; a closed mouth has 0.01 to 0.1. */
  readonly mouthOpening: number;
  /** Between the corners of the mouth over the distance of the eyes, by the landmarks; a smile widens it. */
  readonly mouthWidth: number;
  /**
   * How far the less open of the eyes that are seen is open, 0 (shut) to 1, by a net on the picture: the landmarks lie the same on lids as on open
   * eyes. `null` where both are hidden, or the parts of the face were not looked at (`FaceExpectation.withParts`).
   */
  readonly eyeOpening: number | null;
  /** That one of the eyes is hidden by dark glasses, a hand or hair, 0 to 1; `null` where the parts were not looked at. */
  readonly eyesCovered: number | null;
  /** That nose or mouth is hidden by a mask, a scarf or a hand, 0 to 1; `null` where the parts were not looked at. */
  readonly lowerFaceCovered: number | null;
}

/** One face of a picture; all coordinates in pixels of that picture. */
export interface Face {
  readonly boxPx: Rect;
  /** The detector's, 0 to 1; not comparable between detectors. */
  readonly score: number;
  /** The 68 points of the iBUG 300-W scheme: 0-16 jaw, 17-26 brows, 27-35 nose, 36-41 and 42-47 eyes, 48-67 mouth. */
  readonly landmarksPx: readonly Point[];
  /** Compare by euclidean distance only; see `compareFaces`. */
  readonly embedding: Float32Array;
  /** Apparent age in years. */
  readonly age: number;
  /** Apparent sex, by a net of unknown error: advisory. */
  readonly sex: 'male' | 'female';
  /** 0.5 to 1. */
  readonly sexConfidence: number;
  readonly quality: FaceQuality;
}
