/** What the replica's opaque column holds. Only a codec looks inside. */
export type Payload = Uint8Array;

/**
 * Turns values into the opaque column and back. The one seam through which the replica is encrypted: keys, indexes and
 * queries never see what a payload says.
 */
export interface PayloadCodec {
  /** Names the form, kept with the replica: a replica sealed in another form is dropped and pulled again. */
  readonly form: string;
  seal(value: unknown): Promise<Payload>;
  open(payload: Payload): Promise<unknown>;
}

/** Payloads as UTF-8 JSON, readable by whoever can read the browser's profile. */
export const plainCodec: PayloadCodec = {
  form: 'json-1',
  seal: (value) => Promise.resolve(new TextEncoder().encode(JSON.stringify(value))),
  open: (payload) => Promise.resolve(JSON.parse(new TextDecoder().decode(payload)) as unknown),
};
