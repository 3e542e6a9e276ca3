import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { createGeneratorSync, generateSync } from 'json-schema-faker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenApi, type OpenApiOperation } from '#intake/openapi.ts';
import {
  createTestSession,
  must,
  startTestIntake,
  submitTestSession,
  type TestIntake,
} from '#intake/testing/test-intake.ts';

// Drives every operation of the published OpenAPI document with inputs made from its own schemas (json-schema-faker), then with those
// inputs broken at random (fast-check), and holds every answer to what the document declares. A seed and a number of runs of one's own:
// VIDIMUS_FUZZ_SEED=7 VIDIMUS_FUZZ_RUNS=1000 npx vitest run tests/integration/openapi-fuzz.test.ts
const seed = Number(process.env['VIDIMUS_FUZZ_SEED'] ?? 20_261_126);
const numRuns = Number(process.env['VIDIMUS_FUZZ_RUNS'] ?? 12);

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

const document = createOpenApi('0.0.0');
const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
/** As long as a call may wait for news here, in milliseconds. */
const longestWaitMs = 5;

let intake: TestIntake;
/** Ids that exist, so that inputs get further than "there is no such session". */
let known: readonly string[] = [];
const ajv = new Ajv2020({ strict: false, validateFormats: false });

beforeAll(async () => {
  intake = await startTestIntake({ leaseMs: 1000 });
  known = [await createTestSession(intake.client), await submitTestSession(intake.client)];
});
afterAll(() => intake.remove());

/** Schemas of the document stand by themselves, but for the problem, which stands in its components. */
function resolve(schema: Json): Json {
  return schema['$ref'] === '#/components/schemas/Problem'
    ? ((document.components['schemas'] as Record<string, Json>)['Problem'] ?? {})
    : schema;
}

function schemaOf(response: Json | undefined, mediaType: string): Json | undefined {
  const content = response?.['content'] as Record<string, { schema: Json }> | undefined;
  return content?.[mediaType]?.schema;
}

/** A request as it goes out. */
interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Ids that exist take the place of invented ones in one of two requests. */
function pick(name: string, value: unknown, at: number): string {
  if (name === 'waitMs') return longestWaitMs.toString();
  if (name === 'sessionId' && at % 2 === 0) return known[at % known.length] ?? '';
  if (name === 'scenarioId' && at % 2 === 0) return 'passport-selfie';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What the document says that the operation takes, made from a seed. */
function validRequest({ operation, method }: Operation, at: number): Request {
  const generator = createGeneratorSync({ seed: at, optionalsProbability: 0.5, maxDefaultItems: 2 });
  const params: Record<string, string> = {};
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  for (const parameter of operation.parameters) {
    const {
      name,
      in: place,
      required,
      schema,
    } = parameter as {
      name: string;
      in: 'path' | 'query' | 'header';
      required: boolean;
      schema: Json;
    };
    if (!required && at % 3 === 0) continue;
    const value = pick(name, generator.generate(schema), at);
    ({ path: params, query, header: headers })[place][name] = value;
  }
  const json = schemaOf(operation.requestBody, 'application/json');
  if (json === undefined) return { params, query, headers, body: method === 'GET' ? undefined : 'bytes' };
  const body = generateSync(json, { seed: at, optionalsProbability: 0.5, maxDefaultItems: 2 });
  const named = body as Record<string, unknown>;
  for (const name of ['waitMs', 'scenarioId'])
    if (name in named) named[name] = name === 'waitMs' ? longestWaitMs : pick(name, named[name], at);
  return {
    params,
    query,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(named),
  };
}

/** The header's own name would be refused before anything of ours is asked. */
const oddText = fc.string({ unit: 'binary', maxLength: 60 });

/** Breaks a valid request in one place. */
function broken(request: Request): fc.Arbitrary<Request> {
  const bodies = fc.oneof(
    fc.json(),
    fc.constantFrom('', '{', '[]', 'null', '"text"', '{"__proto__":{"a":1}}', `"${'x'.repeat(100_000)}"`),
    fc.tuple(fc.nat(), fc.jsonValue()).map(([at, value]) => {
      const parsed = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
      const names = Object.keys(parsed);
      const name = names[at % Math.max(names.length, 1)] ?? 'unknown';
      return JSON.stringify({ ...parsed, [name]: value });
    }),
    fc.jsonValue().map((extra) => {
      const parsed = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
      return JSON.stringify({ ...parsed, extra });
    }),
  );
  const names = Object.keys(request.params);
  const queries = Object.keys(request.query);
  return fc.oneof(
    ...(request.headers['content-type'] === 'application/json'
      ? [
          bodies.map((body) => ({ ...request, body })),
          fc
            .constantFrom(
              'text/plain',
              'application/xml',
              'multipart/form-data',
              'application/json; charset=utf-16',
            )
            .map((type) => ({ ...request, headers: { ...request.headers, 'content-type': type } })),
        ]
      : []),
    ...names.map((name) =>
      oddText.map((text) => ({ ...request, params: { ...request.params, [name]: text } })),
    ),
    ...queries.map((name) =>
      oddText
        .filter((text) => name !== 'waitMs' || !/^\s*\d+\s*$/.test(text))
        .map((text) => ({ ...request, query: { ...request.query, [name]: text } })),
    ),
    oddText.map((text) => ({ ...request, query: { ...request.query, unknown: text } })),
  );
}

async function send({ path, method }: Operation, request: Request): Promise<Response> {
  // An empty part of a path is another path.
  const filled = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => encodeURIComponent(request.params[name] ?? '-') || '-',
  );
  const query = new URLSearchParams(request.query).toString();
  return fetch(`${intake.running.url}${filled}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: { ...request.headers, authorization: `Bearer ${intake.running.token}` },
    ...(request.body !== undefined && method !== 'GET' && { body: request.body }),
  });
}

/** Fails unless the answer is one that the document declares for the operation. */
async function expectDeclared(which: Operation, response: Response): Promise<void> {
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const body = await response.text();
  const where = `${which.method} ${which.path} → ${response.status.toString()} ${mediaType} ${body.slice(0, 300)}`;
  expect(response.status, where).toBeLessThan(500);
  // Framing that is no valid HTTP, or JSON that is none, is refused before the operation is known.
  const declared = which.operation.responses[response.status.toString()];
  if (declared === undefined) {
    expect([400, 404, 413, 414, 415], where).toContain(response.status);
    expect(mediaType, where).toBe('application/problem+json');
    return;
  }
  const schema = schemaOf(declared, mediaType);
  if (schema === undefined) {
    expect(declared['content'], where).toHaveProperty('*/*');
    return;
  }
  const validate = ajv.compile(resolve(schema));
  expect(validate(JSON.parse(body)), `${where} ${ajv.errorsText(validate.errors)}`).toBe(true);
}

describe.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s',
  (_name, operation) => {
    it('answers what its document declares, whatever comes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat({ max: 1_000_000 }).chain((at) => {
            const valid = validRequest(operation, at);
            return fc.tuple(fc.constant(valid), broken(valid));
          }),
          async ([valid, spoiled]) => {
            await expectDeclared(operation, await send(operation, valid));
            await expectDeclared(operation, await send(operation, spoiled));
          },
        ),
        { seed, numRuns },
      );
    });
  },
);

it('has left the sessions that were there readable', async () => {
  for (const sessionId of known) await must(intake.client, 'listEvents', { sessionId: sessionId });
});
