import { z } from 'zod';
import type { ApiCall, Authorization } from '#shared/api/call.ts';
import { apiErrorSchema, commonErrors, idempotencyErrors } from '#shared/api/api-errors.ts';
import { captureErrors, captureReceiptSchema } from '#shared/api/capture-contract.ts';
import { intakeApi, type ApiCallName } from '#shared/api/contract.ts';
import { sideSchema } from '#shared/domain/scenario.ts';
import { errorReply, type AnyErrorCode } from './routes/error-replies.ts';

type Json = Readonly<Record<string, unknown>>;

/** One operation as OpenAPI has it; the parts that a page shows are named. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  /** Who may make the call. */
  readonly description?: string;
  /** Empty where no credential is asked for; the document's own where it is absent. */
  readonly security?: readonly Json[];
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Readonly<Record<string, Json>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly Json[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: Json;
}

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  // Every schema of an OpenAPI 3.1 document is of that dialect.
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io });
  return json;
};

/** `readFeed` as "Read feed". */
function toSummary(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who may make a call, in words. */
function describeAuthorization(allow: Authorization): string {
  switch (allow) {
    case 'public':
      return 'For anybody, without a credential.';
    case 'any':
      return 'For every credential; what may be done with it depends on the request.';
    case 'workstation':
      return 'For an enrolled workstation.';
    case 'user':
      return 'For somebody who is signed in, about the own account.';
    case 'owner':
      return "For the owner of the intake's data folder.";
    default: {
      if ('anyOf' in allow)
        return `For whoever has one of the permissions ${allow.anyOf.map((one) => `\`${one}\``).join(', ')}.`;
      const right = allow.dataRight === undefined ? '' : ` and the reading right \`${allow.dataRight}\``;
      return `For whoever has the permission \`${allow.permission}\`${right}.`;
    }
  }
}

const pathOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** The refusals of a call, by their status: a status may stand for several codes. */
function refusalsOf(codes: readonly AnyErrorCode[]): Record<string, Json> {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const { status, body } = errorReply(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${body.title}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      status.toString(),
      {
        description: lines.join('\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function parametersOf(names: readonly string[], place: 'path' | 'query', schema: Json): Json[] {
  const properties = schema['properties'] as Record<string, Json>;
  const required = (schema['required'] ?? []) as readonly string[];
  return names.map((name) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: properties[name],
  }));
}

/** Of every call that changes something; see register-calls. */
const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request with the same key again, within a day, gets the answer of the first.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

function operationOf(name: ApiCallName): OpenApiOperation {
  const { method, path, allow, input, output, errors }: ApiCall<z.ZodType, z.ZodType, string> =
    intakeApi[name];
  const schema = toSchema(input, 'input');
  const properties = schema['properties'] as Record<string, Json>;
  const inPath = [...path.matchAll(/:(\w+)/g)].flatMap(([, key]) => key ?? []);
  const others = Object.keys(properties).filter((key) => !inPath.includes(key));
  const required = ((schema['required'] ?? []) as readonly string[]).filter((key) => others.includes(key));
  const body = {
    ...schema,
    properties: Object.fromEntries(others.map((key) => [key, properties[key]])),
    required,
  };
  return {
    operationId: name,
    summary: toSummary(name),
    description: describeAuthorization(allow),
    ...(allow === 'public' && { security: [] }),
    parameters: [
      ...parametersOf(inPath, 'path', schema),
      ...(method === 'POST' ? [idempotencyKey] : parametersOf(others, 'query', schema)),
    ],
    ...(method === 'POST' && {
      requestBody: { required: true, content: { 'application/json': { schema: body } } },
    }),
    responses: {
      '200': {
        description: 'Done.',
        content: { 'application/json': { schema: toSchema(output, 'output') } },
      },
      ...refusalsOf([
        ...(errors as readonly AnyErrorCode[]),
        ...commonErrors,
        ...(method === 'POST' ? idempotencyErrors : []),
      ]),
    },
  };
}

const uuid = { type: 'string', format: 'uuid' };
const anyFile = { '*/*': { schema: { type: 'string', format: 'binary' } } };

const captureResponses: OpenApiOperation['responses'] = {
  '200': {
    description: 'Received, or received before.',
    content: { 'application/json': { schema: toSchema(captureReceiptSchema, 'output') } },
  },
  ...refusalsOf([...captureErrors, ...commonErrors]),
};

/** The calls that carry files, which stand outside of the contract's table. */
const captureOperations: OpenApiDocument['paths'] = {
  '/api/v1/sessions/{sessionId}/captures/{captureId}': {
    put: {
      operationId: 'putCapture',
      summary: 'Put capture',
      parameters: [
        { name: 'sessionId', in: 'path', required: true, schema: uuid },
        { name: 'captureId', in: 'path', required: true, schema: uuid },
        { name: 'stepId', in: 'query', required: true, schema: { type: 'string' } },
        { name: 'side', in: 'query', required: true, schema: toSchema(sideSchema, 'input') },
      ],
      requestBody: { required: true, content: anyFile },
      responses: captureResponses,
    },
  },
  '/api/v1/sessions/{sessionId}/captures': {
    post: {
      operationId: 'postCapture',
      summary: 'Post capture as a form',
      parameters: [{ name: 'sessionId', in: 'path', required: true, schema: uuid }],
      requestBody: {
        required: true,
        description: 'The file comes last.',
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['captureId', 'stepId', 'side', 'file'],
              properties: {
                captureId: uuid,
                stepId: { type: 'string' },
                side: toSchema(sideSchema, 'input'),
                file: { type: 'string', format: 'binary' },
              },
            },
          },
        },
      },
      responses: captureResponses,
    },
  },
  '/api/v1/captures/{captureId}': {
    get: {
      operationId: 'getCapture',
      summary: 'Get capture',
      parameters: [{ name: 'captureId', in: 'path', required: true, schema: uuid }],
      responses: {
        '200': { description: 'The file as it was sent.', content: anyFile },
        ...refusalsOf(commonErrors),
      },
    },
  },
};

/** The OpenAPI 3.1 document of the intake's API, from the same values that the server answers by. */
export function createOpenApi(version: string): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const name of Object.keys(intakeApi) as ApiCallName[]) {
    const { method, path } = intakeApi[name];
    (paths[pathOf(path)] ??= {})[method.toLowerCase()] = operationOf(name);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vidimus intake',
      version,
      description:
        'Every call may be repeated: ids and idempotency keys are chosen by the caller, and the same again does nothing twice.',
    },
    security: [{ token: [] }],
    paths: { ...paths, ...captureOperations },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: toSchema(apiErrorSchema, 'output') },
    },
  };
}
