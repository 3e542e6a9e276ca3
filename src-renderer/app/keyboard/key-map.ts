import type { MessageKey } from '../i18n/catalog.ts';

/** Where an action lives; the dialog of keys groups by it. */
export type ActionGroup = 'sessions' | 'picture' | 'decision' | 'everywhere';

export interface KeyBinding {
  readonly action: string;
  readonly group: ActionGroup;
  readonly label: MessageKey;
  /** Pressed keys, any of them: a lower-case letter, a digit, or a `KeyboardEvent.key`; `mod+k` with Ctrl or ⌘. */
  readonly keys: readonly string[];
  /** Works while a text field has the focus or a dialog is open. */
  readonly always?: true;
}

/** Every key of the workstation. Later features add here, so that two never share one. */
export const keyMap = [
  { action: 'next-session', group: 'sessions', label: 'keys.nextSession', keys: ['j'] },
  { action: 'previous-session', group: 'sessions', label: 'keys.previousSession', keys: ['k'] },
  { action: 'next-finding', group: 'sessions', label: 'keys.nextFinding', keys: ['ArrowDown'] },
  { action: 'previous-finding', group: 'sessions', label: 'keys.previousFinding', keys: ['ArrowUp'] },
  { action: 'look', group: 'sessions', label: 'keys.look', keys: ['Enter'] },
  { action: 'tab-1', group: 'sessions', label: 'tabs.summary', keys: ['1'] },
  { action: 'tab-2', group: 'sessions', label: 'tabs.document', keys: ['2'] },
  { action: 'tab-3', group: 'sessions', label: 'tabs.checks', keys: ['3'] },
  { action: 'tab-4', group: 'sessions', label: 'tabs.faces', keys: ['4'] },
  { action: 'tab-5', group: 'sessions', label: 'tabs.history', keys: ['5'] },
  { action: 'tab-6', group: 'sessions', label: 'tabs.json', keys: ['6', '7'] },
  { action: 'correct-field', group: 'sessions', label: 'correct.field', keys: ['e'] },
  { action: 'filter', group: 'sessions', label: 'keys.filter', keys: ['/'] },
  { action: 'add-session', group: 'sessions', label: 'add.title', keys: ['n'] },
  { action: 'previous-capture', group: 'picture', label: 'keys.previousCapture', keys: ['['] },
  { action: 'next-capture', group: 'picture', label: 'keys.nextCapture', keys: [']'] },
  { action: 'actual-size', group: 'picture', label: 'viewer.actualSize', keys: ['z'] },
  { action: 'fit', group: 'picture', label: 'viewer.fit', keys: ['f'] },
  { action: 'zoom-in', group: 'picture', label: 'viewer.zoomIn', keys: ['+', '='] },
  { action: 'zoom-out', group: 'picture', label: 'viewer.zoomOut', keys: ['-'] },
  { action: 'rotate', group: 'picture', label: 'viewer.rotate', keys: ['t'] },
  { action: 'loupe', group: 'picture', label: 'viewer.loupe', keys: ['l'] },
  { action: 'zones', group: 'picture', label: 'viewer.zones', keys: ['g'] },
  { action: 'zone-names', group: 'picture', label: 'viewer.zoneNames', keys: ['i'] },
  { action: 'flat', group: 'picture', label: 'viewer.flat', keys: ['v'] },
  { action: 'beside', group: 'picture', label: 'viewer.beside', keys: ['c'] },
  { action: 'corners', group: 'picture', label: 'viewer.corners', keys: ['x'] },
  { action: 'approve', group: 'decision', label: 'decision.approve', keys: ['a'] },
  { action: 'ask-again', group: 'decision', label: 'decision.ask-again', keys: ['r'] },
  { action: 'decline', group: 'decision', label: 'decision.decline', keys: ['d'] },
  { action: 'comment', group: 'decision', label: 'decision.comment', keys: ['m'] },
  { action: 'withdraw', group: 'decision', label: 'decision.withdraw', keys: ['u'] },
  { action: 'palette', group: 'everywhere', label: 'palette.title', keys: ['mod+k'], always: true },
  { action: 'privacy', group: 'everywhere', label: 'privacy.toggle', keys: ['b'] },
  { action: 'keys', group: 'everywhere', label: 'keys.title', keys: ['?'] },
  { action: 'escape', group: 'everywhere', label: 'keys.escape', keys: ['Escape'] },
] as const satisfies readonly KeyBinding[];

export type ActionId = (typeof keyMap)[number]['action'];

/** The part of a `KeyboardEvent` that decides what it means. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const punctuationByCode: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Slash: '/',
  Equal: '=',
  Minus: '-',
};

/**
 * The key as the map names it. A letter of another alphabet is taken by its place on the keyboard: the analyst with a
 * Russian layout presses the key on which J is printed and means J.
 */
export function nameOfKey({ key, code, ctrlKey, metaKey, altKey }: PressedKey): string | null {
  if (altKey) return null;
  const prefix = ctrlKey || metaKey ? 'mod+' : '';
  if (key.length > 1) return prefix + key;
  if (/^[a-z0-9]$/i.test(key)) return prefix + key.toLowerCase();
  if (/^[[\]/?+=-]$/.test(key)) return prefix + key;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return prefix + letter.toLowerCase();
  const punctuation = punctuationByCode[code];
  return punctuation === undefined ? null : prefix + punctuation;
}

/** The binding of a pressed key. */
export function bindingOf(pressed: PressedKey): (KeyBinding & { readonly action: ActionId }) | undefined {
  const name = nameOfKey(pressed);
  return name === null ? undefined : keyMap.find(({ keys }) => (keys as readonly string[]).includes(name));
}

const shownNames: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
  'mod+k': 'Ctrl K',
};

/** A key as it is printed on a key cap. */
export function keyCap(key: string): string {
  return shownNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** First key of an action, for a hint beside its button. */
export function keyCapOf(action: ActionId): string {
  const binding = keyMap.find((candidate) => candidate.action === action);
  return binding === undefined ? '' : keyCap(binding.keys[0]);
}
