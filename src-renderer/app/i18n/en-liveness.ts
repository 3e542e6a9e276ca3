/** Sentences about challenges before the camera, in English. */
export const enLiveness = {
  'editor.liveness.title': 'The person is guided, and the pictures are analyzed',
  'editor.liveness.text':
    'Behind a link, the person does two to four movements that the intake draws at random, and the page sends pictures of them. The analysis tells whether each movement was made, in its time, by one person with a head that has depth; an analyst sees the pictures with what was measured. It was measured on rendered people only, so that it warns unless you set it to more. A session that an analyst adds by hand takes a selfie here.',

  'event.liveness.challenged': '{{step}}, attempt {{attempt}}: asked for {{actions}}',
  'event.liveness.received_one': '{{step}}: {{count, number}} picture from the camera received',
  'event.liveness.received_other': '{{step}}: {{count, number}} pictures from the camera received',
  'event.step.notAnalyzed': '{{step}}, attempt {{attempt}}: passed on to an analyst without an analysis',

  'failure.not-available-yet': 'This version does not analyze it; a person has to look.',

  'liveness.action.blink': 'close the eyes for a moment',
  'liveness.action.look-up': 'look up',
  'liveness.action.smile': 'smile',
  'liveness.action.turn-left': 'turn the head to the person’s left',
  'liveness.action.turn-right': 'turn the head to the person’s right',
  'liveness.before': 'Before the first movement',
  'liveness.drawn_one': 'Movements were drawn {{count, number}} time for this step.',
  'liveness.drawn_other':
    'Movements were drawn {{count, number}} times for this step; each drawing gives others. Drawing often may be a poor connection, or a search for easy ones.',
  'liveness.frame': 'Picture at {{seconds}} s: {{action}}',
  'liveness.frameNoFace': 'At {{seconds}} s: no face.',
  'liveness.frameValues': 'At {{seconds}} s: {{values}}.',
  'liveness.judged.done': 'Made at {{seconds}} s.',
  'liveness.judged.not-done': 'Not made, or not far enough.',
  'liveness.judged.other': 'Another movement was made: {{action}}.',
  'liveness.judged.unclear': 'Whether it was made could not be measured.',
  'liveness.measure.eyes': 'Eyes open',
  'liveness.measure.mouth': 'Width of the mouth',
  'liveness.measure.pitch': 'Raised',
  'liveness.measure.yaw': 'Turned to the person’s left',
  'liveness.nothing': 'No picture.',
  'liveness.plot': 'Measured movements over time, by picture',
  'liveness.plotNone':
    'Shaded: while a movement was asked for. Dashed: from where on it counts. Choose a picture to see its values.',
  'liveness.seconds': '{{seconds}} s',
  'liveness.skipped': 'The person said that they cannot do this.',
  'liveness.text':
    'This version does not analyze whether the person was there: compare each movement with its pictures yourself.',
  'liveness.title': 'Liveness was not analyzed',
} as const;
