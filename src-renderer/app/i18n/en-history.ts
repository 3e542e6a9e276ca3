/** Sentences about earlier sessions, lists of people, and the replay of a scenario over stored sessions, in English. */
export const enHistory = {
  'blocked.blacklisted': 'The person is on a blacklist.',
  'blocked.same-person-other-data':
    'In an earlier session the same person or the same face came with other data, or the same document with somebody else.',

  'editor.blacklisted': 'Block on a match with a blacklist',
  'editor.blacklisted.help': 'Whoever is found on one of these lists is stopped at once.',
  'editor.blacklists': 'Blacklists',
  'editor.blacklists.help':
    'Ids of lists of people whom you refuse. They are searched where faces may be found again; otherwise every session says that they were not searched, and goes to an analyst.',
  'editor.customerLists': 'Customer lists',
  'editor.customerLists.help': 'Ids of lists of people whom you know already, searched in the same way.',
  'editor.databaseChecks': 'Send database checks as they are ready',
  'editor.databaseChecks.help':
    'Off: this version has no connector to a database, so that there is nothing to send. What an imported scenario says is kept.',
  'editor.divisionCodes': 'Match issuing authority with division codes',
  'editor.divisionCodes.help':
    'Compares the authority on the document with the registry of division codes that was imported on the machine that analyzes. Where one of them is missing the check says that it was not run.',
  'editor.findFaces': 'Find faces again',
  'editor.findFaces.help':
    'Keeps a template of each clear face with its session, sealed, until the session is deleted, and compares it with the lists and with earlier sessions. Templates are biometric data: Article 9 of the GDPR, and national law, ask for explicit consent or a law that allows it.',
  'editor.lists.clear': 'Remove all lists',
  'editor.otherData': 'Block the same person with other data',
  'editor.otherData.help':
    'When an earlier session shows the same person (names and birth date) with a document of the same type but another number or other data, or the same document with another person’s data. A renewed document counts too. Where faces may be found again, so do the same face under another name and the same document with another face. Off, an analyst sees it.',

  'event.history.near-frames_one':
    '{{step}}: nearly the same pictures of the challenge are in {{count, number}} earlier session',
  'event.history.near-frames_other':
    '{{step}}: nearly the same pictures of the challenge are in {{count, number}} earlier sessions',
  'event.history.near-picture_one':
    '{{step}}: nearly the same picture is in {{count, number}} earlier session',
  'event.history.near-picture_other':
    '{{step}}: nearly the same picture is in {{count, number}} earlier sessions',
  'event.history.same-document-other-person_one':
    '{{step}}: the same document was shown with another person’s data in {{count, number}} earlier session',
  'event.history.same-document-other-person_other':
    '{{step}}: the same document was shown with another person’s data in {{count, number}} earlier sessions',
  'event.history.same-document-other-face_one':
    '{{step}}: the same document was shown with another face in {{count, number}} earlier session',
  'event.history.same-document-other-face_other':
    '{{step}}: the same document was shown with another face in {{count, number}} earlier sessions',
  'event.history.same-face-other-person_one':
    '{{step}}: this face came with another name or birth date in {{count, number}} earlier session',
  'event.history.same-face-other-person_other':
    '{{step}}: this face came with another name or birth date in {{count, number}} earlier sessions',
  'event.history.same-person-other-data_one':
    '{{step}}: the same person showed this type of document with other data in {{count, number}} earlier session',
  'event.history.same-person-other-data_other':
    '{{step}}: the same person showed this type of document with other data in {{count, number}} earlier sessions',
  'event.history.same-picture_one': '{{step}}: the very same picture is in {{count, number}} earlier session',
  'event.history.same-picture_other':
    '{{step}}: the very same picture is in {{count, number}} earlier sessions',
  'event.list.clear': 'Not on the list “{{list}}”',
  'event.list.matched': 'Found on the list “{{list}}”',
  'event.list.not-run': 'The list “{{list}}” could not be searched',

  'history.more_one': '… and {{count, number}} earlier one',
  'history.more_other': '… and {{count, number}} earlier ones',
  'history.otherClient': 'other customer’s key',
  'history.near-frames_one':
    'Nearly the same pictures of the challenge (the same film, the same photographs, or the same person in the same place; look at both) in {{count, number}} earlier session:',
  'history.near-frames_other':
    'Nearly the same pictures of the challenge (the same film, the same photographs, or the same person in the same place; look at both) in {{count, number}} earlier sessions:',
  'history.near-picture_one':
    'Nearly the same picture, as one that was saved again, in {{count, number}} earlier session:',
  'history.near-picture_other':
    'Nearly the same picture, as one that was saved again, in {{count, number}} earlier sessions:',
  'history.same-document-other-person_one':
    'The same document with another person’s data, in {{count, number}} earlier session:',
  'history.same-document-other-person_other':
    'The same document with another person’s data, in {{count, number}} earlier sessions:',
  'history.same-document-other-face_one':
    'The same document with another face, in {{count, number}} earlier session:',
  'history.same-document-other-face_other':
    'The same document with another face, in {{count, number}} earlier sessions:',
  'history.same-face-other-person_one':
    'The same face with another name or birth date, in {{count, number}} earlier session:',
  'history.same-face-other-person_other':
    'The same face with another name or birth date, in {{count, number}} earlier sessions:',
  'history.same-person-other-data_one':
    'The same person with a document of this type and other data, in {{count, number}} earlier session:',
  'history.same-person-other-data_other':
    'The same person with a document of this type and other data, in {{count, number}} earlier sessions:',
  'history.same-picture_one': 'The very same picture, in {{count, number}} earlier session:',
  'history.same-picture_other': 'The very same picture, in {{count, number}} earlier sessions:',
  'history.sameClient': 'same customer’s key',
  'history.session': 'Session {{id}}',
  'history.title': 'Seen in earlier sessions',

  'lists.clear': 'Not on “{{list}}”.',
  'lists.face-search-off':
    '“{{list}}” was not searched: the scenario does not let faces be found again. Nobody knows whether the person is on it.',
  'lists.matched.blacklist': 'On the blacklist “{{list}}”.',
  'lists.matched.customers': 'On the customer list “{{list}}”.',
  'lists.no-face-templates':
    '“{{list}}” was not searched: this version cannot search lists by face. Nobody knows whether the person is on it.',
  'lists.no-face':
    '“{{list}}” was not searched: no face of the session is clear enough. Nobody knows whether the person is on it.',
  'lists.no-list':
    '“{{list}}” was not searched: there is no such list. Nobody knows whether the person is on it.',
  'lists.title': 'Lists of people',

  'problem.listId': 'Small letters, digits and hyphens, each list once.',

  'replay.cannotTell': '{{before}} then; cannot be told without a new run',
  'replay.changed_one': '{{count, number}} session would come to something else.',
  'replay.changed_other': '{{count, number}} sessions would come to something else.',
  'replay.hidden_one': '… and {{count, number}} more',
  'replay.hidden_other': '… and {{count, number}} more',
  'replay.instead': '{{after}} instead of {{before}}',
  'replay.progress': '{{looked, number}} of {{total, number}} sessions',
  'replay.run': 'Replay over stored sessions',
  'replay.sessions': 'Sessions that would change, or of which it cannot be told',
  'replay.stop': 'Stop',
  'replay.text':
    'Shows which recommendations and blocks would change, from what is stored of each session. Decisions stay as they are, and nothing is analyzed again.',
  'replay.title': 'Replay',
  'replay.unchanged_one': '{{count, number}} would stay as it is.',
  'replay.unchanged_other': '{{count, number}} would stay as they are.',
  'replay.untold_one': 'Of {{count, number}} it takes a new run to tell.',
  'replay.untold_other': 'Of {{count, number}} it takes a new run to tell.',
  'replay.withoutOutcome_one': '{{count, number}} has come to nothing yet.',
  'replay.withoutOutcome_other': '{{count, number}} have come to nothing yet.',
} as const;
