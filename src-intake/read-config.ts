import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { accessKeyPattern } from './blobs/open-blob-store.ts';
import { isUsableIssuer } from './identity/provider-client.ts';
import type { IntakeConfig } from './start-intake.ts';

/** Where a setting was found; the first of them counts. */
type Source = 'command line' | 'environment' | 'file';

interface Setting {
  /** Its name on the command line, after two dashes; null for secrets, which everybody on the machine could read there. */
  readonly option: string | null;
  readonly env: string;
  /** What it should be, in the words of an error. */
  readonly expects: string;
  /** Its value, or undefined for what it should not be. `baseDir` is what relative paths begin at. */
  readonly parse: (value: unknown, baseDir: string) => unknown;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const path = (value: unknown, baseDir: string): string | undefined => {
  const given = text(value);
  return given === undefined ? undefined : resolve(baseDir, given);
};

/** An origin: scheme, host and port, without a path, since the capture page and its cookie need paths of their own. */
const origin = (value: unknown): string | undefined => {
  const given = text(value);
  if (given === undefined || !URL.canParse(given)) return undefined;
  const url = new URL(given);
  const isOrigin = ['http:', 'https:'].includes(url.protocol) && url.href === `${url.origin}/`;
  return isOrigin ? url.origin : undefined;
};

/** A list in a file, or text with commas between. */
const listOf =
  (parseOne: (value: unknown) => string | undefined) =>
  (value: unknown): readonly string[] | undefined => {
    const given: readonly unknown[] = Array.isArray(value) ? value : (text(value)?.split(',') ?? []);
    const parsed = given.flatMap((one) => parseOne(one) ?? []);
    return given.length > 0 && parsed.length === given.length ? parsed : undefined;
  };

const addressOrRange = (value: unknown): string | undefined => {
  const given = text(value);
  const [address = '', bits] = given?.split('/', 2) ?? [];
  const kind = isIP(address);
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
  return kind !== 0 && isRange ? given : undefined;
};

const wholeNumber = (min: number, max: number) => (value: unknown) => {
  const number = typeof value === 'number' ? value : Number(text(value) ?? NaN);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
};

const minutesAsMs = (min: number, max: number) => (value: unknown) => {
  const minutes = wholeNumber(min, max)(value);
  return minutes === undefined ? undefined : minutes * 60_000;
};

const databaseUrl = (value: unknown): string | undefined => {
  const given = text(value);
  return given !== undefined && /^postgres(ql)?:\/\//.test(given) && URL.canParse(given) ? given : undefined;
};

const bucket = (value: unknown): string | undefined => {
  const given = text(value);
  // The rule of S3 itself.
  return given !== undefined && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(given) ? given : undefined;
};

const accessKey = (value: unknown): string | undefined => {
  const given = text(value);
  return given !== undefined && accessKeyPattern.test(given) ? given : undefined;
};

/** Every setting by its name in the file, in the order of the documentation (docs/admin-guide.md, whose table a test compares). */
export const settings = {
  data: { option: 'data', env: 'VIDIMUS_DATA', expects: 'a folder', parse: path },
  host: { option: 'host', env: 'VIDIMUS_HOST', expects: 'an address or a host name', parse: text },
  port: {
    option: 'port',
    env: 'VIDIMUS_PORT',
    expects: 'a whole number from 0 (any free port) to 65535',
    parse: wholeNumber(0, 65_535),
  },
  tokenFile: { option: 'token-file', env: 'VIDIMUS_TOKEN_FILE', expects: 'a file', parse: path },
  publicUrl: {
    option: 'public-url',
    env: 'VIDIMUS_PUBLIC_URL',
    expects: 'an origin without a path, such as https://id.example.org',
    parse: origin,
  },
  tlsCert: { option: 'tls-cert', env: 'VIDIMUS_TLS_CERT', expects: 'a file', parse: path },
  tlsKey: { option: 'tls-key', env: 'VIDIMUS_TLS_KEY', expects: 'a file', parse: path },
  capturePage: { option: 'capture-page', env: 'VIDIMUS_CAPTURE_PAGE', expects: 'a folder', parse: path },
  embedOrigins: {
    option: 'embed-origins',
    env: 'VIDIMUS_EMBED_ORIGINS',
    expects: 'origins, such as https://shop.example.org,https://www.example.org',
    parse: listOf(origin),
  },
  trustedProxies: {
    option: 'trusted-proxies',
    env: 'VIDIMUS_TRUSTED_PROXIES',
    expects: 'addresses or ranges, such as 127.0.0.1,10.0.0.0/8',
    parse: listOf(addressOrRange),
  },
  leaseMs: {
    option: 'lease-ms',
    env: 'VIDIMUS_LEASE_MS',
    // Below a second agents could not renew in time; above an hour a dead one holds up its session for too long.
    expects: 'a whole number of milliseconds from 1000 to 3600000',
    parse: wholeNumber(1000, 3_600_000),
  },
  sessionIdleMinutes: {
    option: 'session-idle-minutes',
    env: 'VIDIMUS_SESSION_IDLE_MINUTES',
    expects: 'a whole number of minutes from 5 to 1440',
    parse: minutesAsMs(5, 1440),
  },
  sessionLongestMinutes: {
    option: 'session-longest-minutes',
    env: 'VIDIMUS_SESSION_LONGEST_MINUTES',
    // NIST SP 800-63B-4, 2.2.3 wants people asked again at the latest after a day.
    expects: 'a whole number of minutes from 15 to 1440',
    parse: minutesAsMs(15, 1440),
  },
  oidcIssuer: {
    option: 'oidc-issuer',
    env: 'VIDIMUS_OIDC_ISSUER',
    expects: 'the https address of an OpenID Connect provider, such as https://login.example.org/realm',
    parse: (value) => {
      const given = text(value);
      return given !== undefined && isUsableIssuer(given) ? given : undefined;
    },
  },
  oidcClientId: { option: 'oidc-client-id', env: 'VIDIMUS_OIDC_CLIENT_ID', expects: 'a text', parse: text },
  oidcClientSecretFile: {
    option: 'oidc-client-secret-file',
    env: 'VIDIMUS_OIDC_CLIENT_SECRET_FILE',
    expects: 'a file',
    parse: path,
  },
  oidcName: { option: 'oidc-name', env: 'VIDIMUS_OIDC_NAME', expects: 'a name for the button', parse: text },
  oidcClaim: { option: 'oidc-claim', env: 'VIDIMUS_OIDC_CLAIM', expects: 'the name of a claim', parse: text },
  databaseUrl: {
    option: null,
    env: 'DATABASE_URL',
    expects: 'an address, such as postgres://user:password@host:5432/name',
    parse: databaseUrl,
  },
  s3Endpoint: {
    option: 's3-endpoint',
    env: 'VIDIMUS_S3_ENDPOINT',
    expects: 'an origin without a path, such as https://s3.example.org:9000',
    parse: origin,
  },
  s3Bucket: {
    option: 's3-bucket',
    env: 'VIDIMUS_S3_BUCKET',
    expects: 'a name of 3 to 63 small letters, digits, dots and hyphens',
    parse: bucket,
  },
  s3Region: { option: 's3-region', env: 'VIDIMUS_S3_REGION', expects: 'a region', parse: text },
  s3AccessKeyFile: {
    option: 's3-access-key-file',
    env: 'VIDIMUS_S3_ACCESS_KEY_FILE',
    expects: 'a file',
    parse: path,
  },
  s3AccessKey: {
    option: null,
    env: 'VIDIMUS_S3_ACCESS_KEY',
    expects: 'the id and the secret of a key with a colon between',
    parse: accessKey,
  },
  callbackAllow: {
    option: null,
    env: 'VIDIMUS_CALLBACK_ALLOW',
    expects: 'hosts and ranges with commas between',
    parse: (value) => (Array.isArray(value) ? listOf(text)(value)?.join(',') : text(value)),
  },
} as const satisfies Record<string, Setting>;
type Name = keyof typeof settings;
const names = Object.keys(settings) as readonly Name[];

/** The configuration, or what is wrong with it: a line for each setting, with its name and what it should be, never its value. */
export type ReadConfig =
  | {
      readonly ok: true;
      readonly config: IntakeConfig;
      /** Which settings were given, and where. */
      readonly given: readonly string[];
      /** Whether the configuration is only to be checked. */
      readonly checkOnly: boolean;
      /** Whether a code for another first administrator is to be made. */
      readonly newSetupCode: boolean;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The settings of a file, or why it cannot be read. */
function readFileSettings(file: string): Readonly<Record<string, unknown>> | string {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return 'config: must be a file that can be read';
  }
  try {
    const parsed: unknown = JSON.parse(content);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // The parser's own message quotes the file.
  }
  return 'config: must be a file with one JSON object';
}

function parseCommandLine(args: readonly string[]) {
  const options = Object.fromEntries(
    names.flatMap((name) => {
      const { option } = settings[name];
      return option === null ? [] : [[option, { type: 'string' as const }]];
    }),
  );
  return parseArgs({
    args: [...args],
    options: {
      ...options,
      config: { type: 'string' },
      'check-config': { type: 'boolean' },
      'new-setup-code': { type: 'boolean' },
    },
  }).values as Readonly<Record<string, string | boolean | undefined>>;
}

/** A store half configured would leave pictures where nobody looks for them. */
function whatS3Lacks(values: Partial<Record<Name, unknown>>): string[] {
  const { s3Endpoint, s3Bucket, s3AccessKeyFile, s3AccessKey } = values;
  const given = names.filter((name) => name.startsWith('s3') && values[name] !== undefined);
  if (given.length === 0) return [];
  return [
    ...(s3Endpoint === undefined ? ['s3Endpoint: must be given with the other settings of S3'] : []),
    ...(s3Bucket === undefined ? ['s3Bucket: must be given with the other settings of S3'] : []),
    ...((s3AccessKeyFile === undefined) === (s3AccessKey === undefined)
      ? ['s3AccessKeyFile, s3AccessKey: one of the two must be given with the other settings of S3']
      : []),
  ];
}

/** Whether anything was given at all: an empty variable of the environment is none. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== '';

/**
 * Reads the command line, then the environment, then the file that `--config` or `VIDIMUS_CONFIG` names, and checks every setting. Paths
 * of the file begin at its folder.
 */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReadConfig {
  const problems: string[] = [];
  let options: ReturnType<typeof parseCommandLine>;
  try {
    options = parseCommandLine(args);
  } catch (error) {
    // Of parseArgs: names the option, and quotes no value of a known one.
    return { ok: false, problems: [(error as Error).message] };
  }
  const configFile = [options['config'], env['VIDIMUS_CONFIG']].find(isGiven);
  const file = typeof configFile === 'string' ? resolve(configFile) : undefined;
  let fromFile: Readonly<Record<string, unknown>> = {};
  if (file !== undefined) {
    const read = readFileSettings(file);
    if (typeof read === 'string') return { ok: false, problems: [read] };
    fromFile = read;
    for (const key of Object.keys(read))
      if (!(names as readonly string[]).includes(key))
        problems.push(`${key} (file): is no setting; there are ${names.join(', ')}`);
  }

  const values: Partial<Record<Name, unknown>> = {};
  const given: string[] = [];
  for (const name of names) {
    const setting: Setting = settings[name];
    const candidates: readonly (readonly [Source, unknown, string])[] = [
      ['command line', setting.option === null ? undefined : options[setting.option], process.cwd()],
      ['environment', env[setting.env], process.cwd()],
      ['file', fromFile[name], file === undefined ? '' : dirname(file)],
    ];
    const found = candidates.find(([, value]) => isGiven(value));
    if (found === undefined) continue;
    const [source, value, baseDir] = found;
    const label = {
      'command line': `--${setting.option ?? ''}`,
      environment: setting.env,
      file: `${name} (file)`,
    }[source];
    const parsed = setting.parse(value, baseDir);
    if (parsed === undefined) problems.push(`${label}: must be ${setting.expects}`);
    else {
      values[name] = parsed;
      given.push(label);
    }
  }
  if (values.data === undefined && !problems.some((problem) => /^(--data|VIDIMUS_DATA|data )/.test(problem)))
    problems.push(
      '--data, VIDIMUS_DATA or data (file): must name the folder for keys, pictures and the database',
    );
  // Of settings that are wrong enough has been said.
  if (problems.length === 0) problems.push(...whatS3Lacks(values));
  const isGivenName = (name: Name): boolean => values[name] !== undefined;
  const provider = ['oidcIssuer', 'oidcClientId', 'oidcClientSecretFile', 'oidcName', 'oidcClaim'] as const;
  if (provider.some(isGivenName) && problems.length === 0)
    for (const name of ['oidcIssuer', 'oidcClientId'] as const)
      if (!isGivenName(name))
        problems.push(
          `--${settings[name].option}, ${settings[name].env} or ${name} (file): must be ${settings[name].expects}, since another setting of the sign-in provider is given`,
        );
  if (problems.length > 0) return { ok: false, problems };

  const { oidcIssuer, oidcClientId, oidcClientSecretFile, oidcName, oidcClaim, ...others } = values;
  const { s3Endpoint, s3Bucket, s3Region, s3AccessKeyFile, s3AccessKey, ...rest } = others;
  const { data, capturePage, callbackAllow, sessionIdleMinutes, sessionLongestMinutes, ...same } = rest;
  return {
    ok: true,
    given,
    checkOnly: options['check-config'] === true,
    newSetupCode: options['new-setup-code'] === true,
    // Each was parsed to what its name takes.
    config: {
      ...same,
      dataDir: data,
      ...(capturePage !== undefined && { capturePageDir: capturePage }),
      ...(s3Bucket !== undefined && {
        s3: {
          endpoint: s3Endpoint,
          bucket: s3Bucket,
          ...(s3Region !== undefined && { region: s3Region }),
          ...(s3AccessKey === undefined ? { accessKeyFile: s3AccessKeyFile } : { accessKey: s3AccessKey }),
        },
      }),
      ...(typeof oidcIssuer === 'string' && {
        provider: {
          issuer: oidcIssuer,
          clientId: oidcClientId,
          clientSecretFile: oidcClientSecretFile,
          name: oidcName ?? new URL(oidcIssuer).host,
          claim: oidcClaim,
        },
      }),
      ...(sessionIdleMinutes !== undefined && { sessionIdleMs: sessionIdleMinutes }),
      ...(sessionLongestMinutes !== undefined && { sessionLongestMs: sessionLongestMinutes }),
      ...(callbackAllow !== undefined && { callbacks: { allow: callbackAllow } }),
    } as IntakeConfig,
  };
}
