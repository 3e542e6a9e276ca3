import { createHash } from 'node:crypto';
import { InputError } from '#shared/lib/input-error.ts';
import {
  mostPersonsAtOnce,
  otherFaceDistance,
  type FaceTemplate,
  type PersonDetails,
} from '#shared/domain/face-lists.ts';
import type { RowFault } from '#shared/domain/person-import.ts';
import { furthestApart } from '../faces/template-distance.ts';
import type { PersonPictures } from './person-pictures.ts';
import type { FaultyRow, PersonRow } from './person-rows.ts';

/** What a picture gives; the one clear face on it, or why there is none. */
export type Described =
  | { readonly ok: true; readonly template: FaceTemplate; readonly picture: Uint8Array | null }
  | { readonly ok: false; readonly fault: RowFault };

/** Somebody as the intake takes them. */
export interface NewPerson {
  readonly personId: string;
  readonly details: PersonDetails;
  readonly sourceSessionId: null;
  readonly templates: FaceTemplate[];
  readonly picture: string | null;
}

/** What came of people who were sent, in their order. */
export type SentOutcome = 'added' | 'there' | 'taken' | 'refused';

export interface ImportProgress {
  /** Rows that came to an end, whichever. */
  readonly done: number;
  readonly added: number;
  /** Who was on the list already. */
  readonly there: number;
  readonly faults: readonly FaultyRow[];
}

/** What is looked at slowly is not kept back for long: whoever watches sees that it goes on. */
const mostKeptMs = 2000;

/**
 * Takes rows one after another, each whole or not at all, and sends those that are right a batch at a time. The same row of the same table is
 * the same person, so that a second run adds nobody twice. Ends early, between two rows, when `signal` aborts: what was sent stays.
 *
 * @param send throws for what every later row would meet as well
 */
export async function importPeople(
  { listId, rows }: { readonly listId: string; readonly rows: readonly PersonRow[] },
  deps: {
    readonly pictures: Pick<PersonPictures, 'read'>;
    readonly describe: (bytes: Uint8Array) => Promise<Described>;
    readonly send: (persons: readonly NewPerson[]) => Promise<readonly SentOutcome[]>;
    readonly onProgress: (progress: ImportProgress) => void;
    readonly signal: AbortSignal;
    /** Milliseconds of any clock. */
    readonly now?: () => number;
  },
): Promise<ImportProgress> {
  const { pictures, describe, send, onProgress, signal, now = () => performance.now() } = deps;
  const faults: FaultyRow[] = [];
  let [done, added, there] = [0, 0, 0];
  let sentAt = now();
  let waiting: { readonly row: PersonRow; readonly person: NewPerson }[] = [];
  const progress = (): ImportProgress => ({ done, added, there, faults: [...faults] });

  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const outcomes = await send(batch.map(({ person }) => person));
    for (const [at, { row }] of batch.entries()) {
      const outcome = outcomes[at] ?? 'refused';
      if (outcome === 'added') added += 1;
      else if (outcome === 'there') there += 1;
      else faults.push({ number: row.number, fault: { code: outcome } });
    }
    done += batch.length;
    onProgress(progress());
  };

  for (const row of rows) {
    if (signal.aborted) break;
    const looked = await lookAt(row);
    if ('fault' in looked) {
      faults.push({ number: row.number, fault: looked.fault });
      done += 1;
      onProgress(progress());
    } else {
      waiting.push({ row, person: looked });
      if (waiting.length >= mostPersonsAtOnce || now() - sentAt >= mostKeptMs) {
        await flush();
        sentAt = now();
      }
    }
  }
  await flush();
  return progress();

  async function lookAt({ details, files }: PersonRow): Promise<NewPerson | { readonly fault: RowFault }> {
    const templates: FaceTemplate[] = [];
    let picture: Uint8Array | null = null;
    const seen = createHash('sha256').update(JSON.stringify([listId, details]));
    for (const file of files) {
      let bytes: Uint8Array;
      try {
        bytes = await pictures.read(file);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { fault: { code: 'picture-unreadable' } };
      }
      const described = await describe(bytes);
      if (!described.ok) return described;
      seen.update(bytes);
      templates.push(described.template);
      picture ??= described.picture;
    }
    // Whoever is found by another's face stops a stranger: two people under one name are for somebody to sort out by hand.
    if (furthestApart(templates, otherFaceDistance) !== null) return { fault: { code: 'faces-differ' } };
    return {
      personId: uuidOf(seen.digest()),
      details,
      sourceSessionId: null,
      templates,
      picture: picture === null ? null : Buffer.from(picture).toString('base64'),
    };
  }
}

/** Custom data of RFC 9562, version 8: the same row of the same table is the same person. */
function uuidOf(digest: Buffer): string {
  const hex = digest.toString('hex');
  const variant = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
