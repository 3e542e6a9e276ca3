import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';

/** Where an intake answers, and in whose name it is asked; `null` for the calls that are open to anybody. */
export interface IntakePlace {
  readonly url: string;
  readonly token: string | null;
}

/** Makes a client of one place. */
export type Connect = (place: IntakePlace) => IntakeClient;

/** A client over the platform's `fetch`. */
export const connectByHttp: Connect = (place) => createIntakeClient({ ...place, fetch });

/**
 * A client of whichever intake `getPlace` names at the moment of each call; while it names none, every call answers
 * `offline`. An embedded intake that is started again may come back at another port.
 */
export function followIntake(
  getPlace: () => IntakePlace | undefined,
  connect: Connect = connectByHttp,
): IntakeClient {
  let current: { readonly place: IntakePlace; readonly client: IntakeClient } | undefined;

  function client(): IntakeClient | undefined {
    const place = getPlace();
    if (place === undefined) return undefined;
    if (current?.place.url !== place.url || current.place.token !== place.token)
      current = { place, client: connect(place) };
    return current.client;
  }

  const offline = { ok: false, code: 'offline' } as const;
  return {
    call: async (name, input, options) => client()?.call(name, input, options) ?? offline,
    putCapture: async (input) => client()?.putCapture(input) ?? offline,
    getCapture: async (captureId, options) => client()?.getCapture(captureId, options) ?? offline,
  };
}
