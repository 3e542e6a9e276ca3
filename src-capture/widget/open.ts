import { capturePagePath } from '../embed/addresses.ts';
import { widgetFragment, type FrameMessage, type Hello } from '../embed/messages.ts';
import { checkOptions, tokenOfLink, type Start } from './check-options.ts';
import { openDialog, type WidgetDialog } from './dialog.ts';
import { askAllowed, begin } from './intake-calls.ts';
import { wordsIn } from './words.ts';

/** A slow phone over 3G has the page and its script in a few seconds. */
const answerTimeoutMs = 30_000;

/** `Vidimus.open` for the intake at `origin`: one dialog at a time. */
export function createOpen(origin: string): typeof Vidimus.open {
  let isOpen = false;
  return (options) => {
    const start = checkOptions(options, origin);
    if (isOpen) throw new TypeError('Vidimus.open: a dialog is open already; close it first');
    if (typeof HTMLDialogElement !== 'function') {
      tell(options.onFailure, { code: 'browser-unsupported' });
      tell(options.onClose);
      return { close: () => undefined };
    }
    isOpen = true;
    return run(origin, options, start, () => (isOpen = false));
  };
}

/** A callback that throws is its own matter, and is reported as such. */
function tell<Given extends readonly unknown[]>(
  callback: ((...given: Given) => void) | undefined,
  ...given: Given
): void {
  queueMicrotask(() => callback?.(...given));
}

function run(
  origin: string,
  { language, onStep, onSuccess, onFailure, onClose }: Vidimus.Settings,
  start: Start,
  onGone: () => void,
): Vidimus.Handle {
  let port: MessagePort | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Until something was begun and once all is over, nothing is lost by closing.
  let isUnderWay = false;
  let isGone = false;
  const words = wordsIn([language ?? '', document.documentElement.lang, ...navigator.languages]);
  const dialog: WidgetDialog = openDialog(
    words,
    () => !isUnderWay,
    () => {
      isGone = true;
      clearTimeout(timer);
      port?.close();
      onGone();
      tell(onClose);
    },
  );
  const fail = (code: Vidimus.FailureCode, detail?: string): void => {
    isUnderWay = false;
    clearTimeout(timer);
    tell(onFailure, detail === undefined ? { code } : { code, detail });
  };
  /** For what has no page of its own to explain it. */
  const failHere = (code: Vidimus.FailureCode, detail?: string): void => {
    dialog.showFailure(code);
    fail(code, detail);
  };

  const hear = (message: FrameMessage): void => {
    switch (message.type) {
      case 'ready':
        clearTimeout(timer);
        dialog.showFrame();
        return;
      case 'step':
        isUnderWay = true;
        tell(onStep, { stepId: message.stepId, type: message.stepType, state: message.state });
        return;
      case 'success':
        isUnderWay = false;
        tell(onSuccess, { sessionId: message.sessionId, result: message.result });
        return;
      case 'failure':
        fail(toFailureCode(message.code));
        return;
      case 'height':
        dialog.setHeight(message.heightPx);
        return;
      case 'look':
        dialog.setScheme(message.colorScheme);
        return;
      case 'escape':
        dialog.ask();
        return;
      case 'done':
        dialog.close();
    }
  };

  /** Greets the page whenever it has loaded. Only the intake's own origin receives the greeting, and only its port is listened to. */
  const showPage = (token: string): void => {
    const { frame } = dialog;
    frame.addEventListener('load', () => {
      port?.close();
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = ({ data }: MessageEvent<FrameMessage>) => hear(data);
      const hello: Hello = { vidimus: 'hello', token, language: language ?? null };
      frame.contentWindow?.postMessage(hello, origin, [channel.port2]);
    });
    timer = setTimeout(
      () =>
        failHere(
          'no-answer',
          `${origin} does not answer in a frame: is this page’s origin among its embed origins, and does this page’s policy allow frame-src ${origin}?`,
        ),
      answerTimeoutMs,
    );
    frame.src = `${origin}${capturePagePath}${widgetFragment}`;
  };

  const begun = async (): Promise<void> => {
    const reply = await (start.kind === 'link' ? askAllowed(origin) : begin(origin, start));
    if (isGone) return;
    if (start.kind === 'link') {
      // Where the question could not be asked, the frame shows whether it works.
      if (reply.ok || reply.code === 'unreachable') showPage(start.token);
      else failHere(reply.code, reply.detail);
      return;
    }
    if (reply.ok) {
      showPage(tokenOfLink(String(reply.body['link']), origin));
      return;
    }
    if (reply.code === 'unreachable')
      failHere('offline', `${origin} was not reached: no network, or connect-src does not allow it`);
    else failHere(reply.code, reply.detail);
  };
  // A link of another address than the script's is a wrong public address of the intake.
  begun().catch((error: unknown) => failHere('internal', String(error)));
  return {
    close: () => {
      if (!isGone) dialog.close();
    },
  };
}

function toFailureCode(code: Extract<FrameMessage, { type: 'failure' }>['code']): Vidimus.FailureCode {
  switch (code) {
    case 'blocked':
    case 'expired':
    case 'link-unknown':
    case 'link-expired':
    case 'link-revoked':
    case 'link-taken':
      return code;
    default:
      return 'internal';
  }
}
