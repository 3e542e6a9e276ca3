import { expect, it } from 'vitest';
import { defaultCapturePage } from '#shared/domain/scenario.ts';
import { textOr, withText } from './page-texts.ts';

it('keeps what was written, and leaves no trace of what was emptied', () => {
  const one = withText({}, 'en', 'title', 'Hello');
  const two = withText(withText(one, 'ru', 'agree', 'Да'), 'en', 'agree', 'Yes');
  expect(two).toEqual({ en: { title: 'Hello', agree: 'Yes' }, ru: { agree: 'Да' } });
  const page = { ...defaultCapturePage, texts: two };
  expect([textOr(page, 'en', 'title', 'own'), textOr(page, 'ru', 'title', 'own')]).toEqual(['Hello', 'own']);
  const less = withText(withText(withText(two, 'en', 'title', ''), 'en', 'agree', ''), 'ru', 'agree', '');
  expect([less, Object.keys(less)]).toEqual([{}, []]);
});
