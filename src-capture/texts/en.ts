/** English. Its keys are the keys of every catalog; `{name}` stands for a value. */
export const en = {
  language: 'Language',
  loading: 'Opening your link…',
  someone: 'The organization that sent you this link',
  progress: 'Step {number} of {count}',

  'consent.title': '{organization} asks you to confirm who you are',
  'consent.title.unnamed': 'Please confirm who you are',
  'consent.purpose': 'We need to see your document and your face to make sure that it is really you.',
  'consent.asked': 'What you will be asked for',
  'consent.until': 'Please finish by {time}.',
  'consent.privacy':
    'Your pictures go to {organization} only and are checked on its own machines. Nothing is sent before you agree.',
  'consent.statement':
    'By continuing you agree that {organization} processes these pictures to confirm who you are. If you do not agree, close this page.',
  'consent.agree': 'I agree, continue',

  'step.document': 'A photo of your document',
  'step.document.two': 'Photos of both sides of your document',
  'step.selfie': 'A selfie',
  'step.selfie-with-document': 'A selfie with your document in your hand',
  'step.liveness': 'A short check that you are there in person',

  'side.front': 'Front of your document',
  'side.page': 'Photo page of your document',
  'side.back': 'Back of your document',
  'side.selfie': 'Your selfie',
  'side.selfie-with-document': 'You with your document',

  'how.document.flat': 'Lay the document flat on a plain, darker surface.',
  'how.document.light': 'Use even light, without a flash: no shine on the document.',
  'how.document.whole': 'All four corners in the picture, nothing covered by fingers.',
  'how.document.back': 'Turn the document over.',
  'how.selfie.alone': 'Be alone in the picture, at eye level.',
  'how.selfie.light': 'Face the light, not with a window behind you.',
  'how.selfie.bare': 'No sunglasses, mask or hat.',
  'how.held.document': 'Hold the document beside your face, its photo page to the camera.',
  'how.held.fingers': 'Keep your fingers off its text and photo.',

  'take.camera': 'Open the camera',
  'take.file': 'Choose a file instead',
  'camera.title.document': 'Fit the document into the frame',
  'camera.title.selfie': 'Fit your face into the oval',
  'camera.title.selfie-with-document': 'Show your face and the document',
  'camera.take': 'Take the photo',
  'camera.file': 'Choose a file',
  'camera.close': 'Close the camera',
  'camera.starting': 'Starting the camera…',
  'hint.good': 'Good. Hold still and take the photo.',
  'hint.ready': 'Take the photo when all of it shows clearly.',
  'hint.too-dark': 'Too dark: find more light',
  'hint.too-bright': 'Too bright: move out of direct light',
  'hint.glare': 'Shine on the document: tilt it a little',
  'hint.nothing': 'Place the document in the frame',
  'hint.no-face': 'Place your face in the oval',
  'hint.closer': 'Move closer',
  'hint.farther': 'Move a little away',
  'hint.center': 'Move it to the middle',
  'hint.center-face': 'Move your face to the middle',
  'hint.blurred': 'Not sharp: hold still',

  'problem.denied.title': 'The camera is not allowed',
  'problem.denied':
    'Your browser keeps the camera from this page. Tap the lock or the settings sign beside the address, allow the camera, and try again. In a messenger’s own browser, open the link in your usual browser.',
  'problem.missing.title': 'No camera was found',
  'problem.missing': 'This device offers no camera to the browser. You can choose a picture instead.',
  'problem.busy.title': 'The camera does not start',
  'problem.busy': 'Another app may be using it. Close that app and try again, or choose a picture.',
  'problem.insecure.title': 'The camera cannot be used here',
  'problem.insecure':
    'Browsers open a camera only over a protected connection (https). You can choose a picture instead.',
  'problem.retry': 'Try the camera again',
  'problem.app': 'Use the phone’s camera app',
  'problem.file': 'Choose a file',

  'preview.title': 'Is everything easy to read?',
  'preview.title.selfie': 'Is your face easy to see?',
  'preview.alt': 'The picture that you are about to send',
  'preview.check': 'All text is sharp, nothing is cut off, nothing shines.',
  'preview.check.selfie': 'Your face is sharp, evenly lit and not covered.',
  'preview.unseen': 'Your browser cannot show this file, but it can be sent: {name}',
  'preview.use': 'Use this picture',
  'preview.retake': 'Take it again',

  'upload.title': 'Sending your picture',
  'upload.progress': '{percent} % sent',
  'checking.title': 'Your pictures are being checked',
  'checking.text': 'This usually takes less than a minute. Please keep this page open.',
  'checking.long':
    'It takes longer than usual. You may close this page and open it again later in this browser; nothing is lost.',
  'checking.quality': 'Is the picture sharp and complete?',
  'checking.document': 'Can the document be read?',
  'checking.face': 'Does your face show well?',
  'finishing.title': 'Handing over',

  'again.title': 'Please take this again',
  'again.text': 'The pictures could not be used. This will help:',
  'again.unknown': 'Take the picture once more: sharp, in even light, with nothing cut off.',
  'again.left': 'Attempts left: {count}',
  'again.button': 'Try again',

  'cannot.title': 'One step cannot be done here yet',
  'cannot.text':
    'The check that you are there in person is not available on this page yet. Everything else was received. Please ask {organization} how to go on.',

  'finished.title': 'Thank you, that is all',
  'finished.text': '{organization} has received everything. You can close this page.',
  'finished.redirect': 'You will be taken back in a moment.',
  'finished.link': 'Go back now',
  'blocked.title': 'This check was stopped',
  'blocked.text':
    'The pictures could not be accepted, and no more can be sent with this link. {organization} sees what was sent; please ask there how to go on.',
  'expired.title': 'The time for this link is over',
  'expired.text': 'Nothing more can be sent with it. Please ask {organization} for a new link.',
  'check-again': 'Check again',
  continue: 'Continue',

  'notice.offline': 'No connection. We keep trying and go on by ourselves; nothing is lost.',
  'notice.too-many-requests': 'The service is busy. We try again in a moment.',
  'notice.internal': 'Something went wrong at the other end. We try again in a moment.',
} as const satisfies Record<string, string>;

export type TextKey = keyof typeof en;
