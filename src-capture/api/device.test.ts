import { expect, it } from 'vitest';
import { deviceSchema } from '#shared/api/person-contract.ts';
import { createDeviceKeeper, storeOf } from './device.ts';

class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

it('opens a link as the same device until it is answered, in any tab, and keeps no token and no secret after that', () => {
  const browser = new MemoryStorage();
  const first = createDeviceKeeper(new MemoryStorage(), browser).opening('token-a');
  expect(deviceSchema.safeParse({ id: first.id, secret: first.secret }).success).toBe(true);
  const tab = new MemoryStorage();
  const later = createDeviceKeeper(tab, browser);
  expect([later.unanswered(), later.current()]).toEqual(['token-a', undefined]);
  expect(later.opening('token-a')).toEqual(first);
  expect(later.opening('token-b').secret).not.toBe(first.secret);
  // The intake may know the browser under the id of an earlier page.
  later.opened('token-a', 'an-earlier-id');
  expect([later.current(), later.unanswered()]).toEqual(['an-earlier-id', undefined]);
  later.refused('token-b');
  expect(createDeviceKeeper(new MemoryStorage(), browser).unanswered()).toBeUndefined();
  expect([...tab.items.values(), ...browser.items.values()].join()).not.toMatch(/token-a/);
  expect([...tab.items.values(), ...browser.items.values()].join()).not.toContain(first.secret);
});

it('waits for the answer that its tab has waited for, whatever link the browser had before', () => {
  const [browser, tab] = [new MemoryStorage(), new MemoryStorage()];
  createDeviceKeeper(new MemoryStorage(), browser).opened('token-a', 'id-a');
  createDeviceKeeper(tab, browser).opening('token-b');
  expect(createDeviceKeeper(tab, browser).unanswered()).toBe('token-b');
  expect(createDeviceKeeper(new MemoryStorage(), browser).unanswered()).toBeUndefined();
});

it('goes on with its own link in each tab, and in a new one with the last', () => {
  const browser = new MemoryStorage();
  const tabs = [new MemoryStorage(), new MemoryStorage()];
  tabs.forEach((tab, n) =>
    createDeviceKeeper(tab, browser).opened(`token-${n.toString()}`, `id-${n.toString()}`),
  );
  const reloaded = [...tabs, new MemoryStorage()].map((tab) => createDeviceKeeper(tab, browser).current());
  expect(reloaded).toEqual(['id-0', 'id-1', 'id-1']);
});

it('remembers in a page that may store nothing, and takes no nonsense from a storage', () => {
  const forbidden = storeOf(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  const keeper = createDeviceKeeper(forbidden, forbidden);
  expect(keeper.opening('token-a')).toEqual(keeper.opening('token-a'));
  keeper.opened('token-a', 'id-a');
  expect(keeper.current()).toBe('id-a');
  const broken = new MemoryStorage();
  for (const text of ['{', '[1]', '{"token":1}']) {
    broken.setItem('vidimus-opening', text);
    expect(createDeviceKeeper(broken, broken).unanswered()).toBeUndefined();
  }
});
