import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeFaces } from '#analysis/faces/describe-faces.ts';
import { createFaceFinder } from '#analysis/faces/face-finder.ts';
import { facePictureOf } from '#analysis/faces/face-picture.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { render } from '#analysis/worker/render.ts';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import {
  faceListIdSchema,
  legalBases,
  mostPictureBytes,
  mostTemplates,
  personDetailsSchema,
  type FaceTemplate,
  type PersonDetails,
} from '#shared/domain/face-lists.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
import { openPersonPictures, type PersonPictures } from '../person-pictures.ts';
import type { Command, CommandContext } from '../run-command.ts';
import { whyUnreadable } from '../why-unreadable.ts';

const usage = `vidimus persons import <folder or file.zip> --list <id> --legal-basis <basis> [--reason <words>] [--check]
  Puts people on a list by their photographs. The folder or archive holds one CSV file and the pictures that it names, relative to it:
    name,file,reason,note     of which note may be missing, and reason where --reason says it for all; several files are parted by |
  Each picture must show one clear face. A row is taken whole or not at all; what is wrong with one is said with its number, and the others
  are taken. Run again, it adds nobody twice.
  --legal-basis  ${legalBases.join(', ')}
  --check        looks at everything and sends nothing
VIDIMUS_INTAKE_URL names the intake, VIDIMUS_INTAKE_TOKEN_FILE the file with an API token of the scope lists.write.`;

/** What a picture gives; a refusal says why in a word. */
export type Describe = (
  bytes: Uint8Array,
) => Promise<
  | { readonly ok: true; readonly template: FaceTemplate; readonly picture: Uint8Array | null }
  | { readonly ok: false; readonly why: string }
>;

interface Row {
  /** In the table, as a spreadsheet counts. */
  readonly number: number;
  readonly details: PersonDetails;
  readonly files: readonly string[];
}

/** Rows between two lines of progress. */
const progressRows = 100;

/** Imports people from a table and pictures. */
export const personsCommand: Command = async (args, context) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'string' },
      'legal-basis': { type: 'string' },
      reason: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    context.output.print(usage);
    return 0;
  }
  const [verb, path, ...rest] = positionals;
  if (verb !== 'import' || path === undefined || rest.length > 0)
    throw new InputError(`persons wants import <folder or file.zip>\n${usage}`);
  const listId = faceListIdSchema.safeParse(values.list).data;
  if (listId === undefined) throw new InputError('--list must be the id of a list');
  const legalBasis = legalBases.find((known) => known === values['legal-basis']);
  if (legalBasis === undefined) throw new InputError(`--legal-basis must be one of ${legalBases.join(', ')}`);
  const client = values.check ? null : await connect(context.env);
  const { installedFolder, manifest } = locateModels();
  const pool = createModelPool({ folder: installedFolder, manifest });
  try {
    return await importPersons(
      { path, listId, legalBasis, reason: values.reason },
      { client, describe: describeWith(createFaceFinder(pool)), output: context.output },
    );
  } finally {
    await pool.dispose();
  }
};

/** Takes every row that is right, one after another; `client` is null where nothing is to be sent. */
export async function importPersons(
  asked: {
    readonly path: string;
    readonly listId: string;
    readonly legalBasis: (typeof legalBases)[number];
    readonly reason: string | undefined;
  },
  deps: {
    readonly client: Pick<IntakeClient, 'call'> | null;
    readonly describe: Describe;
    readonly output: CommandContext['output'];
  },
): Promise<ExitCode> {
  const { client, describe, output } = deps;
  const pictures = await openPersonPictures(asked.path);
  try {
    const { rows, faults } = await readRows(pictures, asked.reason);
    let taken = 0;
    for (const [at, row] of rows.entries()) {
      const why = await takeRow(row);
      if (why === null) taken += 1;
      else faults.push({ number: row.number, why });
      if ((at + 1) % progressRows === 0)
        output.print(`${(at + 1).toString()} of ${rows.length.toString()} rows`);
    }
    for (const { number, why } of faults.toSorted((a, b) => a.number - b.number))
      output.complain(`row ${number.toString()}: ${why}`);
    const did = client === null ? 'can be put' : 'are';
    output.print(
      `${taken.toString()} of ${pictures.rows.length.toString()} people ${did} on the list "${asked.listId}"`,
    );
    return faults.length === 0 ? 0 : 1;
  } finally {
    await pictures.close();
  }

  async function takeRow({ details, files }: Row): Promise<string | null> {
    const templates: FaceTemplate[] = [];
    let picture: Uint8Array | null = null;
    const seen = createHash('sha256').update(JSON.stringify([asked.listId, details]));
    for (const file of files) {
      let bytes: Uint8Array;
      try {
        bytes = await pictures.read(file);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return `a picture ${error.message}`;
      }
      const described = await describe(bytes);
      if (!described.ok) return described.why;
      seen.update(bytes);
      templates.push(described.template);
      picture ??= described.picture;
    }
    if (client === null) return null;
    const reply = await client.call('addListedPerson', {
      listId: asked.listId,
      personId: uuidOf(seen.digest()),
      details,
      legalBasis: asked.legalBasis,
      sourceSessionId: null,
      templates,
      picture: picture === null ? null : Buffer.from(picture).toString('base64'),
    });
    if (reply.ok) return null;
    // Of these every later row would say the same.
    if (reply.code === 'offline' || reply.code === 'unauthorized' || reply.code === 'forbidden')
      throw new InputError(
        reply.code === 'offline'
          ? 'the intake does not answer; run the import again when it does: nobody is added twice'
          : 'the token may not put people on lists; its scope must be lists.write',
      );
    if (reply.code === 'not-found') throw new InputError(`there is no list "${asked.listId}"`);
    return `the intake answered ${reply.code}`;
  }
}

/** Rows that can be taken as far as the table tells, and what is wrong with the others. */
async function readRows(
  pictures: PersonPictures,
  reason: string | undefined,
): Promise<{ readonly rows: readonly Row[]; readonly faults: { number: number; why: string }[] }> {
  const rows: Row[] = [];
  const faults: { number: number; why: string }[] = [];
  const [first] = pictures.rows;
  if (first === undefined || !Object.hasOwn(first, 'name') || !Object.hasOwn(first, 'file'))
    throw new InputError('the table must have rows under the columns name and file');
  for (const [at, cells] of pictures.rows.entries()) {
    // The first row names the columns.
    const number = at + 2;
    const own = cells['reason'] ?? '';
    const details = personDetailsSchema.safeParse({
      name: cells['name'],
      note: cells['note'] ?? '',
      reason: own === '' ? reason : own,
    });
    const files = (cells['file'] ?? '')
      .split('|')
      .map((file) => file.trim())
      .filter((file) => file !== '');
    const missing: string[] = [];
    for (const file of files) if (!(await pictures.has(file))) missing.push(file);
    const why = !details.success
      ? `${details.error.issues.map(({ path }) => path.join('.')).join(', ')} is missing or too long`
      : files.length === 0 || files.length > mostTemplates
        ? `wants 1 to ${mostTemplates.toString()} pictures`
        : missing.length > 0
          ? `${missing.length.toString()} of its pictures are not there`
          : null;
    if (why !== null) faults.push({ number, why });
    else if (details.success) rows.push({ number, details: details.data, files });
  }
  return { rows, faults };
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

function describeWith(faceFinder: ReturnType<typeof createFaceFinder>): Describe {
  const { signal } = new AbortController();
  return async (bytes) => {
    const reply = await describeFaces(bytes, { faceFinder, policy: policy202611, calibration: null }, signal);
    if (!reply.ok) {
      if (reply.code === 'model-missing' || reply.code === 'model-hash-mismatch')
        throw new InputError('a net is not installed; run "vidimus models install"');
      return { ok: false, why: `a picture cannot be opened (${reply.code})` };
    }
    const [face, another] = reply.faces;
    if (face === undefined) return { ok: false, why: 'a picture shows no face' };
    if (another !== undefined) return { ok: false, why: 'a picture shows several faces' };
    if (!face.isClear) return { ok: false, why: 'the face on a picture is too small or blurred' };
    const drawn = await render({ bytes, ...facePictureOf(face, reply) }, signal);
    return {
      ok: true,
      template: face.template,
      picture: drawn.ok && drawn.bytes.byteLength <= mostPictureBytes ? drawn.bytes : null,
    };
  };
}

async function connect(env: NodeJS.ProcessEnv): Promise<IntakeClient> {
  const [url, file] = [env['VIDIMUS_INTAKE_URL'] ?? '', env['VIDIMUS_INTAKE_TOKEN_FILE'] ?? ''];
  if (!/^https?:\/\/[^\s?#]+$/.test(url)) throw new InputError('VIDIMUS_INTAKE_URL must name the intake');
  if (file === '') throw new InputError('VIDIMUS_INTAKE_TOKEN_FILE must name the file with the API token');
  const token = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read the token (${whyUnreadable(error)})`);
  });
  return createIntakeClient({ url, token: token.trim(), fetch });
}
