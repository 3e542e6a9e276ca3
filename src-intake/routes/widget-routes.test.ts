import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fail } from '../errors.ts';
import { registerWidgetRoutes } from './widget-routes.ts';

// Real: the routes and the files. What begins sessions is another test's matter.

let dir: string;
let app: FastifyInstance;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vidimus-widget-'));
  await writeFile(join(dir, 'widget.js'), 'first');
  app = fastify();
  await registerWidgetRoutes(app, {
    dir,
    embedOrigins: ['https://shop.example'],
    widget: { begin: () => Promise.resolve(fail('scenario-not-found')) },
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await rm(dir, { recursive: true });
});

it('serves the script to any page, and again only when it has changed', async () => {
  const first = await app.inject('/widget.js');
  expect([first.statusCode, first.body]).toEqual([200, 'first']);
  expect(first.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(first.headers['cache-control']).toContain('max-age=600');
  const ask = () =>
    app.inject({ url: '/widget.js', headers: { 'if-none-match': String(first.headers.etag) } });
  const again = await ask();
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', first.headers.etag]);
  await writeFile(join(dir, 'widget.js'), 'second');
  const changed = await ask();
  expect([changed.statusCode, changed.body]).toEqual([200, 'second']);
  expect((await app.inject('/widget.d.ts')).statusCode).toBe(404);
});

it('tells the page in a frame who may show it', async () => {
  expect((await app.inject('/c/embed.json')).json()).toEqual({ origins: ['https://shop.example'] });
});
