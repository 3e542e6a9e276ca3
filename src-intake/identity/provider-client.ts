import * as oidc from 'openid-client';
import type { Log } from '../log.ts';

/** The organization's own sign-in: an OpenID Connect provider. */
export interface ProviderConfig {
  /** What the provider calls itself; its settings are found below it (OpenID Connect Discovery). */
  readonly issuer: string;
  readonly clientId: string;
  /** None for a client that proves itself by PKCE alone. */
  readonly clientSecret?: string | undefined;
  /** What the button at the workstation is called. */
  readonly name: string;
  /** The claim that is the login name here; `preferred_username`, then a verified `email`, unless given. */
  readonly claim?: string | undefined;
}

/** What the provider says of a person. */
export interface ProviderPerson {
  /** Issuer and subject, which stay whatever else changes. */
  readonly subject: string;
  /** What may be the login name here, the likeliest first. */
  readonly names: readonly string[];
}

/** The secrets of one sign-in, between its two halves. */
export interface ProviderSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type ProviderFailure = 'refused' | 'away';

/** The provider by OpenID Connect's authorization code flow, with PKCE, state and nonce. */
export interface ProviderClient {
  /** Where a person signs in; undefined while the provider does not answer. */
  begin(
    redirectUri: string,
  ): Promise<{ readonly url: string; readonly secrets: ProviderSecrets } | undefined>;
  /** Who came back to `url`, the whole address with what the provider put into it. */
  finish(url: URL, secrets: ProviderSecrets): Promise<ProviderPerson | ProviderFailure>;
}

/** Below what people take for hanging; a provider in the same network answers in milliseconds. */
const timeoutSeconds = 10;

/** Failures that say something about the network or the provider's server, and nothing about the person. */
const awayCodes = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
];

/** What a failure of the library's means; throws what is none of its. */
function toFailure(error: unknown): ProviderFailure {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError)
    return 'refused';
  if (error instanceof oidc.ClientError) return awayCodes.includes(error.code ?? '') ? 'away' : 'refused';
  // What fetch rejects with when there is no connection.
  if (error instanceof TypeError && error.cause !== undefined) return 'away';
  throw error;
}

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Whether an issuer may be used: everything of it goes by https, but on this machine. */
export function isUsableIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const url = new URL(issuer);
  return (
    url.search === '' &&
    url.hash === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
  );
}

/** Asks the provider for nothing before the first person wants to sign in, so that an intake starts without it. */
export function createProviderClient(config: ProviderConfig, log: Log): ProviderClient {
  const issuer = new URL(config.issuer);
  let discovered: Promise<oidc.Configuration> | undefined;

  function discover(): Promise<oidc.Configuration> {
    discovered ??= oidc.discovery(
      issuer,
      config.clientId,
      undefined,
      config.clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(config.clientSecret),
      {
        timeout: timeoutSeconds,
        execute: [
          // The signature too, which the specification leaves to TLS: a proxy may end that.
          oidc.enableNonRepudiationChecks,
          // Marked as deprecated so that nobody takes it for more than what it is for; see isUsableIssuer.
          // eslint-disable-next-line @typescript-eslint/no-deprecated
          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      },
    );
    discovered.catch(() => {
      discovered = undefined;
    });
    return discovered;
  }

  /** Claims of the ID token, and of the userinfo endpoint, where many providers put the names. */
  async function readClaims(
    configuration: oidc.Configuration,
    tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>,
  ): Promise<Readonly<Record<string, unknown>> & { readonly sub: string }> {
    const claims = tokens.claims();
    if (claims === undefined) throw new oidc.ClientError('no ID token');
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    return { ...(await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
  }

  function namesOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
    // An address that nobody has proved to be theirs is anybody's.
    const isNamed = (name: string): boolean => name !== 'email' || claims['email_verified'] === true;
    const names = config.claim === undefined ? ['preferred_username', 'email'] : [config.claim];
    return names.flatMap((name) => {
      const value = claims[name];
      return isNamed(name) && typeof value === 'string' ? [value] : [];
    });
  }

  return {
    async begin(redirectUri) {
      let configuration: oidc.Configuration;
      try {
        configuration = await discover();
      } catch (error) {
        log.info(`sign-in provider: ${toFailure(error)} at discovery`);
        return undefined;
      }
      const secrets = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
        state: secrets.state,
        nonce: secrets.nonce,
      });
      return { url: url.href, secrets };
    },
    async finish(url, { state, nonce, verifier }) {
      try {
        const configuration = await discover();
        const tokens = await oidc.authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = await readClaims(configuration, tokens);
        return {
          subject: JSON.stringify([configuration.serverMetadata().issuer, claims.sub]),
          names: namesOf(claims),
        };
      } catch (error) {
        const failure = toFailure(error);
        log.info(`sign-in provider: ${failure} at the end of a sign-in`);
        return failure;
      }
    },
  };
}
