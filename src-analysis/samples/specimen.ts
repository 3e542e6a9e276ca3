/** The holder of a specimen, as printed. Names are ASCII letters and spaces, so that MRZ and printed name are the same. */
export interface SpecimenHolder {
  readonly surname: string;
  readonly givenNames: string;
  readonly sex: 'M' | 'F';
  /** ISO days. */
  readonly birthDay: string;
  readonly issueDay: string;
  readonly expiryDay: string;
  /** Nine characters, A to Z and 0 to 9. */
  readonly documentNumber: string;
  /** Digits, at most 14. */
  readonly personalNumber: string;
  readonly placeOfBirth: string;
}

export type SpecimenDesign = 'passport' | 'id-card-front' | 'id-card-back';

/** Outlines for the text, as font files: OpenType or WOFF. */
export interface SpecimenFonts {
  readonly ocrB: Uint8Array;
  readonly label: Uint8Array;
  readonly value: Uint8Array;
}

/** A photograph of a specimen document of Utopia (UTO, the state that ICAO Doc 9303 keeps for specimens). */
export interface SpecimenRequest {
  readonly design: SpecimenDesign;
  readonly holder: SpecimenHolder;
  /** The holder's portrait, as a picture file. */
  readonly portrait: Uint8Array;
  readonly fonts: SpecimenFonts;
  /** Prints a wrong check digit of the birth date; the composite digit is computed over what is printed. */
  readonly wrongBirthCheckDigit?: boolean;
  /** Radius of the defocus in pixels of the photograph; 0, the default, is sharp. */
  readonly defocusPx?: number;
  /** A selfie, as a picture file: the specimen is held by whoever it shows instead of lying on a table. */
  readonly heldBy?: Uint8Array;
  /** Makes table, light and noise; the same seed gives the same picture. */
  readonly seed: number;
}

export type SpecimenReply =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: 'image/jpeg' }
  | { readonly ok: false; readonly code: 'portrait-undecodable' | 'worker-died' | 'timed-out' | 'internal' };
