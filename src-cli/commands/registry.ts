import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { registriesFolder, storeDivisionCodes } from '#analysis/registries/division-codes.ts';
import {
  decodeRegistry,
  parseDivisionCodes,
  RegistryFileError,
  registryEncodings,
} from '#analysis/registries/parse-division-codes.ts';
import { InputError } from '../exit-codes.ts';
import type { Command } from '../run-command.ts';
import { whyUnreadable } from '../why-unreadable.ts';

const usage = `vidimus registry import division-codes <file.csv> [--encoding utf-8|windows-1251] [--folder <folder>]
  Who issues documents under which division code, for the check document.issuing-authority. The file has the columns code,name
  (770-001 or 770001), separated by commas or semicolons. A file with a mistake is refused as a whole, with the line.
  --encoding  utf-8 where that fits and windows-1251 where not, unless given
  --folder    where the registry is kept; VIDIMUS_REGISTRIES, or registries in the data folder (VIDIMUS_DATA), unless given

Import it on every machine that analyzes, which need not be the intake's, or share one folder by VIDIMUS_REGISTRIES.`;

/** Takes the place of the registry that was imported before. */
export const registryCommand: Command = async (args, { output, env }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      encoding: { type: 'string' },
      folder: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    output.print(usage);
    return 0;
  }
  const [verb, registry, file, ...rest] = positionals;
  if (verb !== 'import' || registry !== 'division-codes' || file === undefined || rest.length > 0)
    throw new InputError(`registry wants import division-codes <file.csv>\n${usage}`);
  const encoding = registryEncodings.find((known) => known === values.encoding);
  if (values.encoding !== undefined && encoding === undefined)
    throw new InputError(`--encoding must be one of ${registryEncodings.join(', ')}`);

  const source = await readFile(file).catch((error: unknown) => {
    throw new InputError(`cannot read ${file} (${whyUnreadable(error)})`);
  });
  try {
    const codes = parseDivisionCodes(decodeRegistry(source, encoding));
    const folder = values.folder ?? registriesFolder(env);
    const path = await storeDivisionCodes(folder, codes, { source, at: new Date().toISOString() });
    const different = new Set(codes.map(({ code }) => code)).size;
    output.print(`${different.toString()} codes with ${codes.length.toString()} names → ${path}`);
    return 0;
  } catch (error) {
    if (!(error instanceof RegistryFileError)) throw error;
    throw new InputError(`${file}: ${error.message}; nothing was imported`);
  }
};
