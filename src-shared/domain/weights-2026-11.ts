import type { PolicyWeights } from './recommend.ts';

/** How the policy of November 2026 weighs findings. */
export const weights202611: PolicyWeights = {
  // .3: a document may show 8 % of glare (was 5), 4 pixels a millimeter (was 5) and, where too bright, a contrast of 20 (was 80): on the
  // corpus' split tune the print was read there. A check that only warned doubts others too, since a faulty picture that was read is a
  // warning now (ease-picture-faults.ts).
  // .8: whether the document in the hand is the same one, and whether all pictures show one person, has to be told, or a person looks.
  // .5: pose, resolution, apparent age and sex of the selfie.
  version: '2026-11.8',
  severities: {
    'document.present': 'ask-again',
    // Whether the second is a document is the locator's word alone.
    'document.single': 'review',
    'document.fully-visible': 'ask-again',
    // Thumbs that hold a document pass; what more it catches was not counted, and it took a bare page for covered once in 33.
    'document.unobstructed': 'review',
    // It warns; what was measured is drawn, and a worn document is still its holder's.
    'document.undamaged': 'review',
    'document.sharp': 'ask-again',
    'document.resolution': 'ask-again',
    'document.exposure': 'ask-again',
    'document.glare': 'ask-again',
    'document.type-accepted': 'ask-again',
    'document.sides-differ': 'ask-again',
    'document.sides-type': 'review',
    'document.sides-match': 'ask-again',
    'document.elements-present': 'review',
    'document.mrz-present': 'ask-again',
    'document.mrz-form': 'review',
    'document.mrz-check-digits': 'decline',
    'document.mrz-placement': 'review',
    // It warns: some issuers print other cuts, and older documents were typed.
    'document.mrz-font': 'review',
    // Two readers, each of which may err, stand behind it: a person compares the two places.
    'document.mrz-matches-printed': 'review',
    'document.barcode-matches': 'review',
    'document.dates-possible': 'decline',
    'document.not-expired': 'decline',
    'document.age-in-range': 'decline',
    'document.issue-rules': 'review',
    'document.number-format': 'review',
    'document.sex-matches-names': 'review',
    'document.issuing-authority': 'review',
    'document.ghost-matches-portrait': 'review',
    'selfie.single-face': 'ask-again',
    'selfie.sharp': 'ask-again',
    'selfie.lit': 'ask-again',
    'selfie.resolution': 'ask-again',
    'selfie.frontal': 'ask-again',
    // They warn: what a net tells that was trained on drawn lids and masks.
    'selfie.eyes-open': 'review',
    'selfie.unobstructed': 'review',
    // Off unless a scenario asks for them; they warn: no error rate is known on real people.
    'selfie.neutral': 'review',
    'selfie.plain-background': 'review',
    'selfie.document-visible': 'ask-again',
    'selfie.same-document': 'ask-again',
    // Small printed faces, of an error that was measured on drawn ones alone.
    'face.held-matches-selfie': 'review',
    'face.held-matches-document': 'review',
    'face.same-person': 'review',
    // They warn until they were measured on real people: whoever cannot do a movement must not be locked out by that.
    'liveness.active': 'review',
    'liveness.timing': 'review',
    'liveness.one-person': 'review',
    'liveness.depth': 'review',
    'liveness.not-replayed': 'review',
    // They warn, never more: nets trained on what was simulated, and what a file says of itself.
    'selfie.not-screen': 'review',
    'selfie.not-printed': 'review',
    'selfie.not-blended': 'review',
    'selfie.noise-consistent': 'review',
    'selfie.not-framed': 'review',
    'selfie.not-mask': 'review',
    'selfie.not-edited': 'review',
    'selfie.real-to-net': 'review',
    // Documents of married people, and of states that write names their own way, differ: a person compares the places.
    'document.same-holder': 'review',
    'face.matches-document': 'decline',
    // They warn, never more: what a net guesses of a face, with an error that differs between groups of people.
    'face.age-agrees': 'review',
    'face.sex-agrees': 'review',
  },
  essential: [
    'document.present',
    'document.sharp',
    'document.type-accepted',
    'document.mrz-present',
    'document.mrz-check-digits',
    'document.mrz-matches-printed',
    'document.dates-possible',
    'document.not-expired',
    'document.age-in-range',
    'selfie.single-face',
    'selfie.sharp',
    'face.matches-document',
    'face.same-person',
    'selfie.document-visible',
    // One that looks like the document, and like any other of its kind, may be any of them.
    'selfie.same-document',
    'liveness.active',
    'liveness.one-person',
    'liveness.not-replayed',
  ],
  doubtedBy: {
    'document.mrz-check-digits': ['document.sharp'],
    'document.dates-possible': ['document.sharp', 'document.mrz-check-digits'],
    'face.matches-document': [
      'document.sharp',
      'selfie.sharp',
      'selfie.lit',
      'selfie.resolution',
      'selfie.frontal',
      'selfie.unobstructed',
      'selfie.single-face',
    ],
    'face.same-person': ['selfie.sharp', 'selfie.lit', 'selfie.single-face'],
    'face.age-agrees': ['selfie.sharp', 'selfie.lit', 'selfie.single-face'],
    'face.sex-agrees': ['selfie.sharp', 'selfie.lit', 'selfie.single-face'],
  },
};
