import { describe, expect, it } from 'vitest';
import { decisionReasons } from '#shared/domain/events.ts';
import { reasonLetters } from '../../features/review/reason-letters.ts';
import { bindingOf, keyMap, nameOfKey, type PressedKey } from './key-map.ts';

function pressed(key: string, code: string, part: Partial<PressedKey> = {}): PressedKey {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, ...part };
}

describe('key map', () => {
  it('gives no key to two actions', () => {
    const keys = keyMap.flatMap((binding) => [...binding.keys] as string[]);
    expect(keys).toHaveLength(new Set(keys).size);
  });

  it('holds the keys that the handbook promises', () => {
    const actions = [
      'j',
      'k',
      'ArrowDown',
      'ArrowUp',
      'Enter',
      '1',
      '6',
      '[',
      ']',
      'z',
      'f',
      'g',
      'a',
      'r',
      'd',
      'm',
      'u',
      '/',
      'b',
      '?',
      'Escape',
    ].map((key) => bindingOf(pressed(key, ''))?.action);
    expect(actions).toEqual([
      'next-session',
      'previous-session',
      'next-finding',
      'previous-finding',
      'look',
      'tab-1',
      'tab-6',
      'previous-capture',
      'next-capture',
      'actual-size',
      'fit',
      'zones',
      'approve',
      'ask-again',
      'decline',
      'comment',
      'withdraw',
      'filter',
      'privacy',
      'keys',
      'escape',
    ]);
    expect(bindingOf(pressed('k', 'KeyK', { ctrlKey: true }))?.action).toBe('palette');
  });

  it('finds letters by their place when the layout has others', () => {
    expect(nameOfKey(pressed('о', 'KeyJ'))).toBe('j');
    expect(nameOfKey(pressed('х', 'BracketLeft'))).toBe('[');
    expect(nameOfKey(pressed('л', 'KeyK', { ctrlKey: true }))).toBe('mod+k');
  });

  it('believes the letter on a Latin layout that is not QWERTY', () => {
    expect(nameOfKey(pressed('a', 'KeyQ'))).toBe('a');
  });

  it('leaves browser and system combinations alone', () => {
    expect(bindingOf(pressed('r', 'KeyR', { ctrlKey: true }))).toBeUndefined();
    expect(bindingOf(pressed('d', 'KeyD', { metaKey: true }))).toBeUndefined();
    expect(nameOfKey(pressed('f', 'KeyF', { altKey: true }))).toBeNull();
  });
});

it('gives every reason a letter of its own, apart from the comment key', () => {
  const letters = decisionReasons.map((reason) => reasonLetters[reason]);
  expect(new Set(letters).size).toBe(decisionReasons.length);
  expect(letters).not.toContain('m');
});
