import type { FieldName, RegionKind } from './analysis.ts';
import type { DocumentType, Side } from './scenario.ts';

/** Languages of the product. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/**
 * What one check says to people. `{name}` stands for a value of the finding's `details`, or `{score}` and `{threshold}`.
 * `reasons` tells an analyst what was seen; `advice` tells the person in front of the camera what to do.
 */
export interface CheckText<Reason extends string = string> {
  readonly title: string;
  readonly passed: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly advice: Readonly<Record<Reason, string>>;
}

const refusalsEn = {
  'empty-file': 'The file is empty.',
  'unknown-format': 'The file is not a picture.',
  'unsupported-format': 'The picture is of a kind that is not accepted.',
  animated: 'The picture moves; a single photo is needed.',
  truncated: 'The file ends before the picture does.',
  damaged: 'The file is damaged and cannot be opened as a picture.',
  'too-many-bytes': 'The file is larger than 50 MB.',
  'too-many-pixels': 'The picture has more than 40 megapixels.',
  'too-small': 'The picture is smaller than 64 pixels.',
  'timed-out': 'Opening the picture took too long.',
  'pdf-encrypted': 'The PDF is protected by a password.',
  'pdf-no-pages': 'The PDF has no such page.',
} as const;
export type RefusalCode = keyof typeof refusalsEn;

const refusalsRu: Readonly<Record<RefusalCode, string>> = {
  'empty-file': 'Файл пустой.',
  'unknown-format': 'Файл не является изображением.',
  'unsupported-format': 'Изображения такого вида не принимаются.',
  animated: 'Изображение движется, а нужен один снимок.',
  truncated: 'Файл обрывается раньше, чем заканчивается изображение.',
  damaged: 'Файл повреждён и не открывается как изображение.',
  'too-many-bytes': 'Файл больше 50 МБ.',
  'too-many-pixels': 'В изображении больше 40 мегапикселей.',
  'too-small': 'Изображение меньше 64 пикселей.',
  'timed-out': 'Открытие изображения заняло слишком много времени.',
  'pdf-encrypted': 'PDF защищён паролем.',
  'pdf-no-pages': 'В PDF нет такой страницы.',
};

const refusalAdviceEn: Readonly<Record<RefusalCode, string>> = {
  'empty-file': 'Choose the file again.',
  'unknown-format': 'Send a photo: JPEG, PNG, WebP, HEIC or a PDF.',
  'unsupported-format': 'Save the picture as JPEG or PNG and send it again.',
  animated: 'Send one still photo.',
  truncated: 'Send the file again; the transfer was cut off.',
  damaged: 'Take a new photo and send that.',
  'too-many-bytes': 'Send a photo straight from the camera, or save it smaller.',
  'too-many-pixels': 'Save the picture with at most 40 megapixels and send it again.',
  'too-small': 'Send the original photo, not a thumbnail.',
  'timed-out': 'Send the picture again, as JPEG if possible.',
  'pdf-encrypted': 'Send the PDF without a password, or a photo.',
  'pdf-no-pages': 'Send a PDF with the page of the document, or a photo.',
};

const refusalAdviceRu: Readonly<Record<RefusalCode, string>> = {
  'empty-file': 'Выберите файл ещё раз.',
  'unknown-format': 'Отправьте снимок: JPEG, PNG, WebP, HEIC или PDF.',
  'unsupported-format': 'Сохраните изображение как JPEG или PNG и отправьте снова.',
  animated: 'Отправьте один неподвижный снимок.',
  truncated: 'Отправьте файл ещё раз: передача оборвалась.',
  damaged: 'Сделайте новый снимок и отправьте его.',
  'too-many-bytes': 'Отправьте снимок прямо с камеры или сохраните его в меньшем размере.',
  'too-many-pixels': 'Сохраните изображение не более чем в 40 мегапикселей и отправьте снова.',
  'too-small': 'Отправьте исходный снимок, а не его уменьшенную копию.',
  'timed-out': 'Отправьте изображение ещё раз, по возможности в JPEG.',
  'pdf-encrypted': 'Отправьте PDF без пароля или снимок.',
  'pdf-no-pages': 'Отправьте PDF со страницей документа или снимок.',
};

const checksEn = {
  'document.present': {
    title: 'Document in the picture',
    passed: 'A document was found in every picture that was asked for.',
    reasons: {
      ...refusalsEn,
      'no-document': 'No document was found: no outline, no machine-readable zone, no portrait.',
      'side-missing': 'The picture of the {side} is missing.',
    },
    advice: {
      ...refusalAdviceEn,
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
  'document.sharp': {
    title: 'Document is sharp',
    passed: 'The print of the document is sharp.',
    reasons: {
      blurred: 'The document is out of focus or blurred by movement: sharpness {score}, needed {threshold}.',
    },
    advice: { blurred: 'Hold the camera still, wait until it focuses, and take the photo again.' },
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
      'too-dark': 'The document is too dark to be judged.',
      'too-bright': 'The document is overexposed; print is lost in white.',
    },
    advice: {
      'too-dark': 'Take the photo in a brighter place.',
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
  'document.sides-match': {
    title: 'Both sides are of one document',
    passed: 'The two pictures show two sides, and what both state agrees.',
    reasons: {
      'same-side-twice': 'Both pictures show the same side of the document.',
      'field-differs': 'The two sides state different things: {fields}. They may be of two documents.',
      'field-unsure': 'The two sides seem to state different things, but were read unsurely: {fields}.',
    },
    advice: {
      'same-side-twice': 'Turn the document over and take a photo of its other side.',
      'field-differs': 'Take photos of both sides of the same document.',
      'field-unsure': 'Take sharper photos of both sides of the same document.',
    },
  },
  'document.elements-present': {
    title: 'Required elements are there',
    passed: 'Found on the document: {elements}.',
    reasons: {
      'element-missing': 'Not found on the document: {elements}.',
    },
    advice: {
      'element-missing': 'Take a sharp photo of the whole document, without glare, in color.',
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
    passed: 'Both portraits of the document show the same person: distance {score}, at most {threshold}.',
    reasons: {
      'not-alike':
        'The two portraits of the document show different people: distance {score}, at most {threshold} for a match.',
      uncertain:
        'The two portraits are too alike for strangers and too unlike for a match: distance {score}. A person has to look.',
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
      ...refusalAdviceEn,
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
  'face.matches-document': {
    title: 'Selfie matches the document portrait',
    passed: 'The selfie and the portrait show the same person: distance {score}, at most {threshold}.',
    reasons: {
      'not-alike':
        'The selfie and the portrait show different people: distance {score}, at most {threshold} for a match.',
      uncertain:
        'The faces are too alike for strangers and too unlike for a match: distance {score}. A person has to look.',
    },
    advice: {
      'not-alike': 'Send your own document and your own selfie.',
      uncertain: 'Take the selfie again: face the camera, in even light, without glasses.',
    },
  },
} as const satisfies Record<string, CheckText>;

export type CheckId = keyof typeof checksEn;
/** The reasons that a check may give. */
export type CheckReason<Id extends CheckId> = keyof (typeof checksEn)[Id]['reasons'] & string;

type CheckTexts = { readonly [Id in CheckId]: CheckText<CheckReason<Id>> };

const checksRu: CheckTexts = {
  'document.present': {
    title: 'Документ на снимке',
    passed: 'Документ найден на каждом снимке, который требовался.',
    reasons: {
      ...refusalsRu,
      'no-document': 'Документ не найден: нет ни контура, ни машиночитаемой зоны, ни портрета.',
      'side-missing': 'Нет снимка: {side}.',
    },
    advice: {
      ...refusalAdviceRu,
      'no-document': 'Снимите раскрытый документ так, чтобы он занимал большую часть кадра.',
      'side-missing': 'Сделайте ещё снимок: {side}.',
    },
  },
  'document.single': {
    title: 'Один документ на снимке',
    passed: 'На каждом снимке один документ.',
    reasons: {
      'several-documents': 'Документов на снимке: {count}.',
    },
    advice: {
      'several-documents': 'Уберите другие документы и карты и снимите ещё раз.',
    },
  },
  'document.unobstructed': {
    title: 'Документ ничем не закрыт',
    passed: 'Ничего, что закрывало бы край документа, не найдено.',
    reasons: {
      covered: 'На краю документа что-то лежит, например палец, и закрывает {percent} % документа.',
    },
    advice: {
      covered:
        'Положите документ или держите его за самый край, чтобы пальцы его не закрывали, и снимите ещё раз.',
    },
  },
  'document.sharp': {
    title: 'Документ резкий',
    passed: 'Печать документа резкая.',
    reasons: { blurred: 'Документ не в фокусе или смазан движением: резкость {score}, нужно {threshold}.' },
    advice: { blurred: 'Держите камеру неподвижно, дождитесь фокусировки и снимите ещё раз.' },
  },
  'document.glare': {
    title: 'Блики на документе',
    passed: 'Бликов на документе нет.',
    reasons: { glare: 'Отражённый свет закрывает {percent} % документа.' },
    advice: { glare: 'Наклоните документ или отойдите от лампы, выключите вспышку и снимите ещё раз.' },
  },
  'document.exposure': {
    title: 'Экспозиция документа',
    passed: 'Документ не слишком тёмный и не слишком светлый.',
    reasons: {
      'too-dark': 'Документ слишком тёмный, оценить его нельзя.',
      'too-bright': 'Документ пересвечен: печать теряется в белом.',
    },
    advice: {
      'too-dark': 'Снимите документ в более светлом месте.',
      'too-bright': 'Снимите без вспышки и не на прямом солнце.',
    },
  },
  'document.resolution': {
    title: 'Разрешение документа',
    passed: 'Пикселей на документе достаточно.',
    reasons: {
      'too-few-pixels':
        'На миллиметр документа приходится пикселей: {score}; чтобы оценить печать, нужно {threshold}.',
    },
    advice: {
      'too-few-pixels':
        'Поднесите камеру ближе, чтобы документ занял весь кадр, и отправьте исходный снимок.',
    },
  },
  'document.fully-visible': {
    title: 'Документ виден целиком',
    passed: 'Все четыре угла документа в кадре.',
    reasons: {
      'cut-off': 'Часть документа вне кадра.',
      'edges-unclear': 'Края документа не найдены; возможно, он обрезан.',
    },
    advice: {
      'cut-off': 'Снимите так, чтобы все четыре угла были в кадре.',
      'edges-unclear':
        'Положите документ на ровную тёмную поверхность, оставьте вокруг место и снимите ещё раз.',
    },
  },
  'document.sides-match': {
    title: 'Стороны одного документа',
    passed: 'На снимках две разные стороны, и то, что стоит на обеих, совпадает.',
    reasons: {
      'same-side-twice': 'На обоих снимках одна и та же сторона документа.',
      'field-differs': 'На двух сторонах разные данные: {fields}. Возможно, это два документа.',
      'field-unsure': 'На двух сторонах как будто разные данные, но прочитаны они неуверенно: {fields}.',
    },
    advice: {
      'same-side-twice': 'Переверните документ и снимите другую сторону.',
      'field-differs': 'Снимите обе стороны одного и того же документа.',
      'field-unsure': 'Снимите обе стороны одного документа резче.',
    },
  },
  'document.elements-present': {
    title: 'Обязательные элементы на месте',
    passed: 'В документе найдены: {elements}.',
    reasons: {
      'element-missing': 'В документе не найдены: {elements}.',
    },
    advice: {
      'element-missing': 'Сделайте резкий цветной снимок всего документа без бликов.',
    },
  },
  'document.mrz-present': {
    title: 'Машиночитаемая зона есть',
    passed: 'Машиночитаемая зона найдена и прочитана.',
    reasons: {
      'mrz-missing': 'Машиночитаемая зона не найдена.',
      'mrz-uncertain': 'Машиночитаемая зона найдена, но уверенно прочитать её не удалось.',
    },
    advice: {
      'mrz-missing': 'Снимите так, чтобы строки со знаками «<<<» были резкими и целиком в кадре.',
      'mrz-uncertain':
        'Снимите при ровном свете, чтобы строки со знаками «<<<» были резкими, без бликов и теней.',
    },
  },
  'document.mrz-form': {
    title: 'Форма машиночитаемой зоны',
    passed: 'Форма машиночитаемой зоны соответствует типу документа, государства в ней существуют.',
    reasons: {
      'format-of-other-type': 'Формат машиночитаемой зоны — {format}; у документов этого типа — {expected}.',
      'unknown-state': 'В машиночитаемой зоне указано несуществующее государство: {code}.',
    },
    advice: {
      'format-of-other-type': 'Отправьте другой документ.',
      'unknown-state': 'Снимите резче строки со знаками «<<<».',
    },
  },
  'document.mrz-check-digits': {
    title: 'Контрольные цифры МЧЗ',
    passed: 'Все контрольные цифры машиночитаемой зоны сходятся.',
    reasons: {
      'check-digit-wrong': 'Контрольные цифры не сходятся, хотя знаки прочитаны уверенно: {fields}.',
      'check-digit-unsure': 'Контрольные цифры не сходятся, но часть знаков прочитана неуверенно: {fields}.',
    },
    advice: {
      'check-digit-wrong': 'Отправьте другой документ.',
      'check-digit-unsure': 'Снимите строки со знаками «<<<» резче.',
    },
  },
  'document.mrz-placement': {
    title: 'Место и размер машиночитаемой зоны',
    passed: 'Машиночитаемая зона лежит там, где предписывает ИКАО, и имеет нужный размер.',
    reasons: {
      'pitch-differs': 'Шаг знаков машиночитаемой зоны — {pitch} мм; предписано {prescribed} мм.',
      'zone-misplaced': 'Машиночитаемая зона выходит за предписанное место на {score} мм.',
    },
    advice: {
      'pitch-differs': 'Снимайте прямо сверху, чтобы все четыре угла были в кадре.',
      'zone-misplaced': 'Снимайте прямо сверху, чтобы все четыре угла были в кадре.',
    },
  },
  'document.mrz-matches-printed': {
    title: 'МЧЗ совпадает с напечатанным',
    passed: 'Напечатанное совпадает с машиночитаемой зоной ({fields}).',
    reasons: {
      'field-differs': 'Напечатанное расходится с машиночитаемой зоной: {fields}.',
      'field-unsure':
        'Напечатанное, похоже, расходится с машиночитаемой зоной, но прочитано неуверенно: {fields}.',
    },
    advice: {
      'field-differs': 'Отправьте другой документ.',
      'field-unsure': 'Снимите всю страницу резче.',
    },
  },
  'document.barcode-matches': {
    title: 'Штрихкод совпадает с печатью и зоной',
    passed: 'Штрихкод согласуется с остальным прочитанным ({fields}).',
    reasons: {
      'field-differs': 'В штрихкоде не то, что в документе: {fields}.',
      'field-unsure': 'В штрихкоде как будто не то, что в документе, но прочитан он неуверенно: {fields}.',
    },
    advice: {
      'field-differs': 'Отправьте другой документ.',
      'field-unsure': 'Снимите обе стороны резче.',
    },
  },
  'document.not-expired': {
    title: 'Документ действует',
    passed: 'В день сессии срок действия документа не истёк.',
    reasons: { expired: 'Срок действия документа истёк {day}.' },
    advice: { expired: 'Отправьте действующий документ.' },
  },
  'document.dates-possible': {
    title: 'Даты возможны',
    passed: 'Даты существуют и следуют друг за другом.',
    reasons: {
      'no-such-day': 'Такого дня нет: {fields} — {printed}.',
      'birth-after-expiry': 'Получается, что владелец родился после окончания срока действия документа.',
      'birth-after-issue': 'Документ выдан раньше, чем владелец родился.',
      'issue-after-expiry': 'Документ выдан позже окончания срока действия.',
      'issued-in-future': 'Дата выдачи {day} ещё не наступила.',
      'born-before-records': 'Получается, что владельцу лет: {years}.',
      'valid-too-long': 'Получается, что документ действует ещё лет: {years}.',
    },
    advice: {
      'no-such-day': 'Отправьте более резкий снимок документа.',
      'birth-after-expiry': 'Отправьте более резкий снимок документа.',
      'birth-after-issue': 'Отправьте более резкий снимок документа.',
      'issue-after-expiry': 'Отправьте более резкий снимок документа.',
      'issued-in-future': 'Отправьте более резкий снимок документа.',
      'born-before-records': 'Отправьте более резкий снимок документа.',
      'valid-too-long': 'Отправьте более резкий снимок документа.',
    },
  },
  'document.age-in-range': {
    title: 'Возраст в допустимых пределах',
    passed: 'Возраст владельца в допустимых пределах.',
    reasons: {
      'too-young': 'Возраст владельца: {years}; наименьший допустимый: {min}.',
      'too-old': 'Возраст владельца: {years}; наибольший допустимый: {max}.',
    },
    advice: {
      'too-young': 'Услуга доступна с возраста: {min}.',
      'too-old': 'Проверьте дату рождения в документе.',
    },
  },
  'document.issue-rules': {
    title: 'Дата выдачи по правилам',
    passed: 'Дата выдачи соответствует правилам для документов этого типа.',
    reasons: {
      'too-young-at-issue': 'При выдаче владельцу было бы лет: {years}; наименьший возраст — {min}.',
      'valid-too-long': 'Документ действовал бы после выдачи больше лет, чем {max}.',
      'exchange-due': 'Документ нужно было заменить в возрасте {age}: он недействителен с {day}.',
    },
    advice: {
      'too-young-at-issue': 'Отправьте более резкий снимок документа.',
      'valid-too-long': 'Отправьте более резкий снимок документа.',
      'exchange-due': 'Отправьте документ, выданный взамен.',
    },
  },
  'document.number-format': {
    title: 'Форма номера',
    passed: 'Форма номера соответствует типу документа.',
    reasons: {
      'number-format': 'Форма номера не соответствует типу документа.',
    },
    advice: {
      'number-format': 'Отправьте более резкий снимок документа.',
    },
  },
  'document.sex-matches-names': {
    title: 'Пол соответствует отчеству',
    passed: 'Пол соответствует отчеству.',
    reasons: {
      'sex-differs': 'Отчество принадлежит другому полу.',
    },
    advice: {
      'sex-differs': 'Отправьте более резкий снимок документа.',
    },
  },
  'document.issuing-authority': {
    title: 'Орган выдачи соответствует коду',
    passed: 'Орган выдаёт документы с кодом {code}.',
    reasons: {
      'code-unknown': 'Кода {code} нет в реестре кодов подразделений.',
      'authority-differs': 'Для {code} в реестре «{registered}», в документе «{authority}».',
    },
    advice: {
      'code-unknown': 'Отправьте более резкий снимок страницы с органом выдачи.',
      'authority-differs': 'Отправьте более резкий снимок страницы с органом выдачи.',
    },
  },
  'document.ghost-matches-portrait': {
    title: 'Второй портрет совпадает с первым',
    passed: 'На обоих портретах документа один человек: расстояние {score}, не больше {threshold}.',
    reasons: {
      'not-alike':
        'На двух портретах документа разные люди: расстояние {score}, для совпадения не больше {threshold}.',
      uncertain:
        'Портреты слишком похожи для чужих и слишком непохожи для совпадения: расстояние {score}. Нужен взгляд человека.',
    },
    advice: {
      'not-alike': 'Отправьте другой документ.',
      uncertain: 'Снимите документ резче, при ровном свете.',
    },
  },
  'document.type-accepted': {
    title: 'Вид документа принимается',
    passed: 'Документы такого вида и этого государства принимаются.',
    reasons: {
      'type-not-accepted': 'Вид документа: {type}; принимаются: {accepted}.',
      'country-not-accepted': 'Документ выдан государством {country}; принимаются: {countries}.',
    },
    advice: {
      'type-not-accepted': 'Отправьте один из этих документов: {accepted}.',
      'country-not-accepted': 'Отправьте документ одного из этих государств: {countries}.',
    },
  },
  'selfie.single-face': {
    title: 'Одно лицо на селфи',
    passed: 'На селфи ровно один человек.',
    reasons: {
      ...refusalsRu,
      'selfie-missing': 'Селфи нет.',
      'no-face': 'Лицо на селфи не найдено.',
      'several-faces': 'Лиц на селфи: {count}.',
    },
    advice: {
      ...refusalAdviceRu,
      'selfie-missing': 'Сделайте селфи.',
      'no-face': 'Посмотрите в камеру так, чтобы лицо было в кадре целиком.',
      'several-faces': 'В кадре должны быть только вы, без изображений людей за спиной.',
    },
  },
  'selfie.sharp': {
    title: 'Селфи резкое',
    passed: 'Лицо на селфи резкое.',
    reasons: { blurred: 'Лицо не в фокусе или смазано движением: резкость {score}, нужно {threshold}.' },
    advice: { blurred: 'Держите камеру неподвижно, протрите объектив и сделайте селфи ещё раз.' },
  },
  'selfie.lit': {
    title: 'Освещение селфи',
    passed: 'Лицо хорошо освещено.',
    reasons: {
      'too-dark': 'Лицо слишком тёмное.',
      'too-bright': 'Лицо пересвечено.',
      uneven: 'Одна сторона лица намного темнее другой.',
    },
    advice: {
      'too-dark': 'Повернитесь к свету и сделайте селфи ещё раз.',
      'too-bright': 'Уйдите с прямого света и сделайте селфи ещё раз.',
      uneven: 'Встаньте лицом к свету, чтобы обе половины лица были освещены, и сделайте селфи ещё раз.',
    },
  },
  'face.matches-document': {
    title: 'Селфи совпадает с портретом в документе',
    passed: 'На селфи и на портрете один человек: расстояние {score}, не больше {threshold}.',
    reasons: {
      'not-alike':
        'На селфи и на портрете разные люди: расстояние {score}, для совпадения не больше {threshold}.',
      uncertain:
        'Лица слишком похожи для чужих и слишком непохожи для совпадения: расстояние {score}. Нужен взгляд человека.',
    },
    advice: {
      'not-alike': 'Отправьте свой документ и своё селфи.',
      uncertain: 'Сделайте селфи ещё раз: лицом к камере, при ровном свете, без очков.',
    },
  },
};

/** What every check says, in every language. */
export const checkSentences: Readonly<Record<Language, CheckTexts>> = { en: checksEn, ru: checksRu };

const notRunEn = {
  ...refusalsEn,
  'switched-off': 'The scenario does not ask for it.',
  'not-applicable': 'Documents of this type have no such thing.',
  'not-measured': 'No sound measure of it is known yet; a person has to look at the pictures.',
  'type-unsure': 'The type of the document was not told surely enough to hold its rules against it.',
  'outline-unclear': 'The edges of the document were not seen clearly enough to measure from them.',
  'issue-date-not-read': 'No date of issue was read.',
  'number-not-read': 'The number of the document was not read.',
  'sex-not-read': 'The sex was not read on the document.',
  'barcode-not-read': 'The barcode of the document was not read.',
  'no-shared-field': 'Nothing was read that stands on both sides.',
  'not-searched': 'What documents of this type must have cannot be looked for surely enough.',
  'ghost-not-found': 'The second portrait of the document was not found.',
  'ghost-too-small': 'The second portrait has too few pixels to be compared.',
  'not-available-yet': 'This version does not analyze it; a person has to look at the pictures.',
  'capture-missing': 'The picture it needs is missing.',
  'document-not-found': 'No document was found in the picture.',
  'mrz-not-found': 'The machine-readable zone was not found.',
  'mrz-uncertain': 'The machine-readable zone was found, but could not be read with certainty.',
  'date-unreadable': 'The date in the machine-readable zone could not be read in full.',
  'expiry-not-stated': 'The document states no expiry date.',
  'ocr-missing': 'No text recognition is installed on this machine.',
  'ocr-language-missing': 'Text recognition on this machine lacks the data for the language of the document.',
  'ocr-failed': 'Text recognition broke off.',
  'no-printed-field-read': 'No printed field was read surely enough to be compared.',
  'no-division-codes': 'No registry of division codes was imported on the machine that analyzes.',
  'no-field': 'No issuing authority with its code was read on the document.',
  'scale-unknown': 'The size of the document is not known, so neither is its scale.',
  'no-face': 'No face was found on the selfie.',
  'several-faces': 'The selfie shows several faces.',
  'no-portrait': 'No portrait was found on the document.',
  'portrait-too-small': 'The portrait has too few pixels to be compared.',
  'portrait-unclear': 'The portrait is too blurred to be compared.',
  'selfie-unclear': 'The face in the selfie is too blurred to be compared.',
} as const;
/** Why a check was not run: the runner alone gives these. */
export type NotRunReason = keyof typeof notRunEn;

const notRunRu: Readonly<Record<NotRunReason, string>> = {
  ...refusalsRu,
  'switched-off': 'Сценарий этого не требует.',
  'not-applicable': 'В документах этого типа такого нет.',
  'not-measured': 'Надёжного способа это измерить пока нет; снимки должен посмотреть человек.',
  'type-unsure': 'Тип документа определён недостаточно уверенно, чтобы применять его правила.',
  'outline-unclear': 'Края документа видны недостаточно чётко, чтобы измерять от них.',
  'issue-date-not-read': 'Дата выдачи не прочитана.',
  'number-not-read': 'Номер документа не прочитан.',
  'sex-not-read': 'Пол в документе не прочитан.',
  'barcode-not-read': 'Штрихкод документа не прочитан.',
  'no-shared-field': 'Не прочитано ничего, что стоит на обеих сторонах.',
  'not-searched': 'То, что должно быть в документе этого типа, нельзя искать достаточно надёжно.',
  'ghost-not-found': 'Второй портрет документа не найден.',
  'ghost-too-small': 'Во втором портрете слишком мало пикселей для сравнения.',
  'not-available-yet': 'Эта версия этого не анализирует; снимки должен посмотреть человек.',
  'capture-missing': 'Нет снимка, который для этого нужен.',
  'document-not-found': 'На снимке не найден документ.',
  'mrz-not-found': 'Машиночитаемая зона не найдена.',
  'mrz-uncertain': 'Машиночитаемая зона найдена, но уверенно прочитать её не удалось.',
  'date-unreadable': 'Дата в машиночитаемой зоне не прочитана полностью.',
  'expiry-not-stated': 'Срок действия в документе не указан.',
  'ocr-missing': 'На этом компьютере не установлено распознавание текста.',
  'ocr-language-missing': 'В распознавании текста на этом компьютере нет данных для языка документа.',
  'ocr-failed': 'Распознавание текста прервалось.',
  'no-printed-field-read': 'Ни одно напечатанное поле не прочитано достаточно уверенно для сравнения.',
  'no-division-codes': 'На машине, которая выполняет анализ, не импортирован реестр кодов подразделений.',
  'no-field': 'В документе не прочитан орган выдачи с кодом.',
  'scale-unknown': 'Размер документа неизвестен, поэтому неизвестен и масштаб.',
  'no-face': 'Лицо на селфи не найдено.',
  'several-faces': 'На селфи несколько лиц.',
  'no-portrait': 'Портрет в документе не найден.',
  'portrait-too-small': 'В портрете слишком мало пикселей для сравнения.',
  'portrait-unclear': 'Портрет слишком размыт для сравнения.',
  'selfie-unclear': 'Лицо на селфи слишком размыто для сравнения.',
};

export const notRunSentences: Readonly<Record<Language, Readonly<Record<NotRunReason, string>>>> = {
  en: notRunEn,
  ru: notRunRu,
};

/** Titles of findings that no check gives yet, by their id: what a scenario asks for and this version says it did not do. */
export const pendingCheckTitles: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    'liveness.active': 'Presence in person',
    'document.undamaged': 'Document is not damaged',
    'document.mrz-font': 'MRZ font',
  },
  ru: {
    'liveness.active': 'Личное присутствие',
    'document.undamaged': 'Документ не повреждён',
    'document.mrz-font': 'Шрифт машиночитаемой зоны',
  },
};

/** Why a picture was refused, and what its sender should do. */
export const refusalSentences: Readonly<Record<Language, Readonly<Record<RefusalCode, string>>>> = {
  en: refusalsEn,
  ru: refusalsRu,
};
export const refusalAdvice: Readonly<Record<Language, Readonly<Record<RefusalCode, string>>>> = {
  en: refusalAdviceEn,
  ru: refusalAdviceRu,
};

/** A check that broke; the policy never takes it for a pass. */
export const brokenCheckSentences: Readonly<Record<Language, string>> = {
  en: 'The check broke off because of a fault in the program; a person has to look.',
  ru: 'Проверка прервалась из-за ошибки в программе; нужен взгляд человека.',
};

/** Names of document fields, and of the check digit over all of them. */
export const fieldTitles: Readonly<Record<Language, Readonly<Record<FieldName | 'composite', string>>>> = {
  en: {
    surname: 'surname',
    'given-names': 'given names',
    'document-number': 'document number',
    nationality: 'nationality',
    'issuing-state': 'issuing state',
    'birth-date': 'date of birth',
    sex: 'sex',
    'expiry-date': 'date of expiry',
    'issue-date': 'date of issue',
    'personal-number': 'personal number',
    'optional-data': 'optional data',
    'place-of-birth': 'place of birth',
    authority: 'authority',
    'division-code': 'division code',
    patronymic: 'patronymic',
    address: 'address',
    'licence-categories': 'licence categories',
    composite: 'the whole zone',
  },
  ru: {
    surname: 'фамилия',
    'given-names': 'имена',
    'document-number': 'номер документа',
    nationality: 'гражданство',
    'issuing-state': 'государство выдачи',
    'birth-date': 'дата рождения',
    sex: 'пол',
    'expiry-date': 'срок действия',
    'issue-date': 'дата выдачи',
    'personal-number': 'личный номер',
    'optional-data': 'дополнительные данные',
    'place-of-birth': 'место рождения',
    authority: 'кем выдан',
    'division-code': 'код подразделения',
    patronymic: 'отчество',
    address: 'адрес',
    'licence-categories': 'категории',
    composite: 'вся зона',
  },
};

/** What a document may have to have, beside its fields. */
export const regionTitles: Readonly<Record<Language, Readonly<Record<RegionKind, string>>>> = {
  en: {
    portrait: 'portrait',
    'ghost-portrait': 'second portrait',
    signature: 'signature',
    stamp: 'stamp',
    mrz: 'machine-readable zone',
    barcode: 'barcode',
  },
  ru: {
    portrait: 'портрет',
    'ghost-portrait': 'второй портрет',
    signature: 'подпись',
    stamp: 'печать',
    mrz: 'машиночитаемая зона',
    barcode: 'штрихкод',
  },
};

export const sideTitles: Readonly<Record<Language, Readonly<Record<Side, string>>>> = {
  en: { front: 'front side', back: 'back side', selfie: 'selfie' },
  ru: { front: 'лицевая сторона', back: 'обратная сторона', selfie: 'селфи' },
};

export const documentTypeTitles: Readonly<Record<Language, Readonly<Record<DocumentType, string>>>> = {
  en: {
    passport: 'passport',
    'id-card': 'ID card',
    visa: 'visa',
    'residence-permit': 'residence permit',
    'travel-document': 'travel document',
    'driving-licence': 'driving licence',
    'internal-passport': 'internal passport',
    unknown: 'unknown',
  },
  ru: {
    passport: 'паспорт',
    'id-card': 'удостоверение личности',
    visa: 'виза',
    'residence-permit': 'вид на жительство',
    'travel-document': 'проездной документ',
    'driving-licence': 'водительское удостоверение',
    'internal-passport': 'внутренний паспорт',
    unknown: 'неизвестен',
  },
};
