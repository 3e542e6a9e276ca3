// A receiver of Vidimus' callbacks: node:http, and jose for encrypted bodies. Run by Node 22.18 or later as it is:
//   CALLBACK_SECRETS=whsec_… PORT=8080 node receiver.ts
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { compactDecrypt } from 'jose';

interface Callback {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Settings {
  /** Usually one; two while they rotate. `whsec_…` as they were told. */
  readonly secrets: readonly string[];
  /** How old, or how far ahead, a callback may be: longer than clocks differ, too short for somebody to send it again. */
  readonly toleranceSeconds: number;
}

export class Refused extends Error {}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}

/** Throws `Refused` unless one of the signatures fits one of the secrets over exactly these bytes, and the time is near. */
export function verify(
  headers: IncomingHttpHeaders,
  raw: Buffer,
  { secrets, toleranceSeconds }: Settings,
): string {
  const id = String(headers['webhook-id'] ?? '');
  const timestamp = String(headers['webhook-timestamp'] ?? '');
  const signatures = String(headers['webhook-signature'] ?? '').split(' ');
  if (!/^\d{1,12}$/.test(timestamp)) throw new Refused('no time');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > toleranceSeconds)
    throw new Refused('too old, or the clock is wrong');
  const expected = secrets.map((secret) => {
    const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(raw);
    return Buffer.from(`v1,${hmac.digest('base64')}`);
  });
  const fits = signatures.some((signature) =>
    expected.some((one) => signature.length === one.length && timingSafeEqual(Buffer.from(signature), one)),
  );
  if (!fits) throw new Refused('no signature fits');
  return id;
}

/** The key for bodies that a secret gives: HKDF-SHA256 without salt, 32 bytes. */
function encryptionKeyOf(secret: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', keyOf(secret), new Uint8Array(), 'vidimus callback encryption v1', 32),
  );
}

/** The text of an encrypted body. */
async function decrypt(jwe: string, secrets: readonly string[]): Promise<string> {
  const { plaintext } = await compactDecrypt(
    jwe,
    ({ kid }) => {
      const keys = secrets.map(encryptionKeyOf);
      const key = keys.find((one) => createHash('sha256').update(one).digest('hex').slice(0, 16) === kid);
      if (key === undefined) throw new Refused('encrypted under a secret that is not here yet');
      return key;
    },
    { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
  );
  return new TextDecoder().decode(plaintext);
}

/** The callback in a request whose body is `raw`. Throws `Refused` for one that is not from the intake. */
export async function openCallback(
  headers: IncomingHttpHeaders,
  raw: Buffer,
  settings: Settings,
): Promise<{ id: string; callback: Callback }> {
  const id = verify(headers, raw, settings);
  const text =
    headers['content-type'] === 'application/jose'
      ? await decrypt(raw.toString('ascii'), settings.secrets)
      : raw.toString('utf8');
  return { id, callback: JSON.parse(text) as Callback };
}

/** A server that hands each callback on once. */
export function createReceiver(
  settings: Settings,
  onCallback: (id: string, callback: Callback) => void,
): Server {
  // Yours is a table: an id that is there was dealt with.
  const seen = new Set<string>();
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      openCallback(request.headers, Buffer.concat(chunks), settings).then(
        ({ id, callback }) => {
          // Put it away first and answer then: what was answered with 2xx does not come again.
          if (!seen.has(id)) onCallback(id, callback);
          seen.add(id);
          response.writeHead(204).end();
        },
        (error: unknown) => {
          response.writeHead(error instanceof Refused ? 401 : 400).end();
        },
      );
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { CALLBACK_SECRETS = '', CALLBACK_TOLERANCE_SECONDS = '300', PORT = '8080' } = process.env;
  const settings = {
    secrets: CALLBACK_SECRETS.split(' '),
    toleranceSeconds: Number(CALLBACK_TOLERANCE_SECONDS),
  };
  createReceiver(settings, (id, { type, data }) => {
    console.log(`${type} ${id} ${String(data['status'])}`);
  }).listen(Number(PORT), '127.0.0.1');
}
