import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { capturePagePath } from '#shared/api/person-contract.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** A year: a file whose name carries its content's hash never changes. */
const immutable = 'public, max-age=31536000, immutable';

const notBuilt = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Vidimus</title>
  <h1>This page is not available here</h1>
  <p>Please tell whoever sent you the link: the capture page is missing on the server.</p>
</html>
`;

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

/**
 * The capture page and its assets, from the folder that `npm run build` makes of src-capture. Nothing of another origin may run in it,
 * nothing inline, and no address of it goes on to anybody. `frameAncestors` are the origins that may show it in a frame.
 */
export function registerCapturePageRoutes(
  app: FastifyInstance,
  { dir, frameAncestors }: { readonly dir: string; readonly frameAncestors: readonly string[] },
): void {
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' blob:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors ${frameAncestors.length === 0 ? `'none'` : frameAncestors.join(' ')}`,
  ].join('; ');
  const headers = {
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  };
  const config = { allow: 'public' } as const;

  for (const path of [capturePagePath, `${capturePagePath}/`]) {
    app.get(path, { config }, async (_request, reply) => {
      const page = await readIfThere(join(dir, 'index.html'));
      void reply.headers(headers).type('text/html; charset=utf-8');
      return page === undefined ? reply.code(404).send(notBuilt) : reply.send(page);
    });
  }
  app.get<{ Params: { name: string } }>(
    `${capturePagePath}/assets/:name`,
    { config },
    async (request, reply) => {
      const { name } = request.params;
      const mediaType = mediaTypes[extname(name)];
      // One name of one folder: a slash, however it was written, is no letter of it.
      const isName = /^\w[\w.-]*$/.test(name) && mediaType !== undefined;
      const file = isName ? await readIfThere(join(dir, 'assets', name)) : undefined;
      void reply.headers(headers);
      if (file === undefined) {
        reply.callNotFound();
        return reply;
      }
      return reply
        .header('cache-control', immutable)
        .type(mediaType ?? '')
        .send(file);
    },
  );
}
