import type { PersonView } from '#shared/domain/person-view.ts';
import { icons } from '../drawings.ts';
import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import type { LanguageCode } from '../texts/say.ts';
import { askedFor, heading, page } from './parts.ts';

/** Who asks, why, for what, until when, and what agreeing means: before anything is recorded. */
export function consentScreen({ page: look, steps, endsAt }: PersonView): ScreenBuilder<'agreed'> {
  return (say, act, language) => {
    const isNamed = look.organization !== '';
    const organization = isNamed ? look.organization : say('someone');
    const asked = html('ul', { class: 'asked' });
    for (const step of steps) {
      const sign =
        step.type === 'document'
          ? icons.document()
          : step.type === 'liveness'
            ? icons.liveness()
            : icons.selfie();
      asked.append(html('li', {}, sign, html('span', {}, say(askedFor(step)))));
    }
    return page(heading(isNamed ? say('consent.title', { organization }) : say('consent.title.unnamed')), {
      content: [
        html('p', { class: 'lead' }, purposeOf(look, language) ?? say('consent.purpose')),
        html('h2', {}, say('consent.asked')),
        asked,
        endsAt === null ? null : html('p', {}, say('consent.until', { time: toTime(endsAt, language) })),
        html(
          'p',
          { class: 'privacy' },
          icons.lock(),
          html('span', {}, say('consent.privacy', { organization })),
        ),
      ],
      actions: [
        html('p', { class: 'small' }, say('consent.statement', { organization })),
        button(say('consent.agree'), 'primary', () => act('agreed')),
      ],
    });
  };
}

/** The organization's own words, in this language where it has some. */
function purposeOf({ texts, purpose }: PersonView['page'], language: LanguageCode): string | undefined {
  return [texts[language]?.purpose ?? '', purpose].find((text) => text !== '');
}

function toTime(instant: string, language: string): string {
  return new Date(instant).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' });
}
