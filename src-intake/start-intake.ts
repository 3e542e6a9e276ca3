import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { builtInScenarios } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { createBlobSweep } from './blobs/blob-sweep.ts';
import { openBlobStore, type S3Settings } from './blobs/open-blob-store.ts';
import { recordCallbacks } from './callbacks/outbox.ts';
import { startCallbacks, type CallbackConfig } from './callbacks/start-callbacks.ts';
import { systemClock, type Clock } from './clock.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { isDatabaseAway } from './database/is-database-away.ts';
import { openDatabase, type DatabaseTarget } from './database/open-database.ts';
import type { Database } from './database/schema.ts';
import { listenForSignals } from './database/signals.ts';
import { IntakeStartError } from './errors.ts';
import { openAuditLog } from './identity/audit-log.ts';
import { createIdentity } from './identity/create-identity.ts';
import type { ProviderConfig } from './identity/provider-client.ts';
import type { SetupCodeWhen } from './identity/setup.ts';
import { createReadAudit } from './identity/read-audit.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { createLog, type Log } from './log.ts';
import { refusePicturesOnDisk } from './move-pictures.ts';
import { openIntakeSecret } from './sealing/intake-secret.ts';
import { openKeyring, type Keyring } from './sealing/keyring.ts';
import { readOrCreateSecret } from './secret-file.ts';
import { BlobStoreAwayError } from './services/blob-store.ts';
import { createCaptures } from './services/captures.ts';
import { createClientKeys } from './services/client-keys.ts';
import { createChallenges } from './services/challenges.ts';
import { createCommands } from './services/commands.ts';
import { createEventLog } from './services/event-log.ts';
import { createFaceSearch } from './services/face-search.ts';
import { createFeed } from './services/feed.ts';
import { createIdempotency } from './services/idempotency.ts';
import { indexSessions } from './services/index-sessions.ts';
import { createHistoryBackfill } from './services/history-backfill.ts';
import { openHistory } from './services/history.ts';
import { openNearFilms } from './services/near-films.ts';
import { openNearPictures } from './services/near-pictures.ts';
import { createLeases, defaultLeaseMs } from './services/leases.ts';
import { createLifetimes } from './services/lifetimes.ts';
import { openLinkTokens } from './services/link-tokens.ts';
import { createLinks } from './services/links.ts';
import { openDeletions } from './deletions.ts';
import { createListedPersons } from './services/listed-persons.ts';
import { createPersonSessions } from './services/person-sessions.ts';
import { createReading } from './services/reading.ts';
import { createReplays } from './services/replays.ts';
import { createScenarioSecrets } from './services/scenario-secrets.ts';
import { createScenarios, seedScenarios } from './services/scenarios.ts';
import { createSessions } from './services/sessions.ts';
import { createWidgetSessions } from './services/widget-sessions.ts';

/** What an intake needs to know before it starts. */
export interface IntakeConfig {
  /** Holds keys, token, blobs and the embedded cluster. Made when missing. */
  readonly dataDir: string;
  /** Address to listen on; loopback unless somebody means otherwise. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where the bearer token is kept; `<dataDir>/token` unless given. Made, readable by its owner only, when missing. */
  readonly tokenFile?: string;
  /** The organization's own PostgreSQL (15 or later); the embedded one when absent. */
  readonly databaseUrl?: string;
  /** The S3-compatible store for pictures; the data folder when absent. */
  readonly s3?: S3Settings;
  /** Where people reach the capture page, such as `https://id.example.org`; the address that the intake listens on unless given. */
  readonly publicUrl?: string;
  /** Files with the certificate chain and its private key, PEM: the intake then speaks HTTPS. Behind a proxy that does, leave them out. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Where the built capture page lies; the build's own unless given. */
  readonly capturePageDir?: string;
  /** Origins that may show the capture page in a frame, such as `https://shop.example.org`; none unless given. */
  readonly embedOrigins?: readonly string[];
  /** Reverse proxies in front, by address or range, whose `X-Forwarded-For` counts; none unless given. */
  readonly trustedProxies?: readonly string[];
  /** How long an agent may be silent before its session goes to another one. 30 s unless given. */
  readonly leaseMs?: number;
  /** How long people stay signed in without a request, and at the latest; two and twelve hours unless given. */
  readonly sessionIdleMs?: number;
  readonly sessionLongestMs?: number;
  /** The organization's own sign-in (OpenID Connect); its secret, where it gave one, stands in a file. */
  readonly provider?: Omit<ProviderConfig, 'clientSecret'> & {
    readonly clientSecretFile?: string | undefined;
  };
  /** When a code for the first administrator is made; never unless given. */
  readonly setupCodeWhen?: SetupCodeWhen;
  /** Requests of one caller that each process answers in a minute; 12,000 unless given. */
  readonly requestsPerMinute?: number;
  /** How callbacks are delivered, and where to beside the public internet. */
  readonly callbacks?: CallbackConfig;
  /** How long requests may take to end once the intake is told to; 3 s unless given. */
  readonly closeGraceMs?: number;
  /** The time; the machine's clock unless given. */
  readonly now?: Clock;
  /** Standard error unless given. */
  readonly log?: Log;
}

export interface RunningIntake {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** What makes the first administrator, once, for whoever runs the server; null where none is due. */
  readonly setupCode: string | null;
  /** Ends long polls, lets running requests finish, stops the embedded PostgreSQL. Twice is once. */
  close(): Promise<void>;
}

// A request takes milliseconds; the workstation kills us after ten seconds (src-main/intake), and PostgreSQL wants some of them.
const defaultCloseGraceMs = 3000;
// An agent's silence is noticed at most this long after its lease is over.
const sweepEveryMs = 2000;
// What a crash leaves of an upload only takes room: looking for it every hour is often enough.
const blobSweepEveryMs = 60 * 60 * 1000;

/** `out/capture`, beside the folder `out/main` in which every bundle of this file lies. */
function builtCapturePage(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '..', 'capture');
}

/** The certificate and its key, checked against each other; undefined where none is configured. Throws {@link IntakeStartError} `tls-unusable`. */
export async function readTls({
  tlsCert,
  tlsKey,
}: IntakeConfig): Promise<{ cert: string; key: string } | undefined> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new IntakeStartError(
      'tls-unusable',
      'a certificate needs its private key, and a key its certificate',
    );
  try {
    const [cert, key] = await Promise.all([readFile(tlsCert, 'utf8'), readFile(tlsKey, 'utf8')]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    // Of the cause only what kind it is: its message may quote the key.
    const { code } = cause as NodeJS.ErrnoException;
    throw new IntakeStartError('tls-unusable', `${tlsCert} with ${tlsKey} (${code ?? 'unreadable'})`, cause);
  }
}

/** The sign-in provider with its secret; undefined where none is configured. Throws {@link IntakeStartError} `provider-secret-unreadable`. */
export async function readProvider({ provider }: IntakeConfig): Promise<ProviderConfig | undefined> {
  if (provider === undefined) return undefined;
  const { clientSecretFile, ...rest } = provider;
  if (clientSecretFile === undefined) return rest;
  try {
    return { ...rest, clientSecret: (await readFile(clientSecretFile, 'utf8')).trim() };
  } catch (cause) {
    throw new IntakeStartError('provider-secret-unreadable', clientSecretFile, cause);
  }
}

/** The database's identity, made at its first start, and the keyring that its sessions were sealed with. */
async function openFeed(
  db: Kysely<Database>,
  keyringFile: string,
): Promise<{ feedId: string; storeId: string; keyring: Keyring }> {
  const findFeed = () =>
    db.selectFrom('feed').select(['feed_id', 'key_check', 'store_id']).executeTakeFirst();
  const keyring = await openKeyring(keyringFile, { mayCreate: (await findFeed()) === undefined });
  const newId = randomUUID();
  await db
    .insertInto('feed')
    .values({ feed_id: newId, key_check: keyring.sealCheck(newId) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const feed = must(await findFeed(), 'the feed has its row');
  if (!keyring.isCheckOf(feed.feed_id, feed.key_check)) {
    throw new IntakeStartError(
      'keyring-wrong',
      `the sessions in this database were not sealed with ${keyringFile}`,
    );
  }
  return { feedId: feed.feed_id, storeId: feed.store_id, keyring };
}

/** Sweeps now and then until stopped; one sweep at a time. `what` names it in the log. */
function startSweeping(
  what: string,
  sweep: () => Promise<unknown>,
  log: Log,
  everyMs = sweepEveryMs,
): () => Promise<void> {
  let running = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    // A long one is followed by one, not by as many as would have been due.
    if (isRunning) return;
    isRunning = true;
    running = sweep().then(
      () => undefined,
      (error: unknown) => {
        // The next one comes soon enough.
        if (isDatabaseAway(error)) log.info(`${what}: the database does not answer`);
        else if (error instanceof BlobStoreAwayError) log.info(`${what}: ${error.message}`);
        else log.unexpected({ where: what, error });
      },
    );
    running = running.finally(() => {
      isRunning = false;
    });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/**
 * Starts an intake in this process. Rejects with {@link IntakeStartError} for what an administrator can mend; whatever
 * had been started by then is stopped again.
 */
export async function startIntake(config: IntakeConfig): Promise<RunningIntake> {
  const {
    dataDir,
    databaseUrl,
    host = '127.0.0.1',
    port = 0,
    now = systemClock,
    log = createLog(process.stderr),
  } = config;
  // What has been started, to be stopped in reverse order.
  const stops: (() => Promise<unknown>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
  };

  try {
    const tls = await readTls(config);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    let target: DatabaseTarget;
    let revive: () => Promise<void> = () => Promise.resolve();
    if (databaseUrl === undefined) {
      const lock = await lockDataFolder(dataDir);
      stops.push(lock.release);
      const postgres = await startEmbeddedPostgres(dataDir);
      stops.push(postgres.stop);
      target = postgres.address;
      revive = postgres.revive;
    } else {
      target = { connectionString: databaseUrl };
    }
    const { db, close: closeDatabase } = await openDatabase(target);
    stops.push(closeDatabase);
    const { feedId, storeId, keyring } = await openFeed(db, join(dataDir, 'keyring.json'));
    const token = await readOrCreateSecret(config.tokenFile ?? join(dataDir, 'token'));
    const blobs = await openBlobStore(join(dataDir, 'blobs'), storeId, config.s3);
    if (config.s3 !== undefined) await refusePicturesOnDisk(dataDir, db);
    stops.push(blobs.close);
    const signals = await listenForSignals(target, revive);
    stops.push(signals.close);

    const eventLog = createEventLog(keyring, recordCallbacks);
    await seedScenarios(db, builtInScenarios, now());
    const audit = await openAuditLog({ db, keyring, now });
    const scenarios = createScenarios({ db, audit, now });
    let publicUrl = config.publicUrl?.replace(/\/+$/, '');
    const getPublicUrl = () => must(publicUrl, 'callers ask for it, who need it to listen');
    const identity = await createIdentity({
      db,
      keyring,
      ownerToken: token,
      audit,
      sessionTimes: { idleMs: config.sessionIdleMs, longestMs: config.sessionLongestMs },
      setupCodeWhen: config.setupCodeWhen ?? 'never',
      provider: await readProvider(config),
      getPublicUrl,
      log,
      now,
    });
    stops.push(startSweeping('identity sweep', identity.sweep, log));
    const links = createLinks({
      db,
      scenarios,
      tokenOf: await openLinkTokens(db, keyring),
      audit,
      getPublicUrl,
      now,
    });
    const faceSearch = createFaceSearch({
      db,
      keyring,
      threadPath: new URL('./scan-thread.js', import.meta.url),
    });
    stops.push(faceSearch.close);
    const history = await openHistory(db, keyring, faceSearch);
    const nearPictures = await openNearPictures(db, keyring);
    const nearFilms = await openNearFilms(db, keyring);
    const leases = createLeases({
      db,
      eventLog,
      history,
      faceSearch,
      nearPictures,
      nearFilms,
      signals,
      now,
      leaseMs: config.leaseMs ?? defaultLeaseMs,
    });
    const lifetimes = createLifetimes({ db, eventLog, blobs, now });
    stops.push(startSweeping('lease sweep', leases.sweep, log));
    stops.push(startSweeping('freeze sweep', lifetimes.freeze, log));
    stops.push(startSweeping('purge', lifetimes.purge, log));
    const backfillHistory = createHistoryBackfill({ db, eventLog, history });
    // The history of earlier sessions after their index, which says which of them are samples.
    const makeUp = async () => ((await indexSessions(db, eventLog)) > 0 ? undefined : backfillHistory());
    stops.push(startSweeping('index and history of earlier sessions', makeUp, log));
    const idempotency = createIdempotency({ db, keyring, now });
    stops.push(startSweeping('idempotent replies', idempotency.forget, log));
    const sweepBlobs = createBlobSweep({ db, blobs, now });
    stops.push(startSweeping('sweep for stray pictures', sweepBlobs, log, blobSweepEveryMs));
    const closing = new AbortController();
    const commands = createCommands({ db, eventLog, now });
    const captures = createCaptures({ db, eventLog, blobs, keyring, now });
    const challenges = createChallenges({ db, eventLog, blobs, now });
    const sessions = createSessions({ db, eventLog, scenarios, commands, now });
    const reads = createReadAudit({ db, audit, now });
    const reading = createReading({
      sessions,
      feed: createFeed({ db, eventLog, signals, feedId }),
      reads,
      pseudonymKey: await openIntakeSecret(db, keyring, 'pseudonyms'),
    });
    const scenarioSecrets = createScenarioSecrets({ db, keyring, now });
    const callbacks = startCallbacks({
      db,
      target,
      eventLog,
      secrets: scenarioSecrets,
      audit,
      log,
      version: packageJson.version,
      config: config.callbacks ?? {},
    });
    stops.push(callbacks.close);
    const app = await createApp({
      services: {
        db,
        databaseKind: databaseUrl === undefined ? 'embedded' : 'server',
        version: packageJson.version,
        scenarios,
        replays: createReplays({ db, eventLog, scenarios, reads }),
        links,
        listedPersons: createListedPersons({
          db,
          keyring,
          audit,
          search: faceSearch,
          deletions: openDeletions(config.dataDir, now),
          now,
        }),
        sessions,
        commands,
        reading,
        reads,
        leases,
        callbackLog: callbacks.log,
        identity: identity.handlers,
      },
      captures,
      idempotency,
      pingBlobs: blobs.ping,
      persons: createPersonSessions({
        db,
        eventLog,
        signals,
        captures,
        challenges,
        commands,
        scenarioSecrets,
        now,
      }),
      widget: createWidgetSessions({
        scenarios,
        links,
        clientKeys: createClientKeys({ secrets: scenarioSecrets, now }),
      }),
      isSecure: () => publicUrl?.startsWith('https:') ?? false,
      capturePage: {
        dir: config.capturePageDir ?? builtCapturePage(),
        frameAncestors: config.embedOrigins ?? [],
      },
      tls,
      trustedProxies: config.trustedProxies ?? [],
      credentials: identity.credentials,
      requestsPerMinute: config.requestsPerMinute,
      provider: identity.provider,
      log,
      closing: closing.signal,
    });
    stops.push(async () => {
      closing.abort();
      const impatience = setTimeout(() => {
        app.server.closeAllConnections();
      }, config.closeGraceMs ?? defaultCloseGraceMs);
      await app.close();
      clearTimeout(impatience);
    });
    const url = await app.listen({ host, port }).catch((cause: unknown) => {
      throw new IntakeStartError('address-in-use', `${host}:${port.toString()}`, cause);
    });
    publicUrl ??= url;
    let closed: Promise<void> | undefined;
    return { url, token, setupCode: identity.setupCode, close: () => (closed ??= stopAll()) };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
