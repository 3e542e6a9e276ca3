import type { Check } from './check.ts';
import { documentAgeInRange } from './document.age-in-range.ts';
import { documentDatesPossible } from './document.dates-possible.ts';
import { documentExposure } from './document.exposure.ts';
import { documentFullyVisible } from './document.fully-visible.ts';
import { documentGlare } from './document.glare.ts';
import { documentIssuingAuthority } from './document.issuing-authority.ts';
import { documentMrzCheckDigits } from './document.mrz-check-digits.ts';
import { documentMrzMatchesPrinted } from './document.mrz-matches-printed.ts';
import { documentMrzPresent } from './document.mrz-present.ts';
import { documentNotExpired } from './document.not-expired.ts';
import { documentPresent } from './document.present.ts';
import { documentResolution } from './document.resolution.ts';
import { documentSharp } from './document.sharp.ts';
import { documentTypeAccepted } from './document.type-accepted.ts';
import { faceMatchesDocument } from './face.matches-document.ts';
import { selfieLit } from './selfie.lit.ts';
import { selfieSharp } from './selfie.sharp.ts';
import { selfieSingleFace } from './selfie.single-face.ts';

/** Every check, in the order in which an analyst reads them: the pictures first, then what they say, then whom they show. */
export const checks: readonly Check[] = [
  documentPresent,
  documentFullyVisible,
  documentSharp,
  documentResolution,
  documentExposure,
  documentGlare,
  documentTypeAccepted,
  documentMrzPresent,
  documentMrzCheckDigits,
  documentMrzMatchesPrinted,
  documentDatesPossible,
  documentNotExpired,
  documentAgeInRange,
  documentIssuingAuthority,
  selfieSingleFace,
  selfieSharp,
  selfieLit,
  faceMatchesDocument,
];
