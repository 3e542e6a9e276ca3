import type { CheckText } from './check-text.ts';
import { refusalAdvice, refusalsEn } from './refusal-sentences.ts';

/** What every check says in English: the list of checks and of their reasons. */
export const checksEn = {
  'document.present': {
    title: 'Document in the picture',
    passed: 'A document was found in every picture that was asked for.',
    reasons: {
      ...refusalsEn,
      'no-document': 'No document was found: no outline, no machine-readable zone, no portrait.',
      'side-missing': 'The picture of the {side} is missing.',
    },
    advice: {
      ...refusalAdvice.en,
      'no-document': 'Take a photo of the open document so that it fills most of the frame.',
      'side-missing': 'Take a photo of the {side} too.',
    },
  },
  'document.single': {
    title: 'One document in the picture',
    passed: 'Each picture shows one document.',
    reasons: {
      'several-documents': 'The picture shows {count} documents.',
    },
    advice: {
      'several-documents': 'Put other documents and cards away and take the photo again.',
    },
  },
  'document.unobstructed': {
    title: 'Nothing lies over the document',
    passed: 'Nothing was found that covers the document’s edge.',
    reasons: {
      covered: 'Something lies over the document’s edge, such as a finger, and hides {percent} % of it.',
    },
    advice: {
      covered:
        'Lay the document down or hold it by its rim, so that no finger covers it, and take the photo again.',
    },
  },
  'document.undamaged': {
    title: 'Nothing is cut off or punched out',
    passed:
      'No corner or piece of the edge was found missing, and no punched hole, in {judged} of {pictures} pictures. Folds, stains and scratches are not looked for.',
    reasons: {
      holes: 'The ground is seen through {count} round holes: voided documents are punched.',
      'part-missing':
        'The ground is seen where {score} mm² of the document should be: a corner or a piece of the edge is torn or cut off.',
    },
    advice: {
      holes: 'Show a document that is valid and not punched.',
      'part-missing':
        'Lay the whole document, with nothing over its edges, on a ground of another color and take the photo again.',
    },
  },
  'document.sharp': {
    title: 'Document is sharp',
    passed: 'The print of the document is sharp.',
    reasons: {
      blurred: 'The document is out of focus or blurred by movement.',
      smeared: 'The camera or the document moved while the photo was taken: the print is smeared.',
    },
    advice: {
      blurred: 'Hold the camera still, wait until it focuses, and take the photo again.',
      smeared:
        'Lay the document down, hold the camera still with both hands, and take the photo again in more light.',
    },
  },
  'document.glare': {
    title: 'Glare on the document',
    passed: 'No glare covers the document.',
    reasons: { glare: 'Reflected light hides {percent} % of the document.' },
    advice: {
      glare: 'Tilt the document or move away from the lamp, switch the flash off, and take the photo again.',
    },
  },
  'document.exposure': {
    title: 'Document exposure',
    passed: 'The document is neither too dark nor too bright.',
    reasons: {
      'too-dark': 'The document is so dark that its print is hard to judge.',
      'too-bright': 'The document is overexposed; print is lost in white.',
    },
    advice: {
      'too-dark': 'Take the photo in a brighter place, with no shadow on the document.',
      'too-bright': 'Take the photo without flash and out of direct sun.',
    },
  },
  'document.resolution': {
    title: 'Document resolution',
    passed: 'The document has enough pixels.',
    reasons: {
      'too-few-pixels':
        'The document has {score} pixels per millimeter; {threshold} are needed to judge its print.',
    },
    advice: {
      'too-few-pixels': 'Come closer so that the document fills the frame, and send the original photo.',
    },
  },
  'document.fully-visible': {
    title: 'Whole document visible',
    passed: 'All four corners of the document are in the picture.',
    reasons: {
      'cut-off': 'Part of the document lies outside the picture.',
      'edges-unclear': 'The edges of the document were not found; it may be cut off.',
    },
    advice: {
      'cut-off': 'Take the photo so that all four corners are inside the frame.',
      'edges-unclear':
        'Put the document on a plain dark surface with some space around it and take the photo again.',
    },
  },
  'document.sides-differ': {
    title: 'Two sides of the document',
    passed: 'The two pictures show two different sides.',
    reasons: {
      'same-side-twice': 'Both pictures show the same side of the document.',
    },
    advice: {
      'same-side-twice': 'Turn the document over and take a photo of its other side.',
    },
  },
  'document.sides-type': {
    title: 'Both sides are of one type',
    passed: 'Front and back may be of one document.',
    reasons: {
      'types-differ': 'The front is of one type, {front}, and the back of another, {back}.',
    },
    advice: {
      'types-differ': 'Take photos of both sides of the same document.',
    },
  },
  'document.sides-match': {
    title: 'Both sides are of one document',
    passed: 'What both sides state agrees.',
    reasons: {
      'field-differs': 'The two sides state different things: {fields}. They may be of two documents.',
      'field-unsure': 'The two sides seem to state different things, but were read unsurely: {fields}.',
    },
    advice: {
      'field-differs': 'Take photos of both sides of the same document.',
      'field-unsure': 'Take sharper photos of both sides of the same document.',
    },
  },
  'document.elements-present': {
    title: 'Required elements are there',
    passed: 'Found on the document: {elements}.',
    reasons: {
      'back-for-front':
        'The picture that should show the front shows the back: the {elements} on it stands on backs only, and no portrait is on it.',
      'element-missing': 'Not found on the document: {elements}.',
      'element-not-seen': 'Not seen on the document, though it may be there: {elements}.',
    },
    advice: {
      'back-for-front': 'Turn the document over and take a photo of the side with the portrait.',
      'element-missing': 'Take a sharp photo of the whole document, without glare, in color.',
      'element-not-seen': 'Take a sharp photo of the whole document, without glare, in color.',
    },
  },
  'document.mrz-present': {
    title: 'Machine-readable zone present',
    passed: 'The machine-readable zone was found and read.',
    reasons: {
      'mrz-missing': 'No machine-readable zone was found.',
      'mrz-uncertain': 'A machine-readable zone was found, but could not be read with certainty.',
    },
    advice: {
      'mrz-missing':
        'Take the photo so that the lines with the “<<<” signs are sharp and wholly inside the frame.',
      'mrz-uncertain':
        'Take the photo in even light so that the lines with the “<<<” signs are sharp and without glare or shadow.',
    },
  },
  'document.mrz-form': {
    title: 'MRZ form',
    passed: 'The machine-readable zone has the form of this type and names existing states.',
    reasons: {
      'format-of-other-type':
        'The machine-readable zone has the format {format}; documents of this type have {expected}.',
      'unknown-state': 'The machine-readable zone names a state that does not exist: {code}.',
    },
    advice: {
      'format-of-other-type': 'Send another document.',
      'unknown-state': 'Take a sharper photo of the lines with the “<<<” signs.',
    },
  },
  'document.mrz-check-digits': {
    title: 'MRZ check digits',
    passed: 'Every check digit of the machine-readable zone holds.',
    reasons: {
      'check-digit-wrong': 'Check digits do not hold although the characters were read clearly: {fields}.',
      'check-digit-unsure': 'Check digits do not hold, but some characters were read unsurely: {fields}.',
    },
    advice: {
      'check-digit-wrong': 'Send another document.',
      'check-digit-unsure': 'Take a sharper photo of the lines with the “<<<” signs.',
    },
  },
  'document.mrz-placement': {
    title: 'MRZ position and size',
    passed: 'The machine-readable zone lies where ICAO prescribes it, at its size.',
    reasons: {
      'pitch-differs':
        'The characters of the machine-readable zone are {pitch} mm apart; {prescribed} mm are prescribed.',
      'zone-misplaced': 'The machine-readable zone lies {score} mm outside its prescribed place.',
    },
    advice: {
      'pitch-differs': 'Take the photo from straight above, with all four corners in the frame.',
      'zone-misplaced': 'Take the photo from straight above, with all four corners in the frame.',
    },
  },
  'document.mrz-font': {
    title: 'MRZ font',
    passed: 'The characters of the machine-readable zone look like OCR-B.',
    reasons: {
      'other-font':
        'The characters of the machine-readable zone look like another font than OCR-B, which ICAO prescribes.',
    },
    advice: { 'other-font': 'Take a sharper photo of the lines with the “<<<” signs.' },
  },
  'document.mrz-matches-printed': {
    title: 'MRZ matches the printed fields',
    passed: 'What is printed agrees with the machine-readable zone ({fields}).',
    reasons: {
      'field-differs': 'The printed text differs from the machine-readable zone: {fields}.',
      'field-unsure':
        'The printed text seems to differ from the machine-readable zone, but was read unsurely: {fields}.',
    },
    advice: {
      'field-differs': 'Send another document.',
      'field-unsure': 'Take a sharper photo of the whole page.',
    },
  },
  'document.barcode-matches': {
    title: 'Barcode matches print and MRZ',
    passed: 'The barcode agrees with what else was read ({fields}).',
    reasons: {
      'field-differs': 'The barcode states something else than the document: {fields}.',
      'field-unsure':
        'The barcode seems to state something else than the document, which was read unsurely: {fields}.',
    },
    advice: {
      'field-differs': 'Send another document.',
      'field-unsure': 'Take a sharper photo of both sides.',
    },
  },
  'document.not-expired': {
    title: 'Document is valid',
    passed: 'The document had not expired on the day of the session.',
    reasons: { expired: 'The document expired on {day}.' },
    advice: { expired: 'Send a document that is still valid.' },
  },
  'document.dates-possible': {
    title: 'Dates are possible',
    passed: 'The dates exist and follow each other.',
    reasons: {
      'no-such-day': 'There is no such day: {fields} reads {printed}.',
      'birth-after-expiry': 'The holder would have been born after the document expired.',
      'birth-after-issue': 'The document would have been issued before the holder was born.',
      'issue-after-expiry': 'The document would have been issued after it expired.',
      'issued-in-future': 'The document would be issued on {day}, which is still to come.',
      'born-before-records': 'The holder would be {years} years old.',
      'valid-too-long': 'The document would be valid for another {years} years.',
    },
    advice: {
      'no-such-day': 'Send a sharper photo of the document.',
      'birth-after-expiry': 'Send a sharper photo of the document.',
      'birth-after-issue': 'Send a sharper photo of the document.',
      'issue-after-expiry': 'Send a sharper photo of the document.',
      'issued-in-future': 'Send a sharper photo of the document.',
      'born-before-records': 'Send a sharper photo of the document.',
      'valid-too-long': 'Send a sharper photo of the document.',
    },
  },
  'document.age-in-range': {
    title: 'Age is in the allowed range',
    passed: 'The holder’s age is in the allowed range.',
    reasons: {
      'too-young': 'The holder is {years} years old; {min} is the least.',
      'too-old': 'The holder is {years} years old; {max} is the most.',
    },
    advice: {
      'too-young': 'This service is for people of {min} and older.',
      'too-old': 'Check the date of birth on the document.',
    },
  },
  'document.issue-rules': {
    title: 'Date of issue keeps the rules',
    passed: 'The date of issue keeps the rules of this type of document.',
    reasons: {
      'too-young-at-issue': 'The holder would have been {years} years old at issue; {min} is the least.',
      'valid-too-long': 'The document would be valid for more than {max} years after its issue.',
      'exchange-due':
        'The document had to be exchanged at the age of {age}: it has not been valid since {day}.',
    },
    advice: {
      'too-young-at-issue': 'Send a sharper photo of the document.',
      'valid-too-long': 'Send a sharper photo of the document.',
      'exchange-due': 'Send the document that replaced this one.',
    },
  },
  'document.number-format': {
    title: 'Number has the right form',
    passed: 'The number has the form of this type of document.',
    reasons: {
      'number-format': 'The document’s number has not the form of this type.',
    },
    advice: {
      'number-format': 'Send a sharper photo of the document.',
    },
  },
  'document.sex-matches-names': {
    title: 'Sex matches the patronymic',
    passed: 'The sex is the one that the patronymic tells.',
    reasons: {
      'sex-differs': 'The patronymic is that of the other sex.',
    },
    advice: {
      'sex-differs': 'Send a sharper photo of the document.',
    },
  },
  'document.issuing-authority': {
    title: 'Issuing authority matches its code',
    passed: 'The authority issues documents under the code {code}.',
    reasons: {
      'code-unknown': 'The code {code} is not in the registry of division codes.',
      'authority-differs': 'Under {code} the registry has “{registered}”, the document “{authority}”.',
    },
    advice: {
      'code-unknown': 'Send a sharper photo of the page with the issuing authority.',
      'authority-differs': 'Send a sharper photo of the page with the issuing authority.',
    },
  },
  'document.ghost-matches-portrait': {
    title: 'Second portrait matches the first',
    passed:
      'Both portraits of the document show the same person[: 1 in {strangers} pairs of strangers look this alike].',
    reasons: {
      'not-alike':
        'The two portraits of the document show different people[: 1 in {strangers} pairs of strangers look this alike].',
      uncertain:
        'The two portraits are too alike for strangers and too unlike for a match[: 1 in {strangers} pairs of strangers look this alike]. A person has to look.',
    },
    advice: {
      'not-alike': 'Send another document.',
      uncertain: 'Take a sharper photo of the document, in even light.',
    },
  },
  'document.type-accepted': {
    title: 'Document type is accepted',
    passed: 'The document is of an accepted type and state.',
    reasons: {
      'type-not-accepted': 'The document is of the type “{type}”; accepted: {accepted}.',
      'country-not-accepted': 'The document was issued by {country}; accepted: {countries}.',
    },
    advice: {
      'type-not-accepted': 'Send one of these documents: {accepted}.',
      'country-not-accepted': 'Send a document issued by one of these states: {countries}.',
    },
  },
  'selfie.single-face': {
    title: 'One face on the selfie',
    passed: 'The selfie shows exactly one person.',
    reasons: {
      ...refusalsEn,
      'selfie-missing': 'The selfie is missing.',
      'no-face': 'No face was found on the selfie.',
      'several-faces': 'The selfie shows {count} faces.',
    },
    advice: {
      ...refusalAdvice.en,
      'selfie-missing': 'Take a selfie.',
      'no-face': 'Look into the camera so that your whole face is in the frame.',
      'several-faces': 'Be alone in the frame, without pictures of people behind you.',
    },
  },
  'selfie.sharp': {
    title: 'Selfie is sharp',
    passed: 'The face on the selfie is sharp.',
    reasons: {
      blurred: 'The face is out of focus or blurred by movement: sharpness {score}, needed {threshold}.',
    },
    advice: { blurred: 'Hold the camera still, wipe its lens, and take the selfie again.' },
  },
  'selfie.lit': {
    title: 'Selfie lighting',
    passed: 'The face is well lit.',
    reasons: {
      'too-dark': 'The face is too dark.',
      'too-bright': 'The face is overexposed.',
      uneven: 'One side of the face is much darker than the other.',
    },
    advice: {
      'too-dark': 'Turn toward the light and take the selfie again.',
      'too-bright': 'Move out of direct light and take the selfie again.',
      uneven: 'Face the light, so that both halves of your face are lit, and take the selfie again.',
    },
  },
  'selfie.resolution': {
    title: 'Face has enough pixels',
    passed: 'The face on the selfie has enough pixels: {score} px between the eyes.',
    reasons: { 'too-small': 'The face is too small: {score} px between the eyes, needed {threshold}.' },
    advice: { 'too-small': 'Hold the camera closer and take the selfie again.' },
  },
  'selfie.frontal': {
    title: 'Face is turned to the camera',
    passed: 'The face on the selfie is turned to the camera.',
    reasons: {
      turned: 'The head is turned to the side by {score}°, at most {threshold}°.',
      nodded: 'The head is raised or lowered by {score}°, at most {threshold}°.',
      tilted: 'The head is tilted by {score}°, at most {threshold}°.',
    },
    advice: {
      turned: 'Look straight into the camera and take the selfie again.',
      nodded: 'Hold the camera at the height of your eyes and take the selfie again.',
      tilted: 'Hold your head and the camera upright and take the selfie again.',
    },
  },
  'selfie.eyes-open': {
    title: 'Eyes are open',
    passed: 'The eyes on the selfie are open.',
    reasons: { 'eyes-closed': 'An eye on the selfie looks closed: opening {score}, needed {threshold}.' },
    advice: { 'eyes-closed': 'Look into the camera with open eyes and take the selfie again.' },
  },
  'selfie.unobstructed': {
    title: 'Nothing hides the face',
    passed: 'Eyes, nose and mouth on the selfie are seen.',
    reasons: {
      'eyes-covered': 'Something seems to hide the eyes: dark glasses, hair or a hand.',
      'face-covered': 'Something seems to hide nose or mouth: a mask, a scarf or a hand.',
    },
    advice: {
      'eyes-covered':
        'Take off dark glasses, keep hair and hands away from your eyes, and take the selfie again. Clear glasses may stay on.',
      'face-covered':
        'Take off the mask, keep scarf and hands away from your face, and take the selfie again.',
    },
  },
  'liveness.active': {
    title: 'Movements before the camera',
    passed: 'The person did what was asked, in its order: {movements}.',
    reasons: {
      'other-done': 'Another movement was made than was asked for: asked {movements}, done {did}.',
      'not-done': 'A movement was not made, or not far enough: {movements}.',
      skipped: 'The person said that they cannot do a movement: {movements}. The others were made.',
      unclear: 'Whether a movement was made could not be measured: {movements}. The others were made.',
    },
    advice: {
      'other-done': 'Do only the movement that is shown, and come back to the middle after it.',
      'not-done': 'Do each movement clearly, while the bar runs.',
      skipped: 'Do each movement if you can.',
      unclear: 'Do each movement clearly, while the bar runs, with your face to the light.',
    },
  },
  'liveness.timing': {
    title: 'Movements in a person’s time',
    passed: 'No movement was there sooner than a person can react; the soonest after {score} ms.',
    reasons: {
      'too-quick':
        'A movement was there {score} ms after it was asked for ({movements}): nobody reacts so soon. It may have been made before, or recorded.',
      jump: 'The face was elsewhere or of another size from one picture to the next, at {seconds} s: it may be cut together.',
      abrupt:
        'The head was there from one picture to the next ({movements}), first at {seconds} s: no picture shows it on its way. Pictures may have been exchanged, or the head turned very quickly.',
      hidden:
        'While the head went there or back ({movements}), first until {seconds} s, no picture shows a face: something may have been before the camera, and pictures exchanged behind it.',
    },
    advice: {
      'too-quick': 'Look straight ahead until the movement is asked for.',
      jump: 'Hold the phone still, and keep your face in the oval.',
      abrupt: 'Make the movement slowly, there and back.',
      hidden: 'Make the movement slowly, with nothing between your face and the camera.',
    },
  },
  'liveness.one-person': {
    title: 'One person all the time',
    passed:
      'The pictures from the camera show one person, alone[: 1 in {strangers} pairs of strangers look as alike].',
    reasons: {
      'another-person':
        'The picture at {seconds} s shows another person than the first[: 1 in {strangers} pairs of strangers look this alike].',
      'several-faces': 'The picture at {seconds} s shows several faces.',
      'person-unsure':
        'The face at {seconds} s is rather unlike the first[: 1 in {strangers} pairs of strangers look this alike]. A person has to look.',
      'face-lost': 'Too many pictures show no face.',
    },
    advice: {
      'another-person': 'Do all movements yourself.',
      'several-faces': 'Be alone in the picture.',
      'person-unsure': 'Do the movements in even light, your face in the oval.',
      'face-lost': 'Keep your face in the oval.',
    },
  },
  'liveness.depth': {
    title: 'Depth of the face in a turn',
    passed:
      'When the head turned by {degrees}°, the nose moved as that of a head: {score}, at least {threshold}.',
    reasons: {
      flat: 'When the face turned by {degrees}°, the nose moved little against eyes and mouth: {score}, at least {threshold}. It may be a flat or bent picture, or a small turn.',
    },
    advice: { flat: 'Turn your head farther, about halfway to the shoulder.' },
  },
  'liveness.not-replayed': {
    title: 'No picture came twice',
    passed: 'No picture and no movement came twice in this challenge.',
    reasons: {
      'same-frame':
        'The pictures at {first} s and {seconds} s are the same to the last bit, as no running camera gives them: a file may have been played, or the camera stood still.',
      loop: 'The pictures from {first} s on come again from {seconds} s on: a film that is played over and over.',
    },
    advice: {
      'same-frame': 'Use the camera of your phone or computer, and no program in its place.',
      loop: 'Do each movement once, before your own camera.',
    },
  },
  'selfie.not-screen': {
    title: 'Selfie is no picture of a screen',
    passed:
      'No grid of a screen was seen on the selfie: {score}, doubtful from {threshold}. From far away a screen shows none.',
    reasons: {
      'screen-seen':
        'The selfie looks like a picture of a screen: {score}, doubtful from {threshold}. Look for stripes, a grid or a frame.',
    },
    advice: { 'screen-seen': 'Take the selfie of yourself, not of a screen.' },
  },
  'selfie.not-printed': {
    title: 'Selfie is no picture of a print',
    passed:
      'No dots of ink were seen on the selfie: {score}, doubtful from {threshold}. Photographic paper has none.',
    reasons: {
      'print-seen':
        'The selfie looks like a picture of a print: {score}, doubtful from {threshold}. Look for dots, paper and cut edges.',
    },
    advice: { 'print-seen': 'Take the selfie of yourself, not of a photograph.' },
  },
  'selfie.not-blended': {
    title: 'Face is as detailed as the skin around it',
    passed:
      'The face has as much fine detail as the skin around it: {score}, doubtful from {threshold}. A face put in with care shows no difference.',
    reasons: {
      'face-smoother':
        'The face has less fine detail than the skin around it: {score}, doubtful from {threshold}. It may have been put in, or smoothed.',
    },
    advice: { 'face-smoother': 'Take the selfie without filters and effects.' },
  },
  'selfie.noise-consistent': {
    title: 'Face has the noise of the skin beside it',
    passed:
      'The face has the same noise as the skin beside it: {score}, doubtful from {threshold}. Noise laid on a face with care shows no difference.',
    reasons: {
      'noise-differs':
        'The noise of the face differs from that of the skin beside it: {score}, doubtful from {threshold}. The face may have been put in, or a filter changed it.',
    },
    advice: {
      'noise-differs': 'Take the selfie without filters and effects, and send the file as it was taken.',
    },
  },
  'selfie.not-framed': {
    title: 'No sheet or device around the face',
    passed:
      'No straight edges that meet in corners were found around the face: {score}, doubtful from {threshold}. A sheet or a device that fills the picture shows none.',
    reasons: {
      'edges-around':
        'Straight edges stand around the face, as of a sheet or a device held before the camera: {score}, doubtful from {threshold}.',
    },
    advice: { 'edges-around': 'Take the selfie of the person, not of a picture, and away from frames.' },
  },
  'selfie.not-mask': {
    title: 'Head does not look like a mask or a cut-out',
    passed:
      'Neither the contour of a cut-out nor the openings of a mask were noticed about the head: {score}, doubtful from {threshold}. A mask that is made well shows neither.',
    reasons: {
      'mask-or-cut-out':
        'The head looks like a mask or like a print cut out along it: {score}, doubtful from {threshold}. Look at the eyes, the edge of the face and the neck.',
    },
    advice: { 'mask-or-cut-out': 'Take the selfie with nothing before your face.' },
  },
  'selfie.not-edited': {
    title: 'Selfie’s file names no editing',
    passed:
      'The file names no program that edits or generates pictures, and does not declare its picture generated. Most files say nothing: this is no proof of a camera.',
    reasons: {
      'declared-generated': 'The file declares its picture generated: digital source type {program}.',
      'declared-composite':
        'The file declares that parts of its picture were generated: digital source type {program}.',
      'credentials-of-generator':
        'The file’s content credentials (C2PA) name a generator of pictures: {program}.',
      'ingredient-generated':
        'The file’s content credentials (C2PA) say that a generator made a part of the picture, or what it was made from: {program}.',
      'generator-settings':
        'The file has a field in which generators of pictures leave their settings: {program}.',
      'editor-named': 'The file names a program that edits pictures: {program}.',
      'generator-named': 'The file names something that generates pictures or exchanges faces: {program}.',
    },
    advice: {
      'declared-generated': 'Take the selfie with your camera.',
      'declared-composite': 'Take the selfie with your camera.',
      'credentials-of-generator': 'Take the selfie with your camera.',
      'ingredient-generated': 'Take the selfie with your camera.',
      'generator-settings': 'Take the selfie with your camera.',
      'editor-named': 'Send the selfie as the camera took it.',
      'generator-named': 'Take the selfie with your camera.',
    },
  },
  'selfie.real-to-net': {
    title: 'Second net takes the face for real',
    passed: 'The optional net takes the face for real: {score}, needed {threshold}. A guess of a net.',
    reasons: {
      'looks-presented':
        'The optional net doubts that the face is real: {score}, needed {threshold}. A guess of a net: look at the picture.',
    },
    advice: { 'looks-presented': 'Take the selfie of yourself, in good light.' },
  },
  'document.same-holder': {
    title: 'Documents are of one person',
    passed: 'The documents state the same holder: {fields}.',
    reasons: {
      'holder-differs': 'The documents are of different people: {fields} differ.',
      'name-differs':
        'The documents state different names: {fields}. It may have changed, with a marriage for instance.',
      'field-unsure': 'The documents seem to state different holders, but were read unsurely: {fields}.',
    },
    advice: {
      'holder-differs': 'Take photos of documents of your own only.',
      'name-differs': 'Use documents with your present name, or have a proof of the change ready.',
      'field-unsure': 'Take sharper photos of both documents.',
    },
  },
  'face.age-agrees': {
    title: 'Age on the selfie agrees with the document',
    passed:
      'The person looks about as old as the document says: {apparent} and {stated} years. A guess of a net.',
    reasons: {
      'looks-older':
        'The person looks {apparent} years old, the document says {stated}. A guess of a net: compare the pictures.',
      'looks-younger':
        'The person looks {apparent} years old, the document says {stated}. A guess of a net: compare the pictures.',
    },
    advice: {
      'looks-older': 'Send your own document.',
      'looks-younger': 'Send your own document.',
    },
  },
  'face.sex-agrees': {
    title: 'Sex on the selfie agrees with the document',
    passed: 'Nothing sure speaks against the sex that the document states. A guess of a net.',
    reasons: {
      'looks-other':
        'The net takes the person for one of the other sex than the document states. It may err: compare the pictures.',
    },
    advice: { 'looks-other': 'Send your own document.' },
  },
  'selfie.neutral': {
    title: 'Mouth is closed',
    passed: 'The mouth on the selfie is closed. A smile with closed lips is not looked for.',
    reasons: {
      'mouth-open':
        'The mouth on the selfie looks open: the gap of the lips measures {score} of its width, at most {threshold} is allowed.',
    },
    advice: { 'mouth-open': 'Close your mouth, look neutral and take the selfie again.' },
  },
  'selfie.plain-background': {
    title: 'Background is plain',
    passed: 'What is seen beside and above the head is plain.',
    reasons: {
      'background-busy':
        'Something is seen behind the head: a share of {score} of the ground is not plain, at most {threshold} is allowed.',
    },
    advice: { 'background-busy': 'Stand before a plain, evenly lit wall and take the selfie again.' },
  },
  'selfie.document-visible': {
    title: 'Document in the hand is visible',
    passed: 'The person holds a document, and its portrait is seen.',
    reasons: {
      'no-document': 'No document was found in the hand.',
      'outline-unseen': 'A printed face is seen, but not the edges of the document around it.',
      'portrait-unseen': 'A document is seen in the hand, but no portrait on it.',
    },
    advice: {
      'no-document': 'Hold the document beside your face, whole and with its portrait to the camera.',
      'outline-unseen': 'Hold the document so that all its edges are seen.',
      'portrait-unseen': 'Turn the side with the portrait to the camera, closer and without glare.',
    },
  },
  'selfie.same-document': {
    title: 'Document in the hand is the same document',
    passed:
      'The document in the hand is that of the document step, by its number or by its print and portrait.',
    reasons: {
      'other-number': 'The document in the hand has another number than that of the document step.',
      'number-unlike':
        'Where the document in the hand has its number, something else is seen than on the document of the document step: likeness {score}, at least {threshold} of the same number. The number is covered or unclear, or it is another document. A person has to look.',
      'number-covered':
        'The number of the document in the hand is covered by the hand: a share of {score} of its place, from {threshold} on it is not compared. It may be the document of the document step or another one. A person has to look.',
      'looks-different':
        'The document in the hand looks different from that of the document step: likeness {score}, at least {threshold} for the same. A person has to look.',
    },
    advice: {
      'other-number': 'Hold the document that you photographed before.',
      'number-unlike':
        'Hold the document that you photographed before closer to the camera, with no finger over its number.',
      'number-covered':
        'Hold the document by its edges so that no finger covers its number, and take the selfie again.',
      'looks-different': 'Hold the document that you photographed before, flat and closer to the camera.',
    },
  },
  'face.held-matches-selfie': {
    title: 'Portrait in the hand matches the person',
    passed:
      'The portrait on the document in the hand shows the person who holds it[: 1 in {strangers} pairs of strangers look this alike].',
    reasons: {
      'not-alike':
        'The portrait on the document in the hand shows another person than the one who holds it[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may].',
      uncertain:
        'The portrait on the document in the hand and the person are too alike for strangers and too unlike for a match[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may]. A person has to look.',
    },
    advice: {
      'not-alike': 'Hold your own document.',
      uncertain: 'Hold the document closer to the camera, in even light.',
    },
  },
  'face.held-matches-document': {
    title: 'Portrait in the hand matches the document step',
    passed:
      'The portrait on the document in the hand and that of the document step show the same person[: 1 in {strangers} pairs of strangers look this alike].',
    reasons: {
      'not-alike':
        'The portrait on the document in the hand and that of the document step show different people[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may].',
      uncertain:
        'The portrait on the document in the hand and that of the document step are too alike for strangers and too unlike for a match[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may]. A person has to look.',
    },
    advice: {
      'not-alike': 'Hold the document that you photographed before.',
      uncertain: 'Hold the document closer to the camera, in even light.',
    },
  },
  'face.same-person': {
    title: 'All pictures show the same person',
    passed:
      'The pictures of the person show the same face[: 1 in {strangers} pairs of strangers look this alike].',
    reasons: {
      'not-alike':
        'Two pictures of the person show different people[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may].',
      uncertain:
        'Two pictures of the person are too alike for strangers and too unlike for a match[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may]. A person has to look.',
    },
    advice: {
      'not-alike': 'Take all pictures of yourself.',
      uncertain: 'Take the pictures again: face the camera, in even light, without glasses.',
    },
  },
  'face.matches-document': {
    title: 'Selfie matches the document portrait',
    passed:
      'The selfie and the portrait show the same person[: 1 in {strangers} pairs of strangers look this alike].',
    reasons: {
      'not-alike':
        'The selfie and the portrait show different people[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may].',
      uncertain:
        'The faces are too alike for strangers and too unlike for a match[: 1 in {strangers} pairs of strangers look this alike; for a match at most 1 in {asked} may]. A person has to look.',
    },
    advice: {
      'not-alike': 'Send your own document and your own selfie.',
      uncertain: 'Take the selfie again: face the camera, in even light, without glasses.',
    },
  },
} as const satisfies Record<string, CheckText>;
