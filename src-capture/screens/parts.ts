import type { PersonStep } from '../plan.ts';
import type { Say } from '../texts/say.ts';
import type { TextKey } from '../texts/en.ts';
import { button, html, type Child } from '../lib/dom.ts';
import type { Screen } from '../stage.ts';
import type { Side } from '#shared/domain/scenario.ts';

/** Where in the whole a screen stands. */
export interface Place {
  readonly step: PersonStep;
  readonly side: Side;
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** Whether the step asks for a front and a back. */
  readonly isTwoSided: boolean;
}

/** What the picture of a place is called. */
export function titleOf({ step, side, isTwoSided }: Place): TextKey {
  if (step.type === 'selfie-with-document') return 'side.selfie-with-document';
  if (side === 'front') return isTwoSided ? 'side.front' : 'side.page';
  return `side.${side}`;
}

/** Whether the picture is of a document and nobody's face. */
export function isDocument({ step }: Place): boolean {
  return step.type === 'document';
}

/** What a step asks for, in the list at the beginning. */
export function askedFor(step: PersonStep): TextKey {
  if (step.type === 'document') return step.sides.length > 1 ? 'step.document.two' : 'step.document';
  return `step.${step.type}`;
}

export function heading(text: string): HTMLHeadingElement {
  return html('h1', {}, text);
}

/** A round button with a sign, and its name for who cannot see it. */
export function iconButton(sign: SVGElement, label: string): HTMLButtonElement {
  const element = button('', 'quiet', () => undefined);
  element.classList.add('round');
  element.setAttribute('aria-label', label);
  element.append(sign);
  return element;
}

/** A screen of text, scrolling, with its buttons within a thumb's reach. */
export function page(
  head: HTMLElement,
  {
    above = [],
    content,
    actions,
  }: {
    readonly above?: readonly Child[];
    readonly content: readonly Child[];
    readonly actions: readonly Child[];
  },
): Screen {
  return {
    heading: head,
    body: [
      html('div', { class: 'content' }, ...above, head, ...content),
      ...(actions.length === 0
        ? []
        : [html('div', { class: actions.length > 2 ? 'actions many' : 'actions' }, ...actions)]),
    ],
  };
}

/** "Step 1 of 2", with a bar for the eye. */
export function progress(
  say: Say,
  { number, count }: { readonly number: number; readonly count: number },
): HTMLElement {
  const dots = html('span', { class: 'dots', 'aria-hidden': 'true' });
  for (let at = 1; at <= count; at += 1) {
    dots.append(html('span', { class: at < number ? 'dot past' : at === number ? 'dot now' : 'dot' }));
  }
  return html('p', { class: 'progress' }, dots, say('progress', { number, count }));
}
