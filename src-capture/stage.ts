import type { PersonView } from '#shared/domain/person-view.ts';
import { html } from './lib/dom.ts';
import { createSay, isLanguage, languageNames, type LanguageCode, type Say } from './texts/say.ts';
import type { Trouble } from './api/persist.ts';

/** One screen: its heading takes the focus when it appears. */
export interface Screen {
  readonly heading: HTMLElement;
  readonly body: readonly Node[];
  /** Fills the whole window, dark, without the page's header: the camera. */
  readonly isImmersive?: boolean;
  /** Called when the screen goes. */
  readonly leave?: () => void;
}

/** Builds a screen in a language; `act` answers {@link Stage.show}. Called again when the person switches the language. */
export type ScreenBuilder<Action> = (
  say: Say,
  act: (action: Action) => void,
  language: LanguageCode,
) => Screen;

/** What is on the screen: one screen at a time, under a header, with a notice of the network's troubles. */
export interface Stage {
  /** Shows a screen until the person (or the screen itself) acts. */
  show<Action>(build: ScreenBuilder<Action>): Promise<Action>;
  /** Shows a screen while `work` runs, and answers what it gives. */
  during<Value>(build: ScreenBuilder<never>, work: () => Promise<Value>): Promise<Value>;
  notice(trouble: Trouble | null): void;
  readonly language: () => LanguageCode;
  /** From the next screen on: the organization's words, and its language where nobody has chosen another one. */
  speak(page: Pick<PersonView['page'], 'language' | 'texts'>): void;
}

/**
 * `isChosen` says that the first language was asked for, and not taken from the browser's settings; `onChoice` hears of one that the person
 * chooses.
 */
export function createStage(
  root: HTMLElement,
  {
    first,
    isChosen,
    onChoice,
  }: {
    readonly first: LanguageCode;
    readonly isChosen: boolean;
    readonly onChoice: (language: LanguageCode) => void;
  },
): Stage {
  let language = first;
  let isLanguageChosen = isChosen;
  let texts: PersonView['page']['texts'] = {};
  let trouble: Trouble | null = null;
  let leave: (() => void) | undefined;
  let render: () => void = () => undefined;

  const picker = html('select', { class: 'language' });
  for (const [code, name] of Object.entries(languageNames)) {
    picker.append(html('option', { value: code, lang: code }, name));
  }
  picker.value = language;
  const noticeBar = html('p', { class: 'notice', role: 'status' });
  const main = html('main', { class: 'screen' });
  root.replaceChildren(html('header', { class: 'bar' }, picker), noticeBar, main);

  const renderChrome = (): void => {
    const say = createSay(language);
    document.documentElement.lang = language;
    picker.setAttribute('aria-label', say('language'));
    const text = trouble === null ? '' : say(`notice.${trouble}`);
    // A live region speaks whenever its text is set, even to the same.
    if (noticeBar.textContent !== text) noticeBar.textContent = text;
  };
  picker.addEventListener('change', () => {
    if (!isLanguage(picker.value)) return;
    language = picker.value;
    isLanguageChosen = true;
    onChoice(language);
    renderChrome();
    render();
    picker.focus();
  });
  renderChrome();

  function put<Action>(build: ScreenBuilder<Action>, act: (action: Action) => void): void {
    render = () => {
      leave?.();
      const screen = build(createSay(language, texts[language]), act, language);
      leave = screen.leave;
      root.classList.toggle('immersive', screen.isImmersive === true);
      document.title = screen.heading.textContent;
      main.replaceChildren(...screen.body);
      screen.heading.tabIndex = -1;
      scrollTo(0, 0);
      screen.heading.focus({ preventScroll: true });
    };
    render();
  }

  return {
    show: (build) => new Promise((resolve) => put(build, resolve)),
    during: async (build, work) => {
      put(build, () => undefined);
      return await work();
    },
    notice: (next) => {
      trouble = next;
      renderChrome();
    },
    language: () => language,
    speak: (page) => {
      texts = page.texts;
      if (isLanguageChosen || page.language === 'auto') return;
      language = page.language;
      picker.value = language;
      renderChrome();
    },
  };
}
