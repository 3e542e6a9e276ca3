import type { CustomScheme, Protocol } from 'electron';
import type { MediaRoutes } from '../images/media-routes.ts';
import { errorFacts, type Log } from '../log.ts';
import type { PageFiles } from '../page/page-files.ts';
import { securityHeaders } from '../page/security-headers.ts';
import { isOwnUrl, ownOrigin, scheme } from './own-origin.ts';

/** To be registered before the app is ready. Standard and secure: an origin of its own, with storage and the camera. */
export const pageScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

export interface PageProtocolDeps {
  readonly page: PageFiles;
  readonly media: MediaRoutes;
  readonly log: Log;
}

/** Serves the page, its pictures and its captures under the page's own origin. No path leads to a file outside the build. */
export function servePage(protocol: Pick<Protocol, 'handle'>, { page, media, log }: PageProtocolDeps): void {
  async function answer(request: Request): Promise<Response> {
    if (!isOwnUrl(request.url)) return refuse(421);
    if (!['GET', 'HEAD', 'PUT'].includes(request.method)) return refuse(405);
    const origin = request.headers.get('origin');
    if (origin !== null && origin !== ownOrigin) return refuse(403);
    const { pathname } = new URL(request.url);
    if (media.serves(pathname)) return media.respond(request);
    return request.method === 'PUT' ? refuse(405) : page.respond(pathname);
  }

  protocol.handle(scheme, async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      if (!request.signal.aborted) log('page.failed', errorFacts(error));
      return refuse(500);
    }
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders('') });
}
