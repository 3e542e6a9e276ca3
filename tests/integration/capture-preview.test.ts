import { expect, it } from 'vitest';
import { en as captureEn } from '#capture/texts/en.ts';
import { ru as captureRu } from '#capture/texts/ru.ts';
import { en } from '#renderer/app/i18n/en.ts';
import { ru } from '#renderer/app/i18n/ru.ts';

/** What the editor's preview shows, and which sentence of the capture page that is. */
const sentences = {
  'preview.title': 'consent.title',
  'preview.titleUnnamed': 'consent.title.unnamed',
  'preview.purpose': 'consent.purpose',
  'preview.asked': 'consent.asked',
  'preview.privacy': 'consent.privacy',
  'preview.statement': 'consent.statement',
  'preview.begin': 'consent.agree',
  'preview.someone': 'someone',
  'preview.document': 'step.document',
  'preview.documentTwo': 'step.document.two',
  'preview.selfie': 'step.selfie',
  'preview.selfie-with-document': 'step.selfie-with-document',
  'preview.liveness': 'step.liveness',
} as const;

it.each([
  ['English', en, captureEn],
  ['Russian', ru, captureRu],
] as const)('the editor previews what the capture page says in %s', (_name, editor, page) => {
  for (const [preview, sentence] of Object.entries(sentences) as [
    keyof typeof sentences,
    keyof typeof captureEn,
  ][])
    expect(editor[preview].replaceAll('{{', '{').replaceAll('}}', '}')).toBe(page[sentence]);
});
