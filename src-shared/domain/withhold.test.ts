import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aHistory, aNewEvent, aSession } from '../testing/builders.ts';
import { analysisSchema, findingSchema, type Analysis, type Finding } from './analysis.ts';
import { sessionEventSchema, type SessionEvent } from './events.ts';
import { foldSession } from './fold-session.ts';
import { dataRights, type DataRight } from './identity.ts';
import { resultSchema } from './result.ts';
import { toResult } from './to-result.ts';
import { withholdFromEvent, withholdFromResult } from './withhold.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly maximum?: number;
}

const paths: string[] = [];

/** The number of a path, so that a figure tells where it stood: `<number><six digits>`. */
function numberOf(path: string): number {
  if (!paths.includes(path)) paths.push(path);
  return paths.indexOf(path) + 1;
}

/**
 * Values of a schema, with everything filled and every list with something in it. Each free text and each free figure carries where it
 * stands, so that one which is left tells which it is, and a setting that is new in the schema shows here.
 */
function filled(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) {
    const some = schema.anyOf.filter(({ type }) => type !== 'null');
    return fc.oneof(...some.map((one) => filled(one, path)));
  }
  const type = typeof schema.type === 'object' ? schema.type.find((one) => one !== 'null') : schema.type;
  switch (type) {
    case 'object':
      return schema.properties === undefined
        ? fc.dictionary(
            fc.stringMatching(/^[a-z]{1,5}$/),
            filled(schema.additionalProperties as JsonSchema, path),
            { minKeys: 1, maxKeys: 3 },
          )
        : fc.record(
            Object.fromEntries(
              Object.entries(schema.properties).map(([key, one]) => [key, filled(one, `${path}.${key}`)]),
            ),
          );
    case 'array':
      if (schema.prefixItems !== undefined)
        return fc.tuple(...schema.prefixItems.map((one) => filled(one, path)));
      return fc.array(filled(schema.items ?? {}, path), {
        minLength: schema.minItems ?? 1,
        maxLength: schema.minItems ?? 2,
      });
    case 'string':
      if (schema.format === 'uuid') return fc.uuid({ version: 4 });
      if (schema.format === 'date') return fc.constant('2026-01-02');
      if (schema.pattern?.includes('64') === true) return fc.stringMatching(/^[0-9a-f]{64}$/);
      if (schema.pattern?.includes('16') === true) return fc.stringMatching(/^[0-9a-f]{16}$/);
      return fc.stringMatching(/^[A-Z<0-9]{1,9}$/).map((text) => `¤${path}|${text}¤`);
    case 'number':
    case 'integer':
      if (schema.maximum === 1) return fc.constant(0.5);
      return fc.integer({ min: 0, max: 999_999 }).map((figure) => numberOf(path) * 1_000_000 + figure);
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(`${path}: ${JSON.stringify(schema)}`);
  }
}

const someAnalysis = filled(z.toJSONSchema(analysisSchema) as JsonSchema, '') as fc.Arbitrary<Analysis>;
const someFindings = fc.array(
  filled(z.toJSONSchema(findingSchema) as JsonSchema, '.findings') as fc.Arbitrary<Finding>,
  { minLength: 1, maxLength: 2 },
);
const someRights = fc.subarray([...dataRights]);

/** Where the texts and figures of a value stood when it was whole. */
function traces(value: unknown): Set<string> {
  const json = JSON.stringify(value);
  const texts = [...json.matchAll(/¤([^|¤]*)\|/g)].map(([, path]) => path ?? '');
  const figures = [...json.matchAll(/(?<=[:[,])(\d+)\d{6}(?=[,}\]])/g)].flatMap(([, number]) => {
    return paths[Number(number) - 1] ?? [];
  });
  return new Set([...texts, ...figures]);
}

/** What was read from documents and faces, and what may quote it. */
const ofFields = [
  '.steps.document.country',
  '.steps.document.fields.value',
  '.steps.document.fields.normalized',
  '.steps.document.fields.characters.char',
  '.steps.document.fields.characters.regionPx',
  '.steps.document.fields.alternatives',
  '.steps.document.fields.inScript',
  '.steps.document.mrz.lines.text',
  '.steps.document.mrz.lines.characters.char',
  '.steps.document.mrz.lines.characters.regionPx',
  '.steps.document.mrz.checkDigits.expected',
  '.steps.document.mrz.checkDigits.read',
  '.steps.document.mrz.corrected',
  '.steps.document.mrz.alternatives',
  '.steps.document.identification',
  '.steps.document.barcodes.text',
  '.faces.detected.age',
  '.findings.details',
  '.findings.score',
  '.findings.threshold',
];
const ofChecks = [
  '.findings',
  '.faces.pairs',
  '.faces.notCompared',
  '.verdict.reasons',
  '.steps.document.mrz.checkDigits',
  '.steps.liveness',
];
/** What is told with any rights. A free text or figure that is new in the schema belongs here or above. */
const ofAll = [
  '.steps.id',
  '.steps.document.fields.title',
  '.steps.document.fields.regionPx',
  '.steps.document.mrz.regionPx',
  '.steps.document.mrz.lines.regionPx',
  '.steps.document.ocr.version',
  '.steps.document.regions',
  '.steps.document.barcodes.quadPx',
  '.steps.captures',
  '.faces.detected.id',
  '.faces.detected.regionPx',
  '.faces.detected.rollDeg',
  '.faces.detected.eyesPx',
  '.faces.detected.interEyePx',
  '.pipeline',
];
const startsWithAny = (path: string, starts: readonly string[]): boolean =>
  starts.some((start) => path === start || path.startsWith(`${start}.`));

const eventOf = (analysis: Analysis): SessionEvent => {
  const event = aHistory({ status: 'review' }).find(({ type }) => type === 'session.analyzed');
  if (event?.type !== 'session.analyzed') throw new Error('no analysis');
  return { ...event, body: { ...event.body, analysis } };
};
const pseudonymOf = (): string => 'withheld-1';

describe('an analysis with everything filled', () => {
  it.each([
    ['fields', ofFields],
    ['checks', ofChecks],
  ] as const)('is told without the right to %s in nothing of it, and in all of the rest', (right, secret) => {
    const others = dataRights.filter((one) => one !== right);
    fc.assert(
      fc.property(someAnalysis, (analysis) => {
        const whole = traces(analysis);
        const told = withholdFromEvent(eventOf(analysis), others, pseudonymOf);
        expect([...traces(told)].sort()).toEqual(
          [...whole].filter((path) => !startsWithAny(path, secret)).sort(),
        );
        expect(told.withheld).toEqual([right]);
        // Words of a list leave no trace of where they stood.
        expect(JSON.stringify(told).includes('"sex":"')).toBe(right !== 'fields');
      }),
      { numRuns: 50 },
    );
  });

  it('has nothing of which is not said whether it is withheld', () => {
    fc.assert(
      fc.property(someAnalysis, (analysis) => {
        const classified = [...ofFields, ...ofChecks, ...ofAll];
        expect([...traces(analysis)].filter((path) => !startsWithAny(path, classified))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('fits its schema with any rights, and is whole with all', () => {
    fc.assert(
      fc.property(someAnalysis, someRights, (analysis, held) => {
        const event = eventOf(analysis);
        const told = withholdFromEvent(event, held, pseudonymOf);
        expect(sessionEventSchema.parse(told)).toEqual(told);
        if (held.length === dataRights.length) expect(told).toBe(event);
        // What the chain's hashes are of is not what is withheld.
        const { body: _, withheld: __, ...chained } = told;
        const { body: ___, ...before } = event;
        expect(chained).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('is told in a result in nothing that its event withholds', () => {
    const session = aSession({ status: 'review' });
    fc.assert(
      fc.property(someAnalysis, someRights, (analysis, held) => {
        const steps = analysis.steps.map((step, index) => ({
          ...step,
          id: session.scenario.steps[index]?.id ?? step.id,
        }));
        const whole = toResult({ ...session, analysis: { ...analysis, steps } });
        const told = withholdFromResult(whole, held);
        expect(resultSchema.parse(told)).toEqual(told);
        const missing = dataRights.filter((right) => !held.includes(right));
        expect(told.withheld).toEqual(missing.length === 0 ? undefined : missing);
        const secret = [
          ...(held.includes('fields') ? [] : ofFields),
          ...(held.includes('checks') ? [] : ofChecks),
        ];
        expect([...traces(told)].filter((path) => startsWithAny(path, secret))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

it('tells of an attempt at a step what the rights leave, and of its document whether it is the same as before', () => {
  fc.assert(
    fc.property(someFindings, someRights, (findings, held) => {
      const [created] = aHistory({ status: 'collecting' });
      const attempt: SessionEvent = {
        ...(created as SessionEvent & { type: 'session.created' }),
        type: 'step.analyzed',
        body: { stepId: 'document', attempt: 1, outcome: 'retry', findings, documentNumber: 'L898902C3' },
      };
      const told = withholdFromEvent(attempt, held, (id, value) => `of ${id} ${value.length.toString()}`);
      expect(sessionEventSchema.parse(told)).toEqual(told);
      const secret = [
        ...(held.includes('fields') ? [] : ofFields),
        ...(held.includes('checks') ? [] : ofChecks),
      ];
      expect([...traces(told)].filter((path) => startsWithAny(path, secret))).toEqual([]);
      expect(JSON.stringify(told).includes('L898902C3')).toBe(held.includes('fields'));
      if (!held.includes('fields') && told.type === 'step.analyzed')
        expect(told.body.documentNumber).toBe(`of ${attempt.sessionId} 9`);
    }),
    { numRuns: 50 },
  );
});

it('tells without the right to fields that a field was corrected, and not to what', () => {
  const corrected = aNewEvent('field.corrected', { body: { note: 'the print says ERIKSEN' } });
  const corners = aNewEvent('corners.corrected');
  const events = aHistory({ more: [corrected, corners] });
  const [, , , , , , whole, last] = events;
  if (whole === undefined || last === undefined) throw new Error('no correction');
  const others = dataRights.filter((right) => right !== 'fields');
  const told = withholdFromEvent(whole, others, pseudonymOf);
  expect(sessionEventSchema.parse(told)).toEqual(told);
  expect(told).toMatchObject({ withheld: ['fields'], body: { stepId: 'document', name: 'surname' } });
  expect(JSON.stringify(told)).not.toMatch(/ERIKS/);
  expect(withholdFromEvent(whole, ['fields'], pseudonymOf)).toBe(whole);
  expect(withholdFromEvent(last, [], pseudonymOf)).toBe(last);

  const result = toResult(aSession({ more: [corrected] }));
  expect(result.corrections).toMatchObject([{ value: 'ERIKSEN', correctedBy: 'user:analyst-1' }]);
  const less = withholdFromResult(result, others);
  expect(resultSchema.parse(less)).toEqual(less);
  expect(less.corrections).toMatchObject([{ name: 'surname', value: '' }]);
  expect(JSON.stringify(less)).not.toMatch(/ERIKS/);
});

it('folds to the same state with any rights, which then knows what it was not told', () => {
  for (const held of [[], ['fields'], ['checks'], ['images', 'checks']] as readonly DataRight[][]) {
    const events = aHistory({ status: 'approved' });
    const whole = foldSession(events);
    const told = foldSession(events.map((event) => withholdFromEvent(event, held, pseudonymOf)));
    expect({ ...told, analysis: null, withheld: [] }).toEqual({ ...whole, analysis: null });
    expect([...told.withheld].sort()).toEqual(dataRights.filter((right) => !held.includes(right)).sort());
  }
});
