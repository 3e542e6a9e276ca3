import { allowedPath, beginPath } from '../embed/addresses.ts';

/** An answer of the intake; `unreachable` for what the network, or the page's own policy, kept from it. */
export type Reply =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly code: Vidimus.FailureCode | 'unreachable';
      readonly detail: string | undefined;
    };

const codes: readonly string[] = [
  'origin-not-allowed',
  'scenario-not-found',
  'client-key-invalid',
  'too-many-requests',
] satisfies readonly Vidimus.FailureCode[];

async function ask(address: string, body?: object): Promise<Reply> {
  try {
    const response = await fetch(address, {
      method: body === undefined ? 'GET' : 'POST',
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const answer = (await response.json()) as {
      readonly error?: { readonly code?: string; readonly detail?: string };
    };
    if (response.ok) return { ok: true, body: answer };
    const { code = '', detail } = answer.error ?? {};
    return { ok: false, code: codes.includes(code) ? (code as Vidimus.FailureCode) : 'internal', detail };
  } catch {
    return { ok: false, code: 'unreachable', detail: undefined };
  }
}

/** Whether this page may show the capture page. */
export const askAllowed = (origin: string): Promise<Reply> => ask(`${origin}${allowedPath}`);

/** Begins with a scenario; `body.link` is the one-time link. */
export const begin = (
  origin: string,
  { schemaId, clientKey }: { readonly schemaId: string; readonly clientKey: string },
): Promise<Reply> => ask(`${origin}${beginPath}`, { schemaId, clientKey });
