import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import type { PersonView } from '#shared/domain/person-view.ts';
import { drawSign } from '../drawings.ts';
import { button, html } from '../lib/dom.ts';
import type { PersonStep } from '../plan.ts';
import type { ScreenBuilder } from '../stage.ts';
import { refusalTexts } from '../texts/refusals.ts';
import type { LanguageCode, Say } from '../texts/say.ts';
import { heading, page } from './parts.ts';

/** The sentences of a step's advice, none twice; empty where there are none or their catalog could not be loaded. */
export type AdviceReader = (step: PersonStep, language: LanguageCode) => readonly string[];

/** Why an attempt has to be repeated, in words that help, and how often that may still be done. */
export function againScreen(step: PersonStep, adviceOf: AdviceReader): ScreenBuilder<'again'> {
  return (say, act, language) => {
    const advice = adviceOf(step, language);
    const list = html('ul', { class: 'advice' });
    for (const sentence of advice.length === 0 ? [say('again.unknown')] : advice)
      list.append(html('li', {}, sentence));
    return page(heading(say('again.title')), {
      above: [drawSign('again')],
      content: [
        html('p', { class: 'center' }, say('again.text')),
        list,
        html('p', { class: 'center strong' }, say('again.left', { count: step.attemptsLeft })),
      ],
      actions: [button(say('again.button'), 'primary', () => act('again'))],
    });
  };
}

/** A refusal of the intake, with what to do and a way to look again. */
export function refusalScreen(code: PersonErrorCode): ScreenBuilder<'look-again'> {
  return (say, act, language) => {
    const { title, text } = refusalTexts[language][code];
    const label = code.startsWith('link-') || code === 'internal' ? 'check-again' : 'continue';
    return page(heading(title), {
      above: [drawSign('stopped')],
      content: [html('p', { class: 'center' }, text)],
      actions: [button(say(label), 'secondary', () => act('look-again'))],
    });
  };
}

/** The end: thanks and the way back, or why nothing more can be sent and whom to ask. */
export function endScreen(
  how: 'finished' | 'blocked' | 'expired',
  { page: look }: PersonView,
  {
    redirectUrl,
    isTakenBack,
    leave,
  }: {
    readonly redirectUrl: string | null;
    /** Whether the page goes there by itself. */
    readonly isTakenBack: boolean;
    readonly leave?: (() => void) | undefined;
  },
): ScreenBuilder<'look-again'> {
  return (say, act) => {
    const organization = organizationOf(look.organization, say);
    const sign = how === 'finished' ? 'done' : how === 'expired' ? 'time' : 'stopped';
    const link =
      redirectUrl === null
        ? null
        : html(
            'a',
            { class: 'button primary', href: redirectUrl },
            say(isTakenBack ? 'finished.link' : 'end.back'),
          );
    return page(heading(say(`${how}.title`)), {
      above: [drawSign(sign)],
      content: [
        html('p', { class: 'center' }, say(`${how}.text`, { organization })),
        isTakenBack ? html('p', { class: 'center' }, say('finished.redirect')) : null,
      ],
      actions: [
        link,
        leave === undefined ? null : button(say('end.leave'), 'primary', leave),
        how === 'finished' ? null : button(say('check-again'), 'secondary', () => act('look-again')),
      ],
    });
  };
}

function organizationOf(name: string, say: Say): string {
  return name === '' ? say('someone') : name;
}
