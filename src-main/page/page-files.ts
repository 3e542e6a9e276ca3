import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { noncePlaceholder, securityHeaders } from './security-headers.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.otf': 'font/otf',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

/** Serves the built renderer, the same for both hosts. */
export interface PageFiles {
  /** The file at `path` (from the URL, starting with `/`), index.html for `/` and for routes of the page, else 404. */
  respond(path: string): Promise<Response>;
}

/**
 * Reads the list of files in `folder` once: a path that is not in the list does not exist, so that no request can name a
 * file outside. `undefined` where there is no index.html: the renderer has not been built.
 */
export async function createPageFiles(folder: string): Promise<PageFiles | undefined> {
  const files = await listFiles(folder);
  const indexFile = files.get('/index.html');
  if (indexFile === undefined) return undefined;

  async function respondWithIndex(file: string): Promise<Response> {
    const nonce = randomBytes(18).toString('base64');
    const html = (await readFile(file, 'utf8')).replaceAll(noncePlaceholder, nonce);
    return new Response(html, {
      headers: { ...securityHeaders(nonce), 'content-type': 'text/html; charset=utf-8' },
    });
  }

  return {
    async respond(path) {
      const file = files.get(path);
      if (file === indexFile || (file === undefined && extname(path) === ''))
        return respondWithIndex(indexFile);
      const headers = securityHeaders(randomBytes(18).toString('base64'));
      if (file === undefined) return new Response(null, { status: 404, headers });
      headers['content-type'] = mediaTypes[extname(file)] ?? 'application/octet-stream';
      // Vite puts a hash of the content into the names of what it builds into /assets.
      if (path.startsWith('/assets/')) headers['cache-control'] = 'private, max-age=31536000, immutable';
      return new Response(new Uint8Array(await readFile(file)), { headers });
    },
  };
}

async function listFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return files;
}
