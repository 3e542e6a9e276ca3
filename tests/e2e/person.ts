import { randomBytes, randomUUID } from 'node:crypto';
import { deviceHeader, personApi } from '#shared/api/person-contract.ts';
import { personViewSchema, type PersonView } from '#shared/domain/person-view.ts';

/** A person's phone as the intake sees it: the calls of the capture page, with its cookie. */
export class Person {
  readonly #origin: string;
  readonly #token: string;
  readonly #device = { id: randomUUID(), secret: randomBytes(32).toString('base64url') };
  #cookie = '';

  constructor(link: string) {
    const url = new URL(link);
    this.#origin = url.origin;
    this.#token = url.hash.slice(1);
  }

  open(): Promise<PersonView> {
    return this.#call(personApi.open, { token: this.#token, device: this.#device });
  }
  consent(): Promise<PersonView> {
    return this.#call(personApi.consent, { language: 'en' });
  }
  finish(): Promise<PersonView> {
    return this.#call(personApi.finish, {});
  }
  submit(stepId: string, attempt: number): Promise<PersonView> {
    return this.#call(
      { ...personApi.submitStep, path: `/api/person/v1/steps/${stepId}/submit` },
      { attempt },
    );
  }
  async send(stepId: string, side: string, bytes: Uint8Array): Promise<void> {
    const query = new URLSearchParams({ stepId, side });
    const path = `/api/person/v1/captures/${crypto.randomUUID()}?${query.toString()}`;
    const answer = await this.#fetch('PUT', path, new Uint8Array(bytes), 'application/octet-stream');
    if (!answer.ok) throw new Error(`capture: ${answer.status.toString()} ${await answer.text()}`);
  }

  async #call(
    { method, path }: { readonly method: string; readonly path: string },
    body: object,
  ): Promise<PersonView> {
    const answer = await this.#fetch(method, path, JSON.stringify(body), 'application/json');
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status.toString()} ${text}`);
    return personViewSchema.parse(JSON.parse(text));
  }

  async #fetch(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    type: string,
  ): Promise<Response> {
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      body,
      headers: {
        'content-type': type,
        'x-vidimus-page': '1',
        [deviceHeader]: this.#device.id,
        origin: this.#origin,
        cookie: this.#cookie,
      },
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie !== undefined) this.#cookie = cookie;
    return answer;
  }
}
