// Encrypts your customer's key for Vidimus' widget: jose. Run by Node 22.18 or later as it is:
//   SCENARIO_SECRET=whsec_… node encrypt.ts customer-7
import { createHash, hkdfSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { CompactEncrypt } from 'jose';

/** How long a page may take to begin with it. */
const lifetimeSeconds = 15 * 60;

/** The key as JWE, to be given to `Vidimus.open` as `clientKey`. Make one for each page: it is good for fifteen minutes. */
export function encryptClientKey(clientKey: string, secret: string, nowMs = Date.now()): Promise<string> {
  const secretBytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const key = Buffer.from(
    hkdfSync('sha256', secretBytes, new Uint8Array(), 'vidimus client key encryption v1', 32),
  );
  const kid = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const content = JSON.stringify({ clientKey, exp: Math.floor(nowMs / 1000) + lifetimeSeconds });
  return new CompactEncrypt(new TextEncoder().encode(content))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
    .encrypt(key);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await encryptClientKey(process.argv[2] ?? '', process.env['SCENARIO_SECRET'] ?? ''));
}
