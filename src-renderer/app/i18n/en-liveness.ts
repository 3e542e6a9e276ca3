/** Sentences about challenges before the camera, in English. */
export const enLiveness = {
  'editor.liveness.title': 'The person is guided, and nothing judges it yet',
  'editor.liveness.text':
    'Behind a link, the person does two to four movements that the intake draws at random, and the page sends pictures of them. This version does not analyze the pictures: every such session goes to an analyst, who sees them with their times. A session that an analyst adds by hand takes a selfie here.',

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
  'liveness.nothing': 'No picture.',
  'liveness.seconds': '{{seconds}} s',
  'liveness.skipped': 'The person said that they cannot do this.',
  'liveness.text':
    'This version does not analyze whether the person was there: compare each movement with its pictures yourself.',
  'liveness.title': 'Liveness was not analyzed',
} as const;
