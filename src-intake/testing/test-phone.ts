import { randomBytes, randomUUID } from 'node:crypto';
import type { CaptureReceipt } from '#shared/api/capture-contract.ts';
import { deviceHeader, type PersonErrorCode } from '#shared/api/person-contract.ts';
import type { LivenessAction, LivenessFrame } from '#shared/domain/liveness.ts';
import { personViewSchema, type PersonView } from '#shared/domain/person-view.ts';
import { newCaptureId, somePicture } from './test-intake.ts';

export type PhoneReply<Value = PersonView> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: PersonErrorCode };

/** A phone's browser on the capture page: keeps its cookie, sends the page's header. */
export interface TestPhone {
  readonly cookie: () => string | undefined;
  open(token: string): Promise<PhoneReply>;
  view(query?: string): Promise<PhoneReply>;
  consent(): Promise<PhoneReply>;
  put(stepId: string, side: string, bytes?: Uint8Array): Promise<PhoneReply<CaptureReceipt>>;
  submit(
    stepId: string,
    attempt: number,
    liveness?: { readonly challengeId: string; readonly skippedActions: readonly number[] },
  ): Promise<PhoneReply>;
  challenge(
    stepId: string,
    challengeId: string,
  ): Promise<PhoneReply<{ actions: LivenessAction[]; attempt: number; expiresAt: string; leftMs: number }>>;
  frames(
    stepId: string,
    challengeId: string,
    batchId: string,
    frames: readonly (LivenessFrame & { readonly bytes: Uint8Array })[],
  ): Promise<PhoneReply<{ received: number }>>;
  finish(): Promise<PhoneReply>;
}

export function tokenOf(url: string): string {
  return url.split('#')[1] ?? '';
}

let phones = 0;

/** Who a page says that it is to a link. */
export interface TestDevice {
  readonly id: string;
  readonly secret: string;
}

export function aDevice(): TestDevice {
  return { id: randomUUID(), secret: randomBytes(32).toString('base64url') };
}

/**
 * Another phone each time, with an address of its own, for an intake that takes 127.0.0.1 for its proxy. `before` are the cookies of its
 * browser, of which the first is its own.
 */
export function aPhone(baseUrl: string, before?: string, device: TestDevice = aDevice()): TestPhone {
  let cookie = before;
  let id = before?.replace(/^vidimus-person-|=.*$/g, '') ?? device.id;
  const nth = phones++;
  const address = `10.1.${(nth >> 8).toString()}.${(nth & 255).toString()}`;
  async function ask<Value = PersonView>(
    method: string,
    path: string,
    body?: object | Uint8Array | FormData,
  ): Promise<PhoneReply<Value>> {
    const isFile = body instanceof Uint8Array;
    const isForm = body instanceof FormData;
    const reply = await fetch(`${baseUrl}/api/person/v1${path}`, {
      method,
      headers: {
        'x-vidimus-page': '1',
        [deviceHeader]: id,
        'x-forwarded-for': address,
        ...(cookie !== undefined && { cookie }),
        ...(body !== undefined && !isFile && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: isFile ? Buffer.from(body) : isForm ? body : JSON.stringify(body) }),
    });
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    id = reply.headers.get(deviceHeader) ?? id;
    const answer = (await reply.json()) as Value & { error?: { code: PersonErrorCode } };
    if (answer.error !== undefined) return { ok: false, code: answer.error.code };
    if ('status' in (answer as object)) personViewSchema.parse(answer);
    return { ok: true, value: answer };
  }
  return {
    cookie: () => cookie,
    open: (token) => ask('POST', '/open', { token, device }),
    view: (query = '') => ask('GET', `/view${query}`),
    consent: () => ask('POST', '/consent', { language: 'en' }),
    put: (stepId, side, bytes = somePicture()) =>
      ask('PUT', `/captures/${newCaptureId()}?stepId=${stepId}&side=${side}`, bytes),
    submit: (stepId, attempt, liveness) => ask('POST', `/steps/${stepId}/submit`, { attempt, liveness }),
    challenge: (stepId, challengeId) => ask('PUT', `/steps/${stepId}/challenges/${challengeId}`, {}),
    frames: (stepId, challengeId, batchId, frames) => {
      const form = new FormData();
      const list = frames.map(({ captureId, actionIndex, atMs }) => ({ captureId, actionIndex, atMs }));
      form.append('frames', JSON.stringify(list));
      for (const { captureId, bytes } of frames)
        form.append(captureId, new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'frame.jpg');
      return ask('PUT', `/steps/${stepId}/challenges/${challengeId}/batches/${batchId}`, form);
    },
    finish: () => ask('POST', '/finish', {}),
  };
}
