import { createUuid } from '../lib/uuid.ts';

/** Who this page is to one link: an id, which is no secret, and the secret that the link is bound to. */
export interface Device {
  readonly id: string;
  readonly secret: string;
}

/** Remembers who the page is: until the first answer with the secret, afterwards, when a cookie holds it, by the id alone. */
export interface DeviceKeeper {
  /** The device that opens this link: the one that has tried before and had no answer, or a new one. */
  opening(token: string): Device;
  /** The link is open, under the device of this id. */
  opened(token: string, id: string): void;
  /** The intake has refused to open the link: there is nothing to wait for any more. */
  refused(token: string): void;
  /** The link that this page is about, for a page that was loaded again; undefined for one that has never opened any. */
  current(): string | undefined;
  /** The link whose answer this page, or before it any other of the browser, waited for in vain: loaded again, it has lost its address. */
  unanswered(): string | undefined;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const currentKey = 'vidimus-device';
const openingKey = 'vidimus-opening';
/** Links whose answers were all lost: more than one is rare, and none is kept for good. */
const mostOpenings = 4;

interface Opening extends Device {
  readonly token: string;
}

/**
 * A keeper over the page's storages: `tab` is this tab's, `browser` all tabs'. A token is written down only from the moment that it is
 * sent until it is answered. Where nothing can be stored, the page remembers for as long as it is open.
 */
export function createDeviceKeeper(tab: Store, browser: Store): DeviceKeeper {
  let openings = toOpenings(browser.getItem(openingKey));
  let id: string | undefined;
  const write = (): void => {
    if (openings.length === 0) browser.removeItem(openingKey);
    else browser.setItem(openingKey, JSON.stringify(openings));
  };
  const forget = (token: string): void => {
    openings = openings.filter((opening) => opening.token !== token);
    write();
  };
  const current = (): string | undefined =>
    // This tab's own, or, in a tab that was opened anew, the last one that the browser has opened.
    id ?? tab.getItem(currentKey) ?? browser.getItem(currentKey) ?? undefined;
  return {
    opening(token) {
      const known = openings.find((opening) => opening.token === token);
      if (known !== undefined) return known;
      const made = { token, id: createUuid(), secret: createSecret() };
      openings = [...openings, made].slice(-mostOpenings);
      write();
      tab.setItem(currentKey, made.id);
      return made;
    },
    opened(token, openedId) {
      id = openedId;
      tab.setItem(currentKey, id);
      browser.setItem(currentKey, id);
      forget(token);
    },
    refused: forget,
    current,
    unanswered() {
      const known = current();
      return (known === undefined ? openings.at(-1) : openings.find((opening) => opening.id === known))
        ?.token;
    },
  };
}

/** A browser's storage, which may be forbidden, full or cleared at any time: then nothing is kept. */
export function storeOf(storage: () => Storage): Store {
  const attempt = <Value>(work: (found: Storage) => Value): Value | null => {
    try {
      return work(storage());
    } catch {
      return null;
    }
  };
  return {
    getItem: (key) => attempt((found) => found.getItem(key)),
    setItem: (key, value) => void attempt((found) => found.setItem(key, value)),
    removeItem: (key) => void attempt((found) => found.removeItem(key)),
  };
}

/** 256 bits in base64url. */
function createSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

function toOpenings(text: string | null): readonly Opening[] {
  if (text === null) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isOpening) : [];
  } catch {
    return [];
  }
}

function isOpening(value: unknown): value is Opening {
  if (typeof value !== 'object' || value === null) return false;
  const { token, id, secret } = value as Readonly<Record<string, unknown>>;
  return typeof token === 'string' && typeof id === 'string' && typeof secret === 'string';
}
