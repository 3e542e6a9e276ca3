import { z } from 'zod';
import { faceListIdSchema, legalBases } from '../domain/face-lists.ts';
import { rowFaultSchema } from '../domain/person-import.ts';
import { call } from './call.ts';

/** An archive is held in memory while it is imported: larger ones go by the command line, which reads them from the disk. */
export const mostImportBytes = 512 * 1024 * 1024;

/**
 * What `PUT /person-import` refuses an archive for: `archive-unreadable`, damaged, encrypted or no ZIP; `archive-unsafe`, made to do harm;
 * `no-table`, it does not hold one CSV file; `bad-table`, that cannot be read; `no-columns`, it lacks the columns.
 */
export const importErrors = [
  'archive-unreadable',
  'archive-unsafe',
  'no-table',
  'bad-table',
  'no-columns',
  'too-many-bytes',
] as const;
export type ImportError = (typeof importErrors)[number];

const faultyRowSchema = z.strictObject({ number: z.int(), fault: rowFaultSchema });

/** What `PUT /person-import` answers of an archive: what its table says, before any picture is looked at. */
export const importPreviewSchema = z.strictObject({
  importId: z.uuid(),
  rows: z.array(
    z.strictObject({
      /** In the table, as a spreadsheet counts. */
      number: z.int(),
      name: z.string(),
      /** The row's own; null where it has none and needs one that is said of all. */
      reason: z.string().nullable(),
      pictures: z.int(),
      fault: rowFaultSchema.nullable(),
    }),
  ),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

const importStateSchema = z.strictObject({
  state: z.enum(['running', 'done', 'canceled', 'failed']),
  /** Why it failed; what was sent until then stays on the list. */
  failure: z.enum(['offline', 'not-found', 'models-missing', 'busy']).nullable(),
  rows: z.int(),
  done: z.int(),
  added: z.int(),
  there: z.int(),
  faults: z.array(faultyRowSchema),
});
export type ImportState = z.infer<typeof importStateSchema>;

const ofImport = z.strictObject({ importId: z.uuid() });

/** The import of people from a table and pictures, which main does: the page may be closed meanwhile. `import-gone`: main has forgotten it. */
export const personImportRpc = {
  'personImport.start': call({
    input: ofImport.extend({
      listId: faceListIdSchema,
      legalBasis: z.enum(legalBases),
      /** Said of rows without a reason of their own. */
      reason: z.string().trim().max(500),
    }),
    output: importStateSchema,
    errors: ['import-gone'],
  }),
  'personImport.state': call({ input: ofImport, output: importStateSchema, errors: ['import-gone'] }),
  /** After the row that is looked at; what was looked at is sent. */
  'personImport.cancel': call({ input: ofImport, output: importStateSchema, errors: ['import-gone'] }),
} as const;
