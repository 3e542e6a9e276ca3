import type { Language } from './language.ts';

/** Why a picture was refused, in English: the list of codes. */
export const refusalsEn = {
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

export const refusalsRu: Readonly<Record<RefusalCode, string>> = {
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

/** Why a picture was refused, and what its sender should do. */
export const refusalSentences: Readonly<Record<Language, Readonly<Record<RefusalCode, string>>>> = {
  en: refusalsEn,
  ru: refusalsRu,
};
export const refusalAdvice: Readonly<Record<Language, Readonly<Record<RefusalCode, string>>>> = {
  en: refusalAdviceEn,
  ru: refusalAdviceRu,
};
