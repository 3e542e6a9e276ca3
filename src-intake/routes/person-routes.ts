import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import { deviceHeader, deviceSchema, personApi, type PersonErrorCode } from '#shared/api/person-contract.ts';
import { maxLinkMinutes } from '#shared/domain/link.ts';
import { networkOf } from '../client-network.ts';
import type { Outcome } from '../errors.ts';
import { hashOfSecret } from '../services/link-tokens.ts';
import type { PersonSessions } from '../services/person-sessions.ts';
import { errorReply } from './error-replies.ts';
import { readFrames } from './frame-batch.ts';
import { describeIssues } from '../describe-issues.ts';
import { abortOnHangup } from './register-calls.ts';

/** One cookie for each link that the browser has opened, named by the device's id. */
const cookiePrefix = 'vidimus-person-';
const cookiePath = '/api/person';
/** Of a tablet that many people use one after the other: some 4 kB of cookies, where proxies take 8 and Node takes 16. */
const mostCookies = 40;
/** People of a branch or behind a carrier's address share one; tokens of 160 bits are not found at any rate, so this guards the database. */
const opensPerMinute = 120;
/** Two a second: long polls, uploads and a page that is reloaded need a tenth of it. */
const requestsPerMinute = 120;
/** Known devices in memory: some megabytes. */
const devicesKept = 50_000;
/** A token, an attempt, a language. */
const jsonLimitBytes = 4 * 1024;

/** Secrets of the browser's links by their device's id, the eldest first (RFC 6265, 5.4); whatever else is in its cookies is passed over. */
function devicesOf({ headers }: FastifyRequest): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name = '', value] = pair.trim().split('=', 2);
    if (!name.startsWith(cookiePrefix)) continue;
    const device = deviceSchema.safeParse({ id: name.slice(cookiePrefix.length), secret: value });
    if (device.success) found.set(device.data.id, device.data.secret);
  }
  return found;
}

/** The secret of the device that asks; undefined when its browser has none of it. */
function deviceOf(request: FastifyRequest): string | undefined {
  const id = request.headers[deviceHeader];
  return typeof id === 'string' ? devicesOf(request).get(id.toLowerCase()) : undefined;
}

/**
 * The device's cookie; without a secret, it is dropped. It lasts as long as a link can, so that a browser that was closed may go on. In a
 * frame on another site a strict one would not be sent: there it is kept apart for each site instead, and the page's header alone keeps
 * foreign requests out.
 */
function setCookie(
  reply: FastifyReply,
  device: { readonly id: string; readonly secret?: string },
  { isSecure, isFramed }: { readonly isSecure: boolean; readonly isFramed: boolean },
): void {
  const sites =
    isFramed && isSecure
      ? 'SameSite=None; Partitioned; Secure'
      : `SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const maxAge = device.secret === undefined ? 0 : maxLinkMinutes * 60;
  const attributes = `Path=${cookiePath}; Max-Age=${maxAge.toString()}; HttpOnly; ${sites}`;
  void reply.header('set-cookie', `${cookiePrefix}${device.id}=${device.secret ?? ''}; ${attributes}`);
}

/**
 * The routes of the capture page. They take no bearer token: a cookie says whose session it is, and the header `x-vidimus-page` that it is
 * our page that asks, since a foreign one cannot send it. `isSecure` answers whether people reach the intake by https.
 */
export async function registerPersonRoutes(
  app: FastifyInstance,
  deps: {
    readonly persons: PersonSessions;
    readonly isSecure: () => boolean;
    /** Whether another site may show the page in a frame. */
    readonly isFramed: boolean;
    readonly closing: AbortSignal;
  },
): Promise<void> {
  const { persons, isSecure, isFramed, closing } = deps;
  const refuse = (reply: FastifyReply, code: PersonErrorCode, detail?: string): FastifyReply => {
    const { status, body } = errorReply(code, detail === undefined ? {} : { detail });
    return reply.code(status).send(body);
  };
  function answer<Value>(reply: FastifyReply, outcome: Outcome<Value, PersonErrorCode>): FastifyReply {
    return outcome.ok ? reply.send(outcome.value) : refuse(reply, outcome.code);
  }
  const bound = new Set<string>();
  /** Whether it is a link's device: a cookie that anybody could have made up gives nobody requests of its own. */
  async function isBound(secret: string): Promise<boolean> {
    const hash = hashOfSecret(secret);
    if (bound.has(hash)) return true;
    if (!(await persons.isBound(secret))) return false;
    // Forgotten all at once now and then: each is one quick look at an index.
    if (bound.size >= devicesKept) bound.clear();
    bound.add(hash);
    return true;
  }
  /** What stands in the path, and beside it in the query or the body. */
  const inputOf = (request: FastifyRequest, rest: unknown): unknown => ({
    ...(rest as object | null | undefined),
    ...(request.params as object),
  });

  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (request.headers['x-vidimus-page'] !== '1') await refuse(reply, 'invalid-request', 'x-vidimus-page');
    });
    await scope.register(rateLimit, {
      global: true,
      max: requestsPerMinute,
      timeWindow: 60_000,
      // By the device, since many people may share an address; never the secret itself.
      keyGenerator: async (request) => {
        const device = deviceOf(request);
        return device !== undefined && (await isBound(device)) ? hashOfSecret(device) : networkOf(request.ip);
      },
      errorResponseBuilder: (_request, { statusCode }) =>
        Object.assign(new Error('too many requests'), { statusCode }),
    });
    const config = { allow: 'public' } as const;

    scope.post(
      personApi.open.path,
      {
        bodyLimit: jsonLimitBytes,
        config: {
          ...config,
          rateLimit: { max: opensPerMinute, timeWindow: 60_000, keyGenerator: ({ ip }) => networkOf(ip) },
        },
      },
      async (request, reply) => {
        const input = personApi.open.input.safeParse(request.body);
        if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
        const { token, device } = input.data;
        const known = devicesOf(request);
        const outcome = await persons.open(token, { secret: device.secret, cookies: [...known.values()] });
        if (!outcome.ok) return refuse(reply, outcome.code);
        const { view, secret } = outcome.value;
        // The link may be the browser's already, under the id of an earlier page.
        const id = [...known].find(([, kept]) => kept === secret)?.[0] ?? device.id;
        const sites = { isSecure: isSecure(), isFramed };
        const others = [...known.keys()].filter((other) => other !== id);
        for (const old of others.slice(0, Math.max(0, others.length + 1 - mostCookies)))
          setCookie(reply, { id: old }, sites);
        setCookie(reply, { id, secret }, sites);
        void reply.header(deviceHeader, id);
        return reply.send(personApi.open.output.parse(view));
      },
    );
    scope.get(personApi.view.path, { config }, async (request, reply) => {
      const input = personApi.view.input.safeParse(request.query);
      if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
      const { afterSeq, waitMs } = input.data;
      const signal = abortOnHangup(reply, closing);
      return answer(reply, await persons.view(deviceOf(request), { afterSeq, waitMs }, signal));
    });
    scope.post(personApi.consent.path, { config, bodyLimit: jsonLimitBytes }, async (request, reply) => {
      const input = personApi.consent.input.safeParse(request.body);
      if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
      return answer(reply, await persons.consent(deviceOf(request), input.data.language));
    });
    scope.put(personApi.drawChallenge.path, { config, bodyLimit: jsonLimitBytes }, async (request, reply) => {
      const input = personApi.drawChallenge.input.safeParse(request.params);
      if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
      return answer(reply, await persons.drawChallenge(deviceOf(request), input.data));
    });
    scope.post(personApi.submitStep.path, { config, bodyLimit: jsonLimitBytes }, async (request, reply) => {
      const input = personApi.submitStep.input.safeParse(inputOf(request, request.body));
      if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
      return answer(reply, await persons.submitStep(deviceOf(request), input.data));
    });
    scope.post(personApi.finish.path, { config, bodyLimit: jsonLimitBytes }, async (request, reply) => {
      const input = personApi.finish.input.safeParse(request.body ?? {});
      if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
      return answer(reply, await persons.finish(deviceOf(request)));
    });

    await scope.register(async (batches) => {
      await batches.register(multipart);
      batches.put(personApi.putFrames.path, { config }, async (request, reply) => {
        const input = personApi.putFrames.input.safeParse(request.params);
        if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
        const outcome = await persons.putFrames(deviceOf(request), input.data, () => readFrames(request));
        if (!outcome.ok && !request.raw.readableEnded) void reply.header('connection', 'close');
        return answer(reply, outcome);
      });
    });
    await scope.register((uploads, _options, done) => {
      uploads.removeAllContentTypeParsers();
      uploads.addContentTypeParser('*', (_request, payload, parsed) => {
        parsed(null, payload);
      });
      uploads.put(
        personApi.putCapture.path,
        { config, bodyLimit: maxCaptureBytes + 1 },
        async (request, reply) => {
          const input = personApi.putCapture.input.safeParse(inputOf(request, request.query));
          if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
          const declared = Number(request.headers['content-length'] ?? 0);
          const outcome =
            declared > maxCaptureBytes
              ? ({ ok: false, code: 'too-many-bytes' } as const)
              : await persons.putCapture(deviceOf(request), { ...input.data, stream: request.raw });
          // What is left of the body is not read: the connection cannot carry another request.
          if (!outcome.ok && !request.raw.readableEnded) void reply.header('connection', 'close');
          return answer(reply, outcome);
        },
      );
      done();
    });
  });
}
