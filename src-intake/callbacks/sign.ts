import { createHmac } from 'node:crypto';

/** A secret as its owner is told it: the form of Standard Webhooks. */
export function formatSecret(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

/** The headers of Standard Webhooks 1.0 over exactly these bytes, signed under each secret; any one that fits will do for a receiver. */
export function signatureHeaders(
  { id, atSeconds, body }: { readonly id: string; readonly atSeconds: number; readonly body: Buffer },
  secrets: readonly Buffer[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = atSeconds.toString();
  const signatures = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64'),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
}
