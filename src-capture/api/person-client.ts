import type { deviceHeader as ofContract, PersonErrorCode, personApi } from '#shared/api/person-contract.ts';
import type { PersonView } from '#shared/domain/person-view.ts';
import type { LivenessAction } from '#shared/domain/liveness.ts';
import type { Side } from '#shared/domain/scenario.ts';
import { maxCaptureBytes } from '../limits.ts';
import { isChallenge } from './challenge.ts';
import type { DeviceKeeper } from './device.ts';
import { isPersonView } from './person-view.ts';

type Api = typeof personApi;

/** Methods and paths of the contract, held to it by their types: the contract itself would bring every schema of the intake along. */
const routes: { readonly [Name in keyof Api]: Pick<Api[Name], 'method' | 'path'> } = {
  open: { method: 'POST', path: '/api/person/v1/open' },
  view: { method: 'GET', path: '/api/person/v1/view' },
  consent: { method: 'POST', path: '/api/person/v1/consent' },
  putCapture: { method: 'PUT', path: '/api/person/v1/captures/:captureId' },
  drawChallenge: { method: 'PUT', path: '/api/person/v1/steps/:stepId/challenges/:challengeId' },
  putFrames: {
    method: 'PUT',
    path: '/api/person/v1/steps/:stepId/challenges/:challengeId/batches/:batchId',
  },
  submitStep: { method: 'POST', path: '/api/person/v1/steps/:stepId/submit' },
  finish: { method: 'POST', path: '/api/person/v1/finish' },
};

export interface Refusal {
  readonly ok: false;
  readonly code: PersonErrorCode | 'offline';
}
export type PersonReply<Value> = { readonly ok: true; readonly value: Value } | Refusal;

export interface CaptureUpload {
  /** Made once for a picture, so that a repeated send stores nothing twice. */
  readonly captureId: string;
  readonly stepId: string;
  readonly side: Side;
  readonly file: Blob;
  /** Called with the share that has left this device, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** What to do before the camera, and for how long it counts. */
export interface PersonChallenge {
  readonly actions: readonly LivenessAction[];
  readonly leftMs: number;
}

export interface FrameUpload {
  readonly stepId: string;
  readonly challengeId: string;
  /** Made once for a batch. */
  readonly batchId: string;
  readonly frames: readonly {
    readonly captureId: string;
    readonly actionIndex: number | null;
    readonly atMs: number;
    readonly file: Blob;
  }[];
}

/** The intake as the person's page sees it. Every call may be repeated; what goes wrong on the way is `offline`. */
export interface PersonClient {
  open(token: string): Promise<PersonReply<PersonView>>;
  view(poll?: { readonly afterSeq: number; readonly waitMs: number }): Promise<PersonReply<PersonView>>;
  consent(language: string): Promise<PersonReply<PersonView>>;
  putCapture(upload: CaptureUpload): Promise<PersonReply<null>>;
  /** The same challenge for the same id; a new one for a new id, which ends the one before. */
  drawChallenge(stepId: string, challengeId: string): Promise<PersonReply<PersonChallenge>>;
  putFrames(upload: FrameUpload): Promise<PersonReply<unknown>>;
  submitStep(
    stepId: string,
    attempt: number,
    liveness?: { readonly challengeId: string; readonly skippedActions: readonly number[] },
  ): Promise<PersonReply<PersonView>>;
  finish(): Promise<PersonReply<PersonView>>;
}

/** What a proxy answers in the place of an intake that is away, and the intake in the place of its database. */
const gatewayStatuses: readonly number[] = [502, 503, 504];
/** Which of the browser's links a request is about; the contract's own name. */
const deviceHeader: typeof ofContract = 'x-vidimus-device';
/** No foreign page can send it without the intake's consent. */
const pageHeader = { 'x-vidimus-page': '1' };
/** Longer than the intake holds a long poll (25 s): an answer that takes this long was lost. */
const answerTimeoutMs = 40_000;
/** A mobile network that moved not a byte for so long has dropped the connection without a word. */
const stallTimeoutMs = 30_000;
/** Of an upload that has left the page: the system may hold a megabyte of it back, for which a slow network takes a minute and more. */
const drainTimeoutMs = 120_000;

/** `isKnown` tells the codes that this page has words for; any other counts as `internal`. */
export function createPersonClient(
  isKnown: (code: string) => code is PersonErrorCode,
  devices: DeviceKeeper,
): PersonClient {
  function toRefusal(status: number, text: string): Refusal {
    if (gatewayStatuses.includes(status)) return { ok: false, code: 'offline' };
    const answer = parseJson(text) as { error?: { code?: unknown } } | null | undefined;
    const code = answer?.error?.code;
    if (typeof code === 'string' && isKnown(code)) return { ok: false, code };
    return { ok: false, code: status === 429 ? 'too-many-requests' : 'internal' };
  }

  const headers = (): Record<string, string> => {
    const id = devices.current();
    return id === undefined ? pageHeader : { ...pageHeader, [deviceHeader]: id };
  };

  async function ask<Value>(
    { method, path }: { readonly method: string; readonly path: string },
    body: object | undefined,
    isValue: (value: unknown) => value is Value,
    onAnswer: (response: Response) => void = () => undefined,
  ): Promise<PersonReply<Value>> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), answerTimeoutMs);
    const forget = onLoss(() => timeout.abort());
    let answered: Response;
    let status: number;
    let text: string;
    try {
      const response = await fetch(path, {
        method,
        headers: body === undefined ? headers() : { ...headers(), 'content-type': 'application/json' },
        signal: timeout.signal,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      answered = response;
      status = response.status;
      text = await response.text();
    } catch {
      // Address and headers are sound, so that whatever fetch rejects with is the network.
      return { ok: false, code: 'offline' };
    } finally {
      clearTimeout(timer);
      forget();
    }
    if (status < 200 || status >= 300) return toRefusal(status, text);
    onAnswer(answered);
    const value = parseJson(text);
    return isValue(value) ? { ok: true, value } : { ok: false, code: 'internal' };
  }

  const send = (
    route: { readonly method: string; readonly path: string },
    body?: object,
  ): Promise<PersonReply<PersonView>> => ask(route, body, isPersonView);

  return {
    open: async (token) => {
      const { id, secret } = devices.opening(token);
      const reply = await ask(
        routes.open,
        { token, device: { id, secret } },
        isPersonView,
        ({ headers: answered }) => devices.opened(token, answered.get(deviceHeader) ?? id),
      );
      if (reply.ok) return reply;
      // Page and intake are of one build: what is not understood is an address that was cut off on its way.
      const code = reply.code === 'invalid-request' ? 'link-unknown' : reply.code;
      if (code.startsWith('link-')) devices.refused(token);
      return { ok: false, code };
    },
    view: (poll) =>
      send({
        ...routes.view,
        path:
          poll === undefined
            ? routes.view.path
            : `${routes.view.path}?afterSeq=${poll.afterSeq}&waitMs=${poll.waitMs}`,
      }),
    consent: (language) => send(routes.consent, { language }),
    drawChallenge: (stepId, challengeId) =>
      ask(at(routes.drawChallenge, { stepId, challengeId }), {}, isChallenge),
    putFrames: ({ frames, ...place }) => {
      const form = new FormData();
      const list = frames.map(({ captureId, actionIndex, atMs }) => ({ captureId, actionIndex, atMs }));
      form.append('frames', JSON.stringify(list));
      for (const { captureId, file } of frames) form.append(captureId, file, 'frame.jpg');
      const to = at(routes.putFrames, place);
      return upload(to.method, to.path, { body: form, headers: headers() }, toRefusal);
    },
    submitStep: (stepId, attempt, liveness) =>
      send(at(routes.submitStep, { stepId }), { attempt, ...(liveness && { liveness }) }),
    finish: () => send(routes.finish, {}),
    putCapture: async ({ captureId, stepId, side, file, onProgress }) => {
      // The intake refuses such a file while it is still being sent, which a browser takes for a lost connection.
      if (file.size > maxCaptureBytes) return { ok: false, code: 'too-many-bytes' };
      if (file.size === 0) return { ok: false, code: 'empty-file' };
      const { method, path } = at(routes.putCapture, { captureId });
      const query = `stepId=${encodeURIComponent(stepId)}&side=${encodeURIComponent(side)}`;
      const content = {
        body: file,
        headers: { ...headers(), 'content-type': 'application/octet-stream' },
        onProgress,
      };
      const reply = await upload(method, `${path}?${query}`, content, toRefusal);
      // No network is to blame for a file that was moved, changed, or taken back by the app that lent it.
      return reply.ok || reply.code !== 'offline' || (await isReadable(file))
        ? reply
        : { ok: false, code: 'empty-file' };
    },
  };
}

/** A route with its places filled in. */
function at<Route extends { readonly path: string }>(
  route: Route,
  places: Readonly<Record<string, string>>,
): Route {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(places[name] ?? ''));
  return { ...route, path };
}

/** `fetch` tells nothing of an upload's progress, by which a slow network differs from a lost one. */
function upload(
  method: string,
  address: string,
  {
    body,
    headers,
    onProgress = () => undefined,
  }: {
    readonly body: Blob | FormData;
    readonly headers: Readonly<Record<string, string>>;
    readonly onProgress?: (share: number) => void;
  },
  toRefusal: (status: number, text: string) => Refusal,
): Promise<PersonReply<null>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const forget = onLoss(() => request.abort());
    const settle = (reply: PersonReply<null>): void => {
      clearTimeout(stalled);
      forget();
      resolve(reply);
    };
    const watch = (timeoutMs: number): void => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), timeoutMs);
    };
    const lost = (): void => settle({ ok: false, code: 'offline' });
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      watch(stallTimeoutMs);
      if (total > 0) onProgress(loaded / total);
    };
    request.upload.onload = () => watch(drainTimeoutMs);
    request.onload = () => {
      const { status, responseText } = request;
      settle(status >= 200 && status < 300 ? { ok: true, value: null } : toRefusal(status, responseText));
    };
    request.onerror = lost;
    request.onabort = lost;
    watch(stallTimeoutMs);
    request.send(body);
  });
}

async function isReadable(file: Blob): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Calls back when the browser loses its network: what is under way then would hang until it times out. Answers how to stop that. */
function onLoss(lost: () => void): () => void {
  addEventListener('offline', lost);
  return () => removeEventListener('offline', lost);
}

/** Undefined for what is no JSON, as a proxy's error page. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
