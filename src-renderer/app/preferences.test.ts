import { expect, it } from 'vitest';
import { PreferenceStore } from './preferences.ts';

function storageWith(text: string | null): {
  getItem: () => string | null;
  setItem: (key: string, value: string) => void;
  saved: string[];
} {
  const saved: string[] = [];
  return { getItem: () => text, setItem: (_key, value) => void saved.push(value), saved };
}

it('remembers a choice', () => {
  const storage = storageWith(null);
  const store = new PreferenceStore(storage);
  expect(store.current.get()).toMatchObject({
    theme: 'system',
    language: 'system',
    zones: true,
    advance: true,
  });
  store.change({ theme: 'dark' });
  expect(JSON.parse(storage.saved[0] ?? '')).toMatchObject({ theme: 'dark', language: 'system' });
});

it('tells of a change once, also to one who answers it by setting what is set', () => {
  const store = new PreferenceStore(storageWith(null));
  let told = 0;
  store.current.subscribe(() => {
    told += 1;
    store.change({ theme: store.current.get().theme });
  });
  store.change({ zones: false });
  expect(told).toBe(1);
});

it('takes the default for whatever it does not understand, and keeps the rest', () => {
  expect(new PreferenceStore(storageWith('{"theme":"pink","language":"ru"}')).current.get()).toMatchObject({
    theme: 'system',
    language: 'ru',
  });
  expect(new PreferenceStore(storageWith('not json')).current.get().theme).toBe('system');
});

it('goes on without storage', () => {
  const store = new PreferenceStore({
    getItem: () => {
      throw new DOMException('forbidden', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  store.change({ zones: false });
  expect(store.current.get().zones).toBe(false);
});
