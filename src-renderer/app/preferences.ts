import { z } from 'zod';
import { languages } from '#shared/domain/language.ts';
import { Observable } from '../sync/observable.ts';

const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', ...languages]).catch('system'),
  /** Whether zones are drawn over pictures. */
  zones: z.boolean().catch(true),
  /** Whether zones bear their names. */
  zoneNames: z.boolean().catch(true),
  /** How a picture with a document in it is shown: as it was taken, made flat, or both. */
  pictures: z.enum(['original', 'flat', 'beside']).catch('original'),
  /** Whether a decision moves on to the next session that needs review. */
  advance: z.boolean().catch(true),
  logsPane: z.boolean().catch(true),
});

/** How this analyst likes the screen. Nothing about any session. */
export type Preferences = z.infer<typeof preferencesSchema>;

const preferenceNames = preferencesSchema.keyof().options;

const key = 'vidimus-preferences';

/** Preferences in the browser's storage. Storage that is full or forbidden costs remembering, nothing else. */
export class PreferenceStore {
  readonly current: Observable<Preferences>;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.current = new Observable(readFrom(storage));
  }

  /** What changes nothing is told to nobody: the theme's follower answers each change by setting the theme anew. */
  change(part: Partial<Preferences>): void {
    const current = this.current.get();
    const next = { ...current, ...part };
    if (preferenceNames.every((name) => next[name] === current[name])) return;
    this.current.set(next);
    try {
      this.#storage.setItem(key, JSON.stringify(next));
    } catch {
      // Full or forbidden: the choice holds until the window closes.
    }
  }
}

function readFrom(storage: Pick<Storage, 'getItem'>): Preferences {
  let stored: unknown = {};
  try {
    stored = JSON.parse(storage.getItem(key) ?? '{}') as unknown;
  } catch {
    // Written by something else; the defaults are as good.
  }
  const parsed = preferencesSchema.safeParse(stored);
  return parsed.success ? parsed.data : preferencesSchema.parse({});
}
