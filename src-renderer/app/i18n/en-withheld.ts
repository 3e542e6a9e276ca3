/** Sentences in English where the reader's rights leave something out. */
export const enWithheld = {
  'withheld.checks': 'Checks are withheld',
  'withheld.checksText':
    'Your account has no right to the results of checks: neither what passed nor what failed is shown. An administrator can grant it.',
  'withheld.fields': 'What was read from the document is withheld',
  'withheld.fieldsText':
    'Your account has no right to values: you see where something was read, and not what. An administrator can grant it.',
  'withheld.images': 'Pictures are withheld',
  'withheld.imagesText': 'Your account has no right to pictures. An administrator can grant it.',
  'withheld.pairs': 'Face comparisons are withheld',
  'withheld.value': 'withheld',
} as const;
