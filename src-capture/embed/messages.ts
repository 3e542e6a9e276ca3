import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import type { PersonView } from '#shared/domain/person-view.ts';

/** What stands behind `#` in the address of a page that the widget shows: the token comes by message instead. */
export const widgetFragment = '#widget';

/** The widget's first and only message to the page's window; its port carries everything else. A reload of the page is greeted anew. */
export interface Hello {
  readonly vidimus: 'hello';
  readonly token: string;
  /** The language that the site asked for; null leaves it to the scenario and the browser. */
  readonly language: string | null;
}

type Step = PersonView['steps'][number];

/** From the page to the widget over the port. A receiver passes over types that it does not know. */
export type FrameMessage =
  | { readonly type: 'ready' }
  /** A step is known, or its state has changed. */
  | {
      readonly type: 'step';
      readonly stepId: string;
      readonly stepType: Step['type'];
      readonly state: Step['state'];
    }
  /** Everything was sent. `result` is the signed word for the organization's backend. */
  | { readonly type: 'success'; readonly sessionId: string; readonly result: string }
  /** Nothing more can be sent. */
  | { readonly type: 'failure'; readonly code: PersonErrorCode | 'blocked' | 'expired' }
  /** What the present screen would like to have; null for as much as there is. */
  | { readonly type: 'height'; readonly heightPx: number | null }
  | { readonly type: 'look'; readonly colorScheme: PersonView['page']['colorScheme'] }
  /** The person pressed Escape in the page. */
  | { readonly type: 'escape' }
  /** The person is through, and wants to go back. */
  | { readonly type: 'done' };
