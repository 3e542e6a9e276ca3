import { expect, it } from 'vitest';
import { aCaptureId, aSessionId } from '#shared/testing/builders.ts';
import { FakeIntake } from '../testing/fake-intake.ts';
import type { ImageReply, ImageRequest } from './image-service.ts';
import { createMediaRoutes } from './media-routes.ts';

function start() {
  const intake = new FakeIntake();
  const asked: ImageRequest[] = [];
  let reply: ImageReply = { ok: true, bytes: new Uint8Array([9]), mediaType: 'image/jpeg' };
  const images = {
    getImage: (request: ImageRequest) => {
      asked.push(request);
      return Promise.resolve(reply);
    },
  };
  const routes = createMediaRoutes({ images, intake });
  const send = (path: string, init: RequestInit = {}) =>
    routes.respond(new Request(`http://127.0.0.1${path}`, init));
  return { intake, asked, send, answerWith: (next: ImageReply) => (reply = next) };
}

it('shows a picture that the browser may not keep', async () => {
  const { asked, send } = start();
  const response = await send(`/image/${aCaptureId()}?max=400`);
  expect([
    response.status,
    response.headers.get('content-type'),
    response.headers.get('cache-control'),
  ]).toEqual([200, 'image/jpeg', 'no-store']);
  expect(asked).toEqual([{ captureId: aCaptureId(), maxPx: 400 }]);
});

it('shows a cut-out in original pixels', async () => {
  const { asked, send } = start();
  await send(`/image/${aCaptureId()}/crop?x=-5&y=10&w=20.5&h=30&max=200&roll=-3.5`);
  expect(asked).toEqual([
    { captureId: aCaptureId(), maxPx: 200, cropPx: { x: -5, y: 10, width: 20.5, height: 30 }, rollDeg: -3.5 },
  ]);
});

it('shows a document made flat', async () => {
  const { asked, send } = start();
  await send(`/image/${aCaptureId()}/flat?corners=10,5.5,90,6,88,60,-12,58&w=80&h=50&max=200`);
  const quadPx = [
    { x: 10, y: 5.5 },
    { x: 90, y: 6 },
    { x: 88, y: 60 },
    { x: -12, y: 58 },
  ];
  expect(asked).toEqual([{ captureId: aCaptureId(), maxPx: 200, flat: { quadPx, width: 80, height: 50 } }]);
});

it.each([
  ['/image/not-an-id?max=400', 400, 'invalid-request'],
  [`/image/${aCaptureId()}?max=0`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}?max=1e9`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}/crop?x=1&y=1&w=0&h=4`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}/crop?y=1&w=2&h=4`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}/flat?corners=1,2,3,4&w=80&h=50`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}/flat?corners=0,0,9,0,9,9,0,x&w=80&h=50`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}/flat?corners=0,0,9,0,9,9,0,9&w=20000&h=20000`, 400, 'invalid-request'],
  [`/image/${aCaptureId()}/other`, 404, 'not-found'],
  [`/image/${aCaptureId()}/crop/more`, 404, 'not-found'],
])('refuses %s', async (path, status, code) => {
  const { asked, send } = start();
  const response = await send(path);
  expect([response.status, await response.json(), asked]).toEqual([status, { error: { code } }, []]);
});

it.each([
  ['not-found', 404],
  ['undecodable', 422],
  ['busy', 503],
  ['offline', 503],
] as const)('says %s', async (code, status) => {
  const { send, answerWith } = start();
  answerWith({ ok: false, code });
  const response = await send(`/image/${aCaptureId()}`);
  expect([response.status, await response.json()]).toEqual([status, { error: { code } }]);
});

it('passes a capture on to the intake', async () => {
  const { intake, send } = start();
  const body = new Uint8Array([1, 2, 3]);
  const response = await send(`/capture/${aSessionId()}/${aCaptureId()}?stepId=document&side=front`, {
    method: 'PUT',
    body,
  });
  expect([response.status, await response.json()]).toEqual([200, { sha256: '0'.repeat(64) }]);
  expect(intake.uploads).toMatchObject([
    { sessionId: aSessionId(), captureId: aCaptureId(), stepId: 'document', side: 'front', bytes: body },
  ]);
});

it('says why a capture was not taken', async () => {
  const { intake, send } = start();
  const put = { method: 'PUT', body: new Uint8Array([1]) };
  expect(
    (await send(`/capture/${aSessionId()}/${aCaptureId()}?stepId=document&side=inside`, put)).status,
  ).toBe(400);
  expect((await send(`/capture/${aSessionId()}`, put)).status).toBe(404);
  intake.isOffline = true;
  const response = await send(`/capture/${aSessionId()}/${aCaptureId()}?stepId=document&side=front`, put);
  expect([response.status, await response.json()]).toEqual([503, { error: { code: 'offline' } }]);
});
