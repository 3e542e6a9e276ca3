import type { PersonView } from '#shared/domain/person-view.ts';
import { pauseInBrowser } from '../api/persist.ts';
import type { PersonReply } from '../api/person-client.ts';
import { embedOriginsPath } from './addresses.ts';
import type { FrameMessage, Hello } from './messages.ts';
import { createTeller } from './teller.ts';

/** The page of another site that shows this one in a frame, behind its widget. */
export interface HostPage {
  readonly token: string;
  readonly language: string | null;
  /** Tells of what an answer of the intake changes: steps, the end, the look. */
  saw(reply: PersonReply<PersonView>): void;
  /** The person is through and wants to go back. */
  done(): void;
  /** Tells from now on how high the screens in `root` would like to be. */
  measure(root: HTMLElement): void;
}

function isHello(data: unknown): data is Hello {
  const hello = data as Partial<Hello> | null;
  return (
    typeof hello === 'object' &&
    hello?.vidimus === 'hello' &&
    typeof hello.token === 'string' &&
    (hello.language === null || typeof hello.language === 'string')
  );
}

/** Whom the intake lets show this page. Asks until it answers: without an answer nobody may. */
async function allowedOrigins(): Promise<readonly string[]> {
  for (;;) {
    try {
      const reply = await fetch(embedOriginsPath, { cache: 'no-store' });
      const { origins } = (await reply.json()) as { origins?: unknown };
      if (reply.ok && Array.isArray(origins)) return origins.map(String);
    } catch {
      // The network: it comes back.
    }
    await pauseInBrowser(2000);
  }
}

/**
 * Waits for the widget's greeting. Only the window that holds the frame is heard, only from an origin that the intake allows, and only
 * once: what any other window sends is passed over. Begins to listen at once, since the greeting comes when the page has loaded.
 */
export function meetHost(): Promise<HostPage> {
  const origins = allowedOrigins();
  return new Promise((resolve) => {
    const listen = (event: MessageEvent<unknown>): void => {
      const [port] = event.ports;
      if (event.source !== parent || port === undefined || !isHello(event.data)) return;
      const hello = event.data;
      void origins.then((allowed) => {
        if (!allowed.includes(event.origin)) return;
        removeEventListener('message', listen);
        resolve(createHostPage(hello, port));
      });
    };
    addEventListener('message', listen);
  });
}

function createHostPage({ token, language }: Hello, port: MessagePort): HostPage {
  const send = (message: FrameMessage): void => port.postMessage(message);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) send({ type: 'escape' });
  });
  send({ type: 'ready' });
  return {
    token,
    language,
    saw: createTeller(send),
    done: () => send({ type: 'done' }),
    measure: (root) => watchHeight(root, (heightPx) => send({ type: 'height', heightPx })),
  };
}

function watchHeight(root: HTMLElement, tell: (heightPx: number | null) => void): void {
  let told: number | null | undefined;
  let isPlanned = false;
  const look = (): void => {
    isPlanned = false;
    let heightPx: number | null = null;
    if (!root.classList.contains('immersive')) {
      // The page fills its frame; what it needs shows while it does not. Nothing is painted in between.
      root.style.minHeight = '0';
      heightPx = root.offsetHeight;
      root.style.minHeight = '';
    }
    if (heightPx !== told) tell(heightPx);
    told = heightPx;
  };
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(look);
  };
  new MutationObserver(plan).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['class'],
  });
  // Pictures come later than their elements; their events do not bubble.
  root.addEventListener('load', plan, true);
  plan();
}
