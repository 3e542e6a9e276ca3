import { expect, it } from 'vitest';
import type { DescribeFacesReply } from '#analysis/worker/messages.ts';
import { aCaptureId, aUuid } from '#shared/testing/builders.ts';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { createMediaRoutes } from '../images/media-routes.ts';
import { createFaceListHandlers } from '../rpc/face-list-handlers.ts';
import { FakeIntake } from '../testing/fake-intake.ts';
import { createFaceDesk } from './face-desk.ts';
import { withFaces } from './face-routes.ts';

// Faked: the intake, and what the analysis process sees on pictures.

const template = { model: 'a'.repeat(64), values: Buffer.alloc(512).toString('base64') };
const calibration = {
  kind: 'face-calibration',
  version: 1,
  model: { name: 'face-recognition', sha256: 'a'.repeat(64) },
  chain: 'test',
  measuredOn: '2026-11-01',
  set: { source: 'a set', people: 20, pictures: 40, pairs: 700, peoplePairs: 190 },
  rows: [{ distance: 0.5, falseMatches: 1, rate: 1 / 700, interval95: [0, 0.02], bootstrap95: null }],
} as const;
const seen: DescribeFacesReply = {
  ok: true,
  width: 400,
  height: 300,
  faces: [
    { boxPx: { x: 10, y: 20, width: 100, height: 100 }, rollDeg: 3, template, isClear: true },
    { boxPx: { x: 250, y: 20, width: 40, height: 50 }, rollDeg: 0, template, isClear: false },
  ],
  calibration: { ...calibration, rows: [{ ...calibration.rows[0], interval95: [0, 0.02] }] },
};
const person: ListedPerson = {
  personId: aUuid(1),
  listId: 'refused',
  details: { name: 'SOMEBODY', note: '', reason: 'forged' },
  legalBasis: 'consent',
  sourceSessionId: null,
  templates: 1,
  hasPicture: true,
  addedAt: '2026-11-01T00:00:00.000Z',
  addedBy: 'u',
};

function start(described: DescribeFacesReply = seen) {
  const intake = new FakeIntake();
  const crops: unknown[] = [];
  const desk = createFaceDesk({
    intake,
    host: {
      describeFaces: () => Promise.resolve(described),
      render: ({ cropPx, rollDeg }) => {
        crops.push({ cropPx, rollDeg });
        return Promise.resolve({
          ok: true,
          bytes: new Uint8Array([7]),
          mediaType: 'image/jpeg',
          width: 1,
          height: 1,
        });
      },
    },
  });
  const images = { getImage: () => Promise.reject(new Error('not in this test')) };
  const routes = withFaces(createMediaRoutes({ images, intake }), {
    desk,
    imports: { open: () => Promise.resolve({ ok: false, code: 'no-table' }) },
    intake,
  });
  const send = (path: string, init: RequestInit = {}) =>
    routes.respond(new Request(`http://127.0.0.1${path}`, init));
  return {
    intake,
    desk,
    crops,
    routes,
    send,
    handlers: createFaceListHandlers({ intake, desk, calibration: () => null }),
  };
}
const { signal } = new AbortController();

it('finds the faces of a picture, shows them, and never gives their templates to the page', async () => {
  const { routes, send, crops } = start();
  expect(
    ['/face', '/face/x', '/listed-person/x', '/person-import', '/faces', '/facex'].map((path) =>
      routes.serves(path),
    ),
  ).toEqual([true, true, true, true, false, false]);
  const archive = await send('/person-import', { method: 'PUT', body: new Uint8Array([1]) });
  expect([archive.status, await archive.json()]).toEqual([422, { error: { code: 'no-table' } }]);
  const reply = await send('/face', { method: 'PUT', body: new Uint8Array([1]) });
  const text = await reply.text();
  const { faces } = JSON.parse(text) as { faces: { faceId: string; isClear: boolean }[] };
  expect(faces.map(({ isClear }) => isClear)).toEqual([true, false]);
  expect(text).not.toContain(template.values);
  // A margin around the face, within the picture.
  expect(crops[0]).toEqual({ cropPx: { x: 0, y: 0, width: 140, height: 150 }, rollDeg: 3 });
  const shown = await send(`/face/${faces[0]?.faceId ?? ''}`);
  expect([shown.status, shown.headers.get('cache-control'), (await shown.bytes()).length]).toEqual([
    200,
    'no-store',
    1,
  ]);
});

it.each([
  ['damaged', 422, 'undecodable'],
  ['model-missing', 503, 'models-missing'],
  ['internal', 503, 'busy'],
] as const)('says of %s what it means for the page', async (code, status, told) => {
  const { send } = start({ ok: false, code });
  const reply = await send('/face', { method: 'PUT', body: new Uint8Array([1]) });
  expect([reply.status, await reply.json()]).toEqual([status, { error: { code: told } }]);
});

it('takes the face of a capture that a region shows, and puts it on a list with its picture', async () => {
  const { intake, handlers } = start();
  intake.captures.set(aCaptureId(), new Uint8Array([1]));
  const found = await handlers['faces.ofCapture'](
    { captureId: aCaptureId(), regionPx: { x: 255, y: 30, width: 30, height: 30 } },
    { signal },
  );
  expect(found).toMatchObject({ ok: true, value: { face: { regionPx: { x: 250 }, isClear: false } } });
  const nobody = await handlers['faces.ofCapture'](
    { captureId: aCaptureId(), regionPx: { x: 150, y: 200, width: 30, height: 30 } },
    { signal },
  );
  expect(nobody).toEqual({ ok: false, code: 'no-face' });

  intake.on('addListedPerson', () => ({ ok: true, value: { person } }));
  const { personId, listId, legalBasis, sourceSessionId } = person;
  const input = {
    personId,
    listId,
    legalBasis,
    sourceSessionId,
    details: { name: 'N', note: '', reason: 'r' },
    faceIds: [found.ok ? found.value.face.faceId : ''],
  };
  expect(await handlers['listedPersons.add'](input, { signal })).toMatchObject({ ok: true });
  expect(intake.callsOf('addListedPerson')).toMatchObject([
    { templates: [template], picture: Buffer.from([7]).toString('base64') },
  ]);
  // One that main has forgotten is not left out in silence.
  const faceIds = [...input.faceIds, aUuid(9)];
  expect(await handlers['listedPersons.add']({ ...input, faceIds }, { signal })).toEqual({
    ok: false,
    code: 'face-gone',
  });
});

it('says of each hit how many strangers look as alike, and forgets faces with whoever found them', async () => {
  const { intake, desk, handlers } = start();
  const found = await desk.find(new Uint8Array([1]), signal);
  const faceId = found.ok ? (found.faces[0]?.faceId ?? '') : '';
  intake.on('searchFaces', () => ({
    ok: true,
    value: {
      neighbors: [
        { person, distance: 0.4 },
        { person, distance: 0.8 },
      ],
      searched: 12,
    },
  }));
  expect(await handlers['faces.search']({ faceId }, { signal })).toMatchObject({
    ok: true,
    value: {
      hits: [
        {
          distance: 0.4,
          falseMatchRate: 2 / 191,
          calibration: { falseMatches: 1, upper95: 0.02, people: 20 },
        },
        { distance: 0.8, falseMatchRate: null, calibration: { falseMatches: null } },
      ],
      searched: 12,
    },
  });
  desk.clear();
  expect(await handlers['faces.search']({ faceId }, { signal })).toEqual({ ok: false, code: 'face-gone' });
});
