import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  aHistory,
  anAnalysis,
  aFinding,
  aNewEvent,
  anInstant,
  aSession,
  aSessionId,
} from '../testing/builders.ts';
import {
  analyzedCaptureSchema,
  characterSchema,
  documentFieldSchema,
  documentSchema,
  evidenceSchema,
  facePairSchema,
  findingSchema,
  mrzSchema,
  usedModelSchema,
} from './analysis.ts';
import { foldSession } from './fold-session.ts';
import { rectSchema } from './geometry.ts';
import { resultSchema, type Result } from './result.ts';
import { sessionStatuses } from './session.ts';
import { toResult } from './to-result.ts';

const published = '../../docs/api/result.schema.json';

// Names of their own keep the published definitions stable, whatever else the schema comes to hold.
const names = z.registry<{ id: string }>();
const named = {
  rect: rectSchema,
  evidence: evidenceSchema,
  finding: findingSchema,
  character: characterSchema,
  field: documentFieldSchema,
  mrz: mrzSchema,
  document: documentSchema,
  capture: analyzedCaptureSchema,
  facePair: facePairSchema,
  model: usedModelSchema,
};
for (const [id, schema] of Object.entries(named)) names.add(schema, { id });

const jsonSchema = {
  title: 'Vidimus session result',
  description:
    'What GET /api/v1/sessions/:sessionId answers. Names are stable; a later version may add some, so validate with the schema of the intake that answers.',
  ...z.toJSONSchema(resultSchema, { metadata: names }),
};

// Formats are also spelled out as patterns, which is what is checked; `format` itself is a note for readers.
const validate = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false }).compile(
  jsonSchema,
);

describe('the published JSON Schema of a result', () => {
  it('is what docs/api/result.schema.json says (vitest -u writes it anew)', async () => {
    const text = `${JSON.stringify(jsonSchema, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(published);
  });

  it.each(sessionStatuses)(
    'accepts the result of a session that is %s, as does the schema that it is made of',
    (status) => {
      const result = toResult(aSession({ status }));
      expect([validate(result), validate.errors]).toEqual([true, null]);
      expect(resultSchema.parse(result)).toEqual(result);
    },
  );

  const result = toResult(aSession());
  it.each<[string, Record<string, unknown>]>([
    ['no status', { ...result, status: undefined }],
    ['a status of its own', { ...result, status: 'fine' }],
    ['a name of its own', { ...result, confidence: 1 }],
    ['an id that is none', { ...result, sessionId: '17' }],
    ['an instant that is none', { ...result, createdAt: 'yesterday' }],
    ['a list hit, which no version has yet', { ...result, faces: { pairs: [], lists: ['hit'] } }],
    [
      'a step without checks',
      { ...result, steps: result.steps.map((step) => ({ ...step, checks: undefined })) },
    ],
  ])('refuses %s', (_, wrong) => {
    const sent: unknown = JSON.parse(JSON.stringify(wrong));
    expect([validate(sent), resultSchema.safeParse(sent).success]).toEqual([false, false]);
  });
});

describe('toResult', () => {
  it('tells of a session that has not been analyzed yet', () => {
    const result = toResult(aSession({ status: 'queued', clientKey: 'order-7' }));
    expect(result).toMatchObject({
      sessionId: aSessionId(),
      schemaId: 'passport-selfie',
      clientKey: 'order-7',
      verdict: null,
      finishedAt: null,
      attempts: 0,
      pipeline: null,
    });
    expect(
      result.steps.map(({ status, tries, checks, captures }) => [status, tries, checks, captures.length]),
    ).toEqual([
      ['pending', 1, [], 1],
      ['pending', 1, [], 1],
    ]);
  });

  it('shows the policy’s recommendation until a person has decided', () => {
    const analysis = anAnalysis({ verdict: { outcome: 'decline', reasons: ['document.expired:expired'] } });
    const verdictOf = (more: Parameters<typeof aHistory>[0]): Result['verdict'] =>
      toResult(foldSession(aHistory({ analysis, ...more }))).verdict;
    expect(verdictOf({})).toEqual({
      outcome: 'decline',
      reasons: ['document.expired:expired'],
      decidedBy: 'policy',
      comment: null,
    });
    expect(verdictOf({ status: 'declined' })).toEqual({
      outcome: 'decline',
      reasons: ['forged'],
      decidedBy: 'user:analyst-1',
      comment: null,
    });
    expect(verdictOf({ status: 'approved', more: [aNewEvent('decision.withdrawn')] })).toMatchObject({
      decidedBy: 'policy',
    });
  });

  it('says when it was decided and what failed before', () => {
    expect(toResult(aSession({ status: 'approved' })).finishedAt).toBe(anInstant(6));
    const { errors, attempts } = toResult(aSession({ status: 'failed' }));
    expect({ errors: errors.map(({ code, attempt }) => [code, attempt]), attempts }).toEqual({
      errors: [1, 2, 3].map((attempt) => ['worker-died', attempt]),
      attempts: 3,
    });
  });

  it('puts each finding with its step, and those of the whole session with the last one', () => {
    const findings = [
      aFinding({ id: 'document.sharp', stepId: 'document' }),
      aFinding({ id: 'session.same-person', stepId: null }),
      aFinding({ id: 'selfie.single-face', stepId: 'selfie' }),
    ];
    const { steps } = toResult(aSession({ analysis: anAnalysis({ findings }) }));
    expect(steps.map(({ id, checks }) => [id, checks.map((check) => check.id)])).toEqual([
      ['document', ['document.sharp']],
      ['selfie', ['session.same-person', 'selfie.single-face']],
    ]);
  });
});
