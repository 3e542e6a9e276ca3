import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerCapturePageRoutes } from './capture-page-routes.ts';

// Real: the routes and the files. `built` has a page, `empty` none.

let root: string;
const apps: FastifyInstance[] = [];

async function serve(dir: string, frameAncestors: string[] = []): Promise<FastifyInstance> {
  const app = fastify();
  apps.push(app);
  registerCapturePageRoutes(app, { dir: join(root, dir), frameAncestors });
  await app.ready();
  return app;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vidimus-page-'));
  await mkdir(join(root, 'built', 'assets'), { recursive: true });
  await writeFile(join(root, 'built', 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(root, 'built', 'assets', 'index-CxX-lfXC.js'), 'export {};');
  await writeFile(join(root, 'secret.js'), 'secret');
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await rm(root, { recursive: true, force: true });
});

it('serves the page under a policy without anything inline or foreign, and keeps its address to itself', async () => {
  const app = await serve('built');
  for (const url of ['/c', '/c/']) {
    const reply = await app.inject(url);
    expect([reply.statusCode, reply.body]).toEqual([200, '<!doctype html><title>page</title>']);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(reply.headers['permissions-policy']).toContain('camera=(self)');
    const policy = String(reply.headers['content-security-policy']);
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toMatch(/unsafe|\*/);
  }
  const framed = await (await serve('built', ['https://bank.example'])).inject('/c');
  expect(framed.headers['content-security-policy']).toContain('frame-ancestors https://bank.example');
});

it('serves its assets for good, and nothing beside them', async () => {
  const app = await serve('built');
  const asset = await app.inject('/c/assets/index-CxX-lfXC.js');
  expect([asset.statusCode, asset.body]).toEqual([200, 'export {};']);
  expect(asset.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
  });
  for (const url of [
    '/c/assets/other.js',
    '/c/assets/..%2f..%2fsecret.js',
    '/c/assets/%2e%2e%5c..%5csecret.js',
    '/c/../secret.js',
    '/c/assets/',
    '/c/assets/index.exe',
  ])
    expect([url, (await app.inject(url)).statusCode]).toEqual([url, 404]);
});

it('says in words when there is no page', async () => {
  const reply = await (await serve('empty')).inject('/c');
  expect(reply.statusCode).toBe(404);
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.body).toContain('not available');
});
