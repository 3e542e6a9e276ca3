import { join } from 'node:path';
import { qrSheetSchema } from '#shared/rpc/qr-sheet.ts';
import type { MediaRoutes } from '../images/media-routes.ts';
import { createQrSheet } from './qr-sheet.ts';

const sheetPath = '/export/qr-sheet';

/** `PUT /export/qr-sheet` beside the paths of `media`. The addresses on it carry tokens, so nothing of it is kept or logged. */
export function withExports(
  media: MediaRoutes,
  { resourcesFolder }: { readonly resourcesFolder: string },
): MediaRoutes {
  const fontFile = join(resourcesFolder, 'fonts/inter-500.ttf');
  return {
    serves: (pathname) => pathname === sheetPath || media.serves(pathname),
    async respond(request) {
      if (new URL(request.url).pathname !== sheetPath) return media.respond(request);
      if (request.method !== 'PUT') return failure(405);
      const parsed = qrSheetSchema.safeParse(await readJson(request));
      if (!parsed.success || !isTimeZone(parsed.data.timeZone)) return failure(400);
      const pdf = await createQrSheet(parsed.data, { fontFile, signal: request.signal });
      return new Response(new Uint8Array(pdf), {
        headers: { ...headers, 'content-type': 'application/pdf' },
      });
    },
  };
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; sandbox",
};

function failure(status: number): Response {
  return new Response(JSON.stringify({ error: { code: 'invalid-request' } }), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    request.signal.throwIfAborted();
    // Whatever else came is not what this path takes.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
