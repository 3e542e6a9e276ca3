import type { maxClientKeyLength as ofContract } from '#shared/domain/client-key.ts';
import { capturePagePath } from '../embed/addresses.ts';

/** What the options come to. */
export type Start =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'schema'; readonly schemaId: string; readonly clientKey: string };

const callbacks = ['onStep', 'onSuccess', 'onFailure', 'onClose'] as const;
const known: readonly string[] = ['link', 'schemaId', 'clientKey', 'language', ...callbacks];
// The contract's own, by type alone: its module brings zod, which the script must not.
const maxClientKeyLength: typeof ofContract = 36;

function wrong(what: string): never {
  throw new TypeError(`Vidimus.open: ${what}`);
}

function text(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The token of a one-time link of this intake; throws what is wrong with it. */
export function tokenOfLink(link: string, intakeOrigin: string): string {
  const bad = 'link must be a whole one-time link, such as https://id.example.org/c#…';
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return wrong(bad);
  }
  if (url.origin !== intakeOrigin)
    return wrong(
      `link is of ${url.origin}, this widget of ${intakeOrigin}: load widget.js from where the link leads`,
    );
  if (url.pathname.replace(/\/$/, '') !== capturePagePath || url.hash.length < 2) return wrong(bad);
  return url.hash.slice(1);
}

/** Checks what a page gave to `Vidimus.open`. Throws a TypeError that says what to do. */
export function checkOptions(given: unknown, intakeOrigin: string): Start {
  if (typeof given !== 'object' || given === null)
    return wrong('give it { link } or { schemaId, clientKey }');
  const options = given as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(options))
    if (!known.includes(name)) return wrong(`there is no option "${name}"; there are ${known.join(', ')}`);
  for (const name of callbacks)
    if (options[name] !== undefined && typeof options[name] !== 'function')
      return wrong(`${name} must be a function`);
  const { link, schemaId, clientKey, language } = options;
  if (language !== undefined && !text(language)) return wrong('language must be a text, such as "en"');
  if ((link === undefined) === (schemaId === undefined))
    return wrong('give either link, or schemaId with clientKey');
  if (link !== undefined) {
    if (!text(link)) return wrong('link must be a text');
    if (clientKey !== undefined)
      return wrong('clientKey goes with schemaId only: a link was made with its own');
    return { kind: 'link', token: tokenOfLink(link, intakeOrigin) };
  }
  if (!text(schemaId)) return wrong('schemaId must be the id of a scenario');
  if (!text(clientKey)) return wrong('clientKey must be your customer’s key, as a text');
  if (clientKey.length > maxClientKeyLength && clientKey.split('.').length !== 5)
    return wrong(`clientKey has at most ${maxClientKeyLength} characters, unless it is encrypted as JWE`);
  return { kind: 'schema', schemaId, clientKey };
}
