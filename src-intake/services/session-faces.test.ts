import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import { templateLength, type FaceTemplate } from '#shared/domain/face-lists.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { recommendationOf } from '#shared/domain/recommendation-of.ts';
import { defaultRules } from '#shared/domain/scenario.ts';
import { aDocument, anAnalysis } from '#shared/testing/builders.ts';
import { instantAfter, systemClock } from '../clock.ts';
import { forgetShown } from '../repositories/history-rows.ts';
import {
  analyst,
  makeTestScenario,
  must,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';

// Faked: what an agent found in the pictures, its templates included.

let intake: OpenTestIntake;
let client: IntakeClient;
let aheadMs = 0;

beforeAll(async () => {
  intake = await startOpenTestIntake({ now: () => instantAfter(systemClock(), aheadMs) });
  ({ client } = intake);
  const rules = {
    ...defaultRules,
    blacklistIds: ['refused'],
    customerListIds: ['known'],
    blockBlacklisted: true,
    blockSamePersonOtherData: true,
    storageDays: 1,
  };
  await makeTestScenario(client, 'watched', { rules: { ...rules, findFaces: true } });
  await makeTestScenario(client, 'unwatched', { rules });
  await must(client, 'createFaceList', { id: 'refused', kind: 'blacklist', name: 'Refused' });
});
afterAll(async () => {
  await intake.remove();
});

let faces = 0;
/** A face that nobody else has; `apart` moves it by so much, as another picture of it is. */
function templateOf(face: number, apart = 0): FaceTemplate {
  const bytes = Buffer.alloc(4 * templateLength);
  bytes.writeFloatLE(face, 0);
  bytes.writeFloatLE(apart, 4);
  return { model: 'a'.repeat(64), values: bytes.toString('base64') };
}

/** The document of a person: name, number, and one birth date for all. */
function analysisOf(name: string, number = randomUUID().slice(0, 9)) {
  const document = aDocument();
  const [field, digit] = [document.fields[0], document.mrz?.checkDigits[0]];
  if (document.mrz === null || field === undefined || digit === undefined) throw new Error('no zone');
  const read = (['surname', 'birth-date', 'document-number'] as const).map((what, i) => {
    const value = [name, '1980-01-02', number][i] ?? '';
    return { ...field, name: what, value, normalized: value };
  });
  const checkDigits = [digit, { ...digit, name: 'birth-date' as const }];
  const shown = aDocument({ fields: read, mrz: { ...document.mrz, checkDigits } });
  const analysis = anAnalysis();
  return {
    ...analysis,
    steps: analysis.steps.map((step) => (step.document === null ? step : { ...step, document: shown })),
  };
}

async function analyzed(
  scenarioId: string,
  templates: readonly FaceTemplate[],
  {
    name = `S${randomUUID()
      .replaceAll(/[^a-f]/g, '')
      .toUpperCase()}`,
    number,
  }: { name?: string; number?: string } = {},
): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(client, 'createSession', {
    sessionId,
    scenarioId,
    source: 'api',
    clientKey: null,
    actor: analyst,
  });
  for (const side of ['front', 'selfie'] as const)
    await putTestCapture(client, sessionId, side, Buffer.from(randomUUID()));
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
  if (lease === null) throw new Error('no lease');
  await must(client, 'completeLease', {
    leaseId: lease.leaseId,
    analysis: analysisOf(name, number),
    faces: templates.map((template, i) => ({ stepId: i === 0 ? 'selfie' : 'document', template })),
  });
  return sessionId;
}

async function read(sessionId: SessionId) {
  const { events } = await must(client, 'listEvents', { sessionId });
  return foldSession(events);
}

const refuse = (template: FaceTemplate): Promise<string> => list('refused', template);

async function list(listId: string, template: FaceTemplate): Promise<string> {
  const personId = randomUUID();
  await must(client, 'addListedPerson', {
    listId,
    personId,
    details: { name: 'SOMEBODY', note: '', reason: 'Forged a document' },
    legalBasis: 'legitimate-interest',
    sourceSessionId: null,
    templates: [template],
    picture: null,
  });
  return personId;
}

describe('a blacklist', () => {
  it('blocks the session of whoever is on it, and tells who and how near', async () => {
    const face = ++faces * 10;
    const personId = await refuse(templateOf(face));
    const session = await read(await analyzed('watched', [templateOf(face, 0.25)]));
    expect(session).toMatchObject({
      status: 'blocked',
      blocked: { reason: 'blacklisted' },
      lists: [
        { status: 'matched', listId: 'refused', stepId: 'selfie', personId, distance: 0.25 },
        { status: 'not-run', listId: 'known', reason: 'no-list' },
      ],
    });
  });

  it('blocks as soon as one step shows the face, before the others are there', async () => {
    const [refused, stranger] = [++faces * 10, ++faces * 10];
    const personId = await refuse(templateOf(refused));
    const tryDocument = async (face: number) => {
      const sessionId = newSessionId();
      await must(client, 'createSession', {
        sessionId,
        scenarioId: 'watched',
        source: 'api',
        clientKey: null,
        actor: analyst,
      });
      await putTestCapture(client, sessionId, 'front', Buffer.from(randomUUID()));
      await sendTestCommand(client, sessionId, { type: 'step.submit', stepId: 'document' });
      const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
      const analysis = analysisOf(`S${sessionId.replaceAll(/[^a-f]/g, '').toUpperCase()}`);
      await must(client, 'completeLease', {
        leaseId: lease?.leaseId ?? '',
        analysis: { ...analysis, steps: analysis.steps.filter(({ id }) => id === 'document') },
        faces: [{ stepId: 'document', template: templateOf(face, 0.1) }],
      });
      return read(sessionId);
    };
    expect(await tryDocument(refused)).toMatchObject({
      status: 'blocked',
      blocked: { reason: 'blacklisted', stepId: 'document' },
      lists: [{ status: 'matched', listId: 'refused', stepId: 'document', personId }],
    });
    // Of somebody else nothing is said yet: a later step may show another face.
    const other = await tryDocument(stranger);
    expect([other.status, other.lists]).toEqual(['collecting', []]);
  });

  it('says of others that they are not on it', async () => {
    const session = await read(await analyzed('watched', [templateOf(++faces * 10)]));
    expect(session.lists[0]).toEqual({ status: 'clear', listId: 'refused', kind: 'blacklist' });
    expect(session.status).toBe('review');
  });

  it('was not searched where no face is clear, or where the scenario does not let faces be found', async () => {
    expect((await read(await analyzed('watched', []))).lists[0]).toMatchObject({ reason: 'no-face' });
    const face = ++faces * 10;
    await refuse(templateOf(face));
    const sessionId = await analyzed('unwatched', [templateOf(face)]);
    expect((await read(sessionId)).lists[0]).toMatchObject({ status: 'not-run', reason: 'face-search-off' });
    const kept = await intake.db
      .selectFrom('face_templates')
      .select('key')
      .where('session_id', '=', sessionId)
      .execute();
    expect(kept).toEqual([]);
  });
});

it('tells a known customer from others, which stops nothing and is no reason to look closer', async () => {
  await must(client, 'createFaceList', { id: 'members', kind: 'customers', name: 'Members' });
  const rules = { ...defaultRules, findFaces: true, customerListIds: ['members'] };
  await makeTestScenario(client, 'greeted', { rules });
  const face = ++faces * 10;
  const personId = await list('members', templateOf(face));
  const known = await read(await analyzed('greeted', [templateOf(face, 0.1)]));
  expect(known.lists).toMatchObject([{ status: 'matched', kind: 'customers', personId }]);
  expect(recommendationOf(known)?.reasons ?? []).not.toContain('list:members:matched');
  expect(known.status).toBe('review');
  const other = await read(await analyzed('greeted', [templateOf(++faces * 10)]));
  expect(other.lists).toEqual([{ status: 'clear', listId: 'members', kind: 'customers' }]);
});

it('tells the same face under another name, and who it was before', async () => {
  const face = ++faces * 10;
  const first = await analyzed('watched', [templateOf(face)]);
  expect((await read(first)).history.matches).toEqual([]);
  // Once, though portrait and selfie show it.
  const again = await read(await analyzed('watched', [templateOf(face, 0.1), templateOf(face, 0.2)]));
  expect(again).toMatchObject({
    status: 'blocked',
    history: {
      matches: [{ kind: 'same-face-other-person', stepId: 'selfie', others: [{ sessionId: first }] }],
    },
  });
});

it('tells the same document with another face', async () => {
  const [name, number] = ['DOCUMENTHOLDER', 'D12345678'];
  const first = await analyzed('watched', [templateOf(++faces * 10)], { name, number });
  const again = await read(await analyzed('watched', [templateOf(++faces * 10)], { name, number }));
  expect(again.history.matches).toMatchObject([
    { kind: 'same-document-other-face', stepId: 'document', others: [{ sessionId: first }] },
  ]);
});

describe('a picture that comes again in nearly the same form', () => {
  const hex = (bits: bigint, digits: number): string => bits.toString(16).padStart(digits, '0');
  const flipped = (hash: string, bits: number): string => {
    let mask = 0n;
    // Spread over the whole hash, so that no two fall on one part where there is another.
    for (let i = 0; i < bits; i += 1) mask |= 1n << BigInt(Math.floor((i * 4 * hash.length) / bits));
    return hex(BigInt(`0x${hash}`) ^ mask, hash.length);
  };
  const drawn = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');

  async function shown(
    hash: { readonly coarse: string; readonly fine: string },
    number = randomUUID().slice(0, 9),
    side: 'front' | 'selfie' = 'selfie',
  ): Promise<SessionId> {
    const sessionId = newSessionId();
    await must(client, 'createSession', {
      sessionId,
      scenarioId: 'unwatched',
      source: 'api',
      clientKey: null,
      actor: analyst,
    });
    const captureIds = {
      front: await putTestCapture(client, sessionId, 'front', Buffer.from(randomUUID())),
      selfie: await putTestCapture(client, sessionId, 'selfie', Buffer.from(randomUUID())),
    };
    await sendTestCommand(client, sessionId, { type: 'session.submit' });
    const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
    await must(client, 'completeLease', {
      leaseId: lease?.leaseId ?? '',
      analysis: analysisOf(`N${sessionId.replaceAll(/[^a-f]/g, '').toUpperCase()}`, number),
      pictures: [{ captureId: captureIds[side], ...hash }],
    });
    return sessionId;
  }
  const matchesOf = async (sessionId: SessionId) => (await read(sessionId)).history.matches;

  it('is told with the sessions that had it, up to as many bits as were measured, and blocks nobody', async () => {
    const hash = { coarse: drawn(16), fine: drawn(64) };
    const first = await shown(hash);
    const near = await shown({ coarse: flipped(hash.coarse, 7), fine: flipped(hash.fine, 28) });
    expect(await matchesOf(near)).toMatchObject([
      { kind: 'near-picture', stepId: 'selfie', others: [{ sessionId: first }] },
    ]);
    expect((await read(near)).status).toBe('review');
    expect(await matchesOf(await shown({ ...hash, coarse: flipped(hash.coarse, 20) }))).toEqual([]);
    expect(await matchesOf(await shown({ ...hash, fine: flipped(hash.fine, 60) }))).toEqual([]);
  });

  it('is not told of another document of the same layout', async () => {
    const hash = { coarse: drawn(16), fine: drawn(64) };
    await shown(hash, 'DOC000001', 'front');
    expect(await matchesOf(await shown(hash, 'DOC000002', 'front'))).toEqual([]);
    // The same document under another name is told as such, and as the same picture.
    const kinds = (await matchesOf(await shown(hash, 'DOC000001', 'front'))).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['near-picture', 'same-document-other-person']));
  });

  it('lies sealed, and goes with its session', async () => {
    const hash = { coarse: drawn(16), fine: drawn(64) };
    const sessionId = await shown(hash);
    const rows = () =>
      intake.db.selectFrom('picture_hashes').selectAll().where('session_id', '=', sessionId).execute();
    const [row] = await rows();
    expect(row?.sealed.includes(Buffer.from(hash.coarse, 'hex'))).toBe(false);
    expect(row?.bands).toHaveLength(8);
    await intake.db.transaction().execute((trx) => forgetShown(trx, sessionId));
    expect(await rows()).toEqual([]);
    expect(await matchesOf(await shown(hash))).toEqual([]);
  });
});

it('forgets the faces of a session with the session', async () => {
  const face = ++faces * 10;
  const sessionId = await analyzed('watched', [templateOf(face)]);
  const count = async (): Promise<number> =>
    (await intake.db.selectFrom('face_templates').select('key').where('session_id', '=', sessionId).execute())
      .length;
  expect(await count()).toBe(1);
  aheadMs = 2 * 24 * 60 * 60 * 1000;
  await expect.poll(count, { timeout: 15_000 }).toBe(0);
  const later = await read(await analyzed('watched', [templateOf(face)]));
  expect(later.history.matches).toEqual([]);
}, 30_000);
