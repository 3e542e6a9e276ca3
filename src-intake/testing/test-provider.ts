import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';

/** What the provider says of somebody. */
export interface ProviderClaims {
  readonly preferred_username?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** A real OpenID Connect provider (oidc-provider) on loopback, whose sign-in page takes a subject and no password. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Begins to answer: everything but 503 comes after this. */
  open(redirectUri: string): void;
  /** Who is known, by subject; may change while it runs. */
  readonly people: Map<string, ProviderClaims>;
  /**
   * A person's browser: goes to `url`, signs in as `subject` (or says no, where that is null), and answers the address that the provider
   * sends it back to.
   */
  walk(url: string, subject: string | null): Promise<string>;
  close(): Promise<void>;
}

const clientId = 'vidimus';
const clientSecret = 'a secret of this test alone';

export async function startTestProvider(): Promise<TestProvider> {
  let handle = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503).end('<h1>closed</h1>');
  };
  const server = createServer((request, response) => {
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const people = new Map<string, ProviderClaims>();

  function open(redirectUri: string): void {
    const provider = new Provider(issuer, {
      clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
      cookies: { keys: ['a key of this test alone'] },
      claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
      features: { devInteractions: { enabled: false } },
      ttl: {
        Interaction: 600,
        Session: 600,
        Grant: 600,
        AccessToken: 600,
        AuthorizationCode: 60,
        IdToken: 600,
      },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_context: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, ...people.get(sub) }),
      }),
      async loadExistingGrant(context: { oidc: { session: { accountId: string }; provider: Provider } }) {
        const { session, provider: own } = context.oidc;
        const grant = new own.Grant({ accountId: session.accountId, clientId });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    handle = (request, response) => {
      if (request.method !== 'POST' || !request.url?.startsWith('/interaction/')) {
        answer(request, response);
        return;
      }
      void (async () => {
        const subject = new URLSearchParams(await text(request)).get('subject');
        await provider.interactionFinished(
          request,
          response,
          subject === null
            ? { error: 'access_denied', error_description: 'the person said no' }
            : { login: { accountId: subject } },
        );
      })();
    };
  }

  async function walk(begin: string, subject: string | null): Promise<string> {
    const cookies = new Map<string, string>();
    let url = begin;
    let post = false;
    for (let hops = 0; hops < 10; hops++) {
      if (!url.startsWith(issuer)) return url;
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(post && {
          method: 'POST',
          body: new URLSearchParams(subject === null ? {} : { subject }),
        }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=', 2);
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) throw new Error(`the provider answers ${response.status.toString()}`);
      url = new URL(location, url).href;
      post = url.startsWith(`${issuer}/interaction/`);
    }
    throw new Error('the provider redirects for ever');
  }

  return {
    issuer,
    clientId,
    clientSecret,
    open,
    people,
    walk,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
