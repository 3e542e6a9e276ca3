import type { Check } from './check.ts';
import { documentAgeInRange } from './document.age-in-range.ts';
import { documentBarcodeMatches } from './document.barcode-matches.ts';
import { documentDatesPossible } from './document.dates-possible.ts';
import { documentElementsPresent } from './document.elements-present.ts';
import { documentExposure } from './document.exposure.ts';
import { documentFullyVisible } from './document.fully-visible.ts';
import { documentGhostMatchesPortrait } from './document.ghost-matches-portrait.ts';
import { documentGlare } from './document.glare.ts';
import { documentIssueRules } from './document.issue-rules.ts';
import { documentIssuingAuthority } from './document.issuing-authority.ts';
import { documentMrzCheckDigits } from './document.mrz-check-digits.ts';
import { documentMrzFont } from './document.mrz-font.ts';
import { documentMrzForm } from './document.mrz-form.ts';
import { documentMrzMatchesPrinted } from './document.mrz-matches-printed.ts';
import { documentMrzPlacement } from './document.mrz-placement.ts';
import { documentMrzPresent } from './document.mrz-present.ts';
import { documentNotExpired } from './document.not-expired.ts';
import { documentNumberFormat } from './document.number-format.ts';
import { documentPresent } from './document.present.ts';
import { documentResolution } from './document.resolution.ts';
import { documentSexMatchesNames } from './document.sex-matches-names.ts';
import { documentSameHolder } from './document.same-holder.ts';
import { documentSharp } from './document.sharp.ts';
import { documentSidesDiffer } from './document.sides-differ.ts';
import { documentSidesMatch } from './document.sides-match.ts';
import { documentSidesType } from './document.sides-type.ts';
import { documentSingle } from './document.single.ts';
import { documentTypeAccepted } from './document.type-accepted.ts';
import { documentUndamaged } from './document.undamaged.ts';
import { documentUnobstructed } from './document.unobstructed.ts';
import { faceAgeAgrees } from './face.age-agrees.ts';
import { faceMatchesDocument } from './face.matches-document.ts';
import { faceSexAgrees } from './face.sex-agrees.ts';
import { selfieEyesOpen } from './selfie.eyes-open.ts';
import { faceHeldMatchesDocument } from './face.held-matches-document.ts';
import { faceHeldMatchesSelfie } from './face.held-matches-selfie.ts';
import { faceSamePerson } from './face.same-person.ts';
import { selfieDocumentVisible } from './selfie.document-visible.ts';
import { selfieSameDocument } from './selfie.same-document.ts';
import { livenessActive } from './liveness.active.ts';
import { livenessDepth } from './liveness.depth.ts';
import { livenessNotReplayed } from './liveness.not-replayed.ts';
import { livenessOnePerson } from './liveness.one-person.ts';
import { livenessTiming } from './liveness.timing.ts';
import { selfieNeutral } from './selfie.neutral.ts';
import { selfiePlainBackground } from './selfie.plain-background.ts';
import { selfieFrontal } from './selfie.frontal.ts';
import { selfieNotBlended } from './selfie.not-blended.ts';
import { selfieNotFramed } from './selfie.not-framed.ts';
import { selfieNotMask } from './selfie.not-mask.ts';
import { selfieNotEdited } from './selfie.not-edited.ts';
import { selfieNoiseConsistent } from './selfie.noise-consistent.ts';
import { selfieNotPrinted } from './selfie.not-printed.ts';
import { selfieNotScreen } from './selfie.not-screen.ts';
import { selfieRealToNet } from './selfie.real-to-net.ts';
import { selfieLit } from './selfie.lit.ts';
import { selfieResolution } from './selfie.resolution.ts';
import { selfieSharp } from './selfie.sharp.ts';
import { selfieSingleFace } from './selfie.single-face.ts';
import { selfieUnobstructed } from './selfie.unobstructed.ts';

/** Every check, in the order in which an analyst reads them: the pictures first, then what they say, then whom they show. */
export const checks: readonly Check[] = [
  documentPresent,
  documentSingle,
  documentFullyVisible,
  documentUnobstructed,
  documentUndamaged,
  documentSharp,
  documentResolution,
  documentExposure,
  documentGlare,
  documentTypeAccepted,
  documentSidesDiffer,
  documentSidesType,
  documentSidesMatch,
  documentElementsPresent,
  documentMrzPresent,
  documentMrzForm,
  documentMrzCheckDigits,
  documentMrzPlacement,
  documentMrzFont,
  documentMrzMatchesPrinted,
  documentBarcodeMatches,
  documentDatesPossible,
  documentNotExpired,
  documentAgeInRange,
  documentIssueRules,
  documentNumberFormat,
  documentSexMatchesNames,
  documentIssuingAuthority,
  documentGhostMatchesPortrait,
  selfieSingleFace,
  selfieSharp,
  selfieLit,
  selfieResolution,
  selfieFrontal,
  selfieEyesOpen,
  selfieUnobstructed,
  selfieNeutral,
  selfiePlainBackground,
  selfieDocumentVisible,
  selfieSameDocument,
  faceHeldMatchesSelfie,
  faceHeldMatchesDocument,
  livenessActive,
  livenessTiming,
  livenessOnePerson,
  livenessDepth,
  livenessNotReplayed,
  selfieNotScreen,
  selfieNotPrinted,
  selfieNotBlended,
  selfieNoiseConsistent,
  selfieNotFramed,
  selfieNotMask,
  selfieNotEdited,
  selfieRealToNet,
  documentSameHolder,
  faceMatchesDocument,
  faceSamePerson,
  faceAgeAgrees,
  faceSexAgrees,
];
