import { parseArgs } from 'node:util';
import { definitionFolders, describeProblem, loadDefinitions } from '#analysis/documents/load-definitions.ts';
import { InputError } from '../exit-codes.ts';
import type { Command } from '../run-command.ts';

const usage = `vidimus documents check [<file or folder>…]
  Reads definitions of documents and says what is wrong with them, by file and key, or lists what they define. Without a path: those
  of this installation and, where VIDIMUS_DOCUMENTS names a folder, the organization's own. How to write one is said in
  docs/how-to-add-a-document.md.`;

/** What the analysis knows of documents, or why it would not start. */
export const documentsCommand: Command = (args, { output, env }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    output.print(usage);
    return Promise.resolve(0);
  }
  const [verb, ...paths] = positionals;
  if (verb !== 'check') throw new InputError(`documents wants check\n${usage}`);
  const loaded = loadDefinitions(paths.length > 0 ? paths : definitionFolders(env));
  if (!loaded.ok) {
    for (const problem of loaded.problems) output.complain(describeProblem(problem));
    return Promise.resolve(1);
  }
  const { definitions, sha256 } = loaded.set;
  const width = Math.max(0, ...definitions.map(({ id }) => id.length));
  for (const { id, version, type, countries, title } of definitions) {
    const states = countries === null ? 'any state' : countries.join(', ');
    output.print(`${id.padEnd(width)}  v${String(version)}  ${type}, ${states}: ${title.en}`);
  }
  output.print(`${String(definitions.length)} definitions, SHA-256 ${sha256}`);
  return Promise.resolve(0);
};
