import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installModels, type InstallOutcome } from '#analysis/models/install.ts';
import { locateModels, type ModelsHome } from '#analysis/models/locate-models.ts';
import type { ModelEntry } from '#analysis/models/manifest.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
import type { Command, CommandContext } from '../run-command.ts';
import { calibrateFaces } from './calibrate-faces.ts';

const usage = `vidimus models install [--from <folder>]   put every net in place; optional ones from the folder
vidimus models list [--json]               what there is, with version, licence and accuracy
vidimus models verify                      compare every installed file with its hash
vidimus models calibrate <folder> --source <words> [--out <file> | --install] [--json]
    count how often strangers look alike to the nets of this installation, and write face-calibration.json
    the folder: one folder of pictures per person, or one picture of each person, or a pairs.csv (a,b,same)
    --source   whose pictures these are, for whoever reads the rate
    --install  use it from the next start of the analyses, in place of the table that comes with the program`;

export type ModelState = 'installed' | 'missing' | 'changed';

/** Whether the installed file is the one that the manifest names. */
export async function stateOf(entry: ModelEntry, { installedFolder }: ModelsHome): Promise<ModelState> {
  const bytes = await readFile(join(installedFolder, entry.file)).catch(() => null);
  if (bytes === null) return 'missing';
  return createHash('sha256').update(bytes).digest('hex') === entry.sha256 ? 'installed' : 'changed';
}

/** The nets of this installation. */
export const modelsCommand: Command = async (args, context) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      source: { type: 'string' },
      out: { type: 'string' },
      install: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    context.output.print(usage);
    return 0;
  }
  const home = locateModels();
  switch (positionals[0]) {
    case 'install':
      return install(home, values.from, context);
    case 'list':
      return list(home, values.json, context);
    case 'verify':
      return verify(home, context);
    case 'calibrate':
      return calibrate(home, positionals[1], values, context);
    default:
      throw new InputError(`models wants install, list, verify or calibrate\n${usage}`);
  }
};

function calibrate(
  home: ModelsHome,
  folder: string | undefined,
  {
    source,
    out,
    install,
    json,
  }: { readonly source?: string; readonly out?: string; readonly install: boolean; readonly json: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  if (folder === undefined || source === undefined || source.trim() === '')
    throw new InputError(
      `models calibrate wants a folder, and in --source whose pictures it holds\n${usage}`,
    );
  if (install && out !== undefined) throw new InputError('give --out or --install, not both');
  return calibrateFaces(
    home,
    { folder, source: source.trim(), install, json, ...(out === undefined ? {} : { out }) },
    context,
  );
}

const outcomes: Readonly<Record<InstallOutcome, string>> = {
  'already-installed': 'was there',
  installed: 'installed',
  absent: 'left out: optional, and not in the folder given',
  'source-missing': 'its source is missing; run "npm ci" again',
  'hash-mismatch': 'refused: not the file that the manifest names',
};

async function install(
  home: ModelsHome,
  from: string | undefined,
  { output }: CommandContext,
): Promise<ExitCode> {
  const report = await installModels({
    home,
    ...(from === undefined ? {} : { from }),
    onProgress: (name, outcome) => {
      const isFine = outcome === 'installed' || outcome === 'already-installed' || outcome === 'absent';
      output.print(
        `${output.paint(isFine ? 'green' : 'red', isFine ? '✓' : '✗')} ${name.padEnd(20)} ${outcomes[outcome]}`,
      );
    },
  });
  if (!report.ok) output.complain('not every model was installed; analyses will not run until they are');
  return report.ok ? 0 : 1;
}

async function list(home: ModelsHome, asJson: boolean, { output }: CommandContext): Promise<ExitCode> {
  const rows = await Promise.all(
    home.manifest.models.map(async (entry) => ({ entry, state: await stateOf(entry, home) })),
  );
  if (asJson) {
    output.print(
      JSON.stringify(
        rows.map(({ entry: { name, version, sha256, licence, optional, accuracy }, state }) => ({
          name,
          version,
          sha256,
          licence,
          optional,
          state,
          accuracy,
        })),
        null,
        2,
      ),
    );
    return 0;
  }
  for (const { entry, state } of rows) {
    output.print(
      `${output.paint('bold', entry.name)} ${entry.version}  ${output.paint(state === 'installed' ? 'green' : entry.optional ? 'yellow' : 'red', state)}${entry.optional ? ' (optional)' : ''}`,
    );
    output.print(`  ${entry.licence}, sha256 ${entry.sha256.slice(0, 16)}…`);
    output.print(`  ${output.paint('dim', `${entry.accuracy.text} (${entry.accuracy.set})`)}`);
  }
  return 0;
}

async function verify(home: ModelsHome, { output }: CommandContext): Promise<ExitCode> {
  let isRight = true;
  for (const entry of home.manifest.models) {
    const state = await stateOf(entry, home);
    const isLeftOut = state === 'missing' && entry.optional;
    const isFine = state === 'installed';
    isRight &&= isFine || isLeftOut;
    const mark = isLeftOut
      ? output.paint('dim', '–')
      : output.paint(isFine ? 'green' : 'red', isFine ? '✓' : '✗');
    output.print(`${mark} ${entry.name.padEnd(20)} ${state}${isLeftOut ? ' (optional)' : ''}`);
  }
  if (!isRight) output.complain('run "vidimus models install"');
  return isRight ? 0 : 1;
}
