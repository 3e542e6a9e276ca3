import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { intakeApi } from '#shared/api/contract.ts';
import type { OpenApiDocument, OpenApiOperation } from '../openapi.ts';
import { registerOpenApiRoutes } from './openapi-routes.ts';

let app: FastifyInstance;
let document: OpenApiDocument;
beforeAll(async () => {
  app = fastify();
  registerOpenApiRoutes(app, '1.2.3');
  document = (await app.inject('/api/openapi.json')).json<OpenApiDocument>();
});
afterAll(() => app.close());

const operations = (): OpenApiOperation[] =>
  Object.values(document.paths).flatMap((path) => Object.values(path));

it('describes every call of the contract, with all that it takes and answers', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' }, security: [{ token: [] }] });
  expect(
    operations()
      .map(({ operationId }) => operationId)
      .sort(),
  ).toEqual([...Object.keys(intakeApi), 'getCapture', 'postCapture', 'putCapture'].sort());
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods)) {
      const inPath = operation.parameters.filter((parameter) => parameter['in'] === 'path');
      expect(inPath.map(({ name }) => `{${String(name)}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(operation.responses).toHaveProperty('200');
      for (const status of ['400', '401', '404', '500']) expect(operation.responses).toHaveProperty(status);
    }
  expect(document.paths['/api/v1/links']).toMatchObject({
    get: {
      operationId: 'listLinks',
      parameters: [
        { name: 'before', in: 'query', required: false, schema: { format: 'uuid' } },
        { name: 'limit', required: false },
        {
          name: 'state',
          required: false,
          schema: { enum: ['new', 'opened', 'started', 'expired', 'revoked'] },
        },
      ],
    },
    post: {
      operationId: 'createLinks',
      parameters: [{ name: 'Idempotency-Key', in: 'header', required: false }],
      requestBody: {
        content: {
          'application/json': {
            schema: { additionalProperties: false, properties: { count: { maximum: 1000 } } },
          },
        },
      },
      responses: {
        '422': {
          description: expect.stringContaining(
            '`scenario-not-found`: No scenario in use has this id.',
          ) as string,
        },
      },
    },
  });
});

it('says who may make a call, and which need no credential', () => {
  expect(document.paths['/api/v1/users']?.['get']).toMatchObject({
    description: 'For whoever has the permission `people.manage`.',
  });
  const isPublic = operations().filter(({ security }) => security?.length === 0);
  expect(isPublic.map(({ operationId }) => operationId).sort()).toEqual([
    'enrollWorkstation',
    'getSignInWays',
    'setUpIntake',
  ]);
});

it('shows it as a page that runs nothing', async () => {
  const page = await app.inject('/api/docs');
  expect(page.headers['content-security-policy']).toContain(`default-src 'none'`);
  for (const { operationId } of operations()) expect(page.body).toContain(`<section id="${operationId}">`);
  expect(page.body).not.toMatch(/<script|style=/);
  expect((await app.inject('/api/docs.css')).headers['content-type']).toContain('text/css');
});
