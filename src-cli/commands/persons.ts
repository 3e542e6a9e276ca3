import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeFaces } from '#analysis/faces/describe-faces.ts';
import { createFaceFinder } from '#analysis/faces/face-finder.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { importPeople, type Described, type SentOutcome } from '#analysis/people-import/import-people.ts';
import { onlyFaceOf } from '#analysis/people-import/only-face.ts';
import { openPersonPictures } from '#analysis/people-import/person-pictures.ts';
import { readPersonRows } from '#analysis/people-import/person-rows.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { render } from '#analysis/worker/render.ts';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import type { ApiInput } from '#shared/api/contract.ts';
import { faceListIdSchema, legalBases, mostTemplates } from '#shared/domain/face-lists.ts';
import type { RowFault } from '#shared/domain/person-import.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
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
    readonly describe: (bytes: Uint8Array) => Promise<Described>;
    readonly output: CommandContext['output'];
  },
): Promise<ExitCode> {
  const { client, describe, output } = deps;
  const { listId, legalBasis } = asked;
  const pictures = await openPersonPictures(asked.path);
  try {
    const { rows, faults: ofTable } = await readPersonRows(pictures, asked.reason);
    let told = 0;
    const { added, there, faults } = await importPeople(
      { listId, rows },
      {
        pictures,
        describe,
        send: (persons) => sendPersons(client, { listId, legalBasis, persons: [...persons] }),
        onProgress: ({ done }) => {
          if (done < told + progressRows) return;
          told = done;
          output.print(`${done.toString()} of ${rows.length.toString()} rows`);
        },
        signal: new AbortController().signal,
      },
    );
    const all = [...ofTable, ...faults].toSorted((a, b) => a.number - b.number);
    for (const { number, fault } of all) output.complain(`row ${number.toString()}: ${sentenceOf(fault)}`);
    const did = client === null ? 'can be put' : 'are';
    output.print(
      `${(added + there).toString()} of ${pictures.rows.length.toString()} people ${did} on the list "${listId}"`,
    );
    return all.length === 0 ? 0 : 1;
  } finally {
    await pictures.close();
  }
}

async function sendPersons(
  client: Pick<IntakeClient, 'call'> | null,
  batch: ApiInput<'addListedPersons'>,
): Promise<readonly SentOutcome[]> {
  if (client === null) return batch.persons.map(() => 'added');
  const reply = await client.call('addListedPersons', batch);
  if (reply.ok) return reply.value.outcomes.map(({ outcome }) => outcome);
  // Of these every later row would say the same.
  if (reply.code === 'offline' || reply.code === 'unauthorized' || reply.code === 'forbidden')
    throw new InputError(
      reply.code === 'offline'
        ? 'the intake does not answer; run the import again when it does: nobody is added twice'
        : 'the token may not put people on lists; its scope must be lists.write',
    );
  if (reply.code === 'not-found') throw new InputError(`there is no list "${batch.listId}"`);
  return batch.persons.map(() => 'refused');
}

function sentenceOf(fault: RowFault): string {
  switch (fault.code) {
    case 'details':
      return `${fault.columns.join(', ')} is missing or too long`;
    case 'pictures-missing':
      return `${fault.count.toString()} of its pictures ${fault.count === 1 ? 'is' : 'are'} not there`;
    case 'how-many-pictures':
      return `wants 1 to ${mostTemplates.toString()} pictures`;
    case 'picture-unreadable':
      return 'a picture is too large, or damaged in the archive';
    case 'undecodable':
      return 'a picture cannot be opened';
    case 'no-face':
      return 'a picture shows no face';
    case 'several-faces':
      return 'a picture shows several faces';
    case 'unclear':
      return 'the face on a picture is too small or blurred';
    case 'faces-differ':
      return 'its pictures look like different people’s; add them by hand if they are one person’s';
    case 'taken':
      return 'the same person is on another list under this id';
    case 'refused':
      return 'the intake refused it';
  }
}

function describeWith(
  faceFinder: ReturnType<typeof createFaceFinder>,
): (bytes: Uint8Array) => Promise<Described> {
  const { signal } = new AbortController();
  return async (bytes) => {
    const reply = await describeFaces(bytes, { faceFinder, policy: policy202611, calibration: null }, signal);
    if (reply.ok) return onlyFaceOf(bytes, reply, (request) => render(request, signal));
    if (reply.code === 'model-missing' || reply.code === 'model-hash-mismatch')
      throw new InputError('a net is not installed; run "vidimus models install"');
    return { ok: false, fault: { code: 'undecodable' } };
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
