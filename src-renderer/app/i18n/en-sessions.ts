/** Sentences about sessions that a person goes through step by step, in English. */
export const enSessions = {
  'blocked.attempts-exhausted': 'Every attempt at the step “{{step}}” was used up.',
  'blocked.critical-errors': 'Too many attempts with a critical error; the last was at the step “{{step}}”.',
  'blocked.two-documents': 'Two different documents were shown at the step “{{step}}”.',
  'blocked.text': 'Nothing more can be sent. Ask again or decline; it cannot be approved.',

  'command.step.submit': 'Step submitted',

  'event.session.purged': 'The session’s storage time was over: its pictures and keys were deleted',
  'event.session.frozen': 'The session’s lifetime was over before it was submitted',
  'event.step.critical': '{{step}}, attempt {{attempt}}: critical error',
  'event.step.passed': '{{step}}, attempt {{attempt}}: passed',
  'event.step.retry': '{{step}}, attempt {{attempt}}: to be taken again',
  'event.step.submitted': '{{step}}, attempt {{attempt}}: pictures sent',
  'event.step.unanalyzed': '{{step}}, attempt {{attempt}}: could not be analyzed ({{reason}})',

  'frozen.text': 'The person did not finish in time. Ask again or decline; it cannot be approved.',

  'mark.retry': 'to be taken again',
  'mark.submitted': 'being checked',

  'person.attempts_one': '{{count, number}} attempt of {{most, number}}',
  'person.attempts_other': '{{count, number}} attempts of {{most, number}}',
  'person.checking': 'being checked',
  'person.failed': 'not passed',
  'person.open': 'not sent yet',
  'person.passed': 'passed',
  'person.retry': 'to be taken again',
  'person.text': 'The person behind the link goes through the steps; this page follows.',
  'person.title': 'Steps of the person',
  'person.unanalyzed': 'passed on unseen',

  'refusal.session-blocked': 'The session is blocked; nothing more can be sent.',
  'refusal.session-frozen': 'The session’s lifetime is over; nothing more can be sent.',
  'refusal.step-closed': 'The step takes no pictures now: it is passed, or being checked.',

  'status.blocked': 'Blocked',
  'status.frozen': 'Time ran out',

  'tile.opened': 'Opened, nothing sent yet',
  'tile.stepAgain': '{{step}}: again, {{attempts}} of {{most}} used',
  'tile.stepChecking': '{{step}}: checking attempt {{attempts}}',
  'tile.stepOpen': '{{step}}: under way',

  'upload.session-blocked': 'The session is blocked; add a new one.',
  'upload.session-frozen': 'The session’s lifetime is over; add a new one.',
  'upload.step-closed': 'This step takes no pictures any more.',
} as const;
