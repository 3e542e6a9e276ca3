import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What a command is given beside its arguments. */
export interface CommandContext {
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
}

export type Command = (args: readonly string[], context: CommandContext) => Promise<ExitCode>;

// Loaded when it is asked for: a help text needs neither neural nets nor a database.
const commands: Readonly<
  Record<string, { readonly load: () => Promise<Command>; readonly usage: string; readonly does: string }>
> = {
  analyze: {
    load: async () => (await import('./commands/analyze.ts')).analyzeCommand,
    usage: 'analyze <front> [<back>] [--selfie <file>]',
    does: 'verify a document and a selfie, on this machine',
  },
  evaluate: {
    load: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
    usage: 'evaluate mrz|face-pairs|documents <folder>',
    does: 'measure accuracy on pictures whose truth is known',
  },
  models: {
    load: async () => (await import('./commands/models.ts')).modelsCommand,
    usage: 'models install|list|verify|calibrate',
    does: 'the neural nets of this installation',
  },
  registry: {
    load: async () => (await import('./commands/registry.ts')).registryCommand,
    usage: 'registry import division-codes <file.csv>',
    does: 'the registries that checks compare with',
  },
  persons: {
    load: async () => (await import('./commands/persons.ts')).personsCommand,
    usage: 'persons import <folder or file.zip> --list <id>',
    does: 'put people on a list by their photographs',
  },
  documents: {
    load: async () => (await import('./commands/documents.ts')).documentsCommand,
    usage: 'documents check [<file or folder>]',
    does: 'the families of documents that are known, and what is wrong with a definition',
  },
  doctor: {
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
    usage: 'doctor',
    does: 'what this machine has, what is missing, what to do',
  },
  start: {
    load: async () => (await import('./commands/other-entries.ts')).startCommand,
    usage: 'start [--no-open] [--port n]',
    does: 'open the workstation in the browser',
  },
  intake: {
    load: async () => (await import('./commands/intake.ts')).intakeCommand,
    usage: 'intake --data <folder>',
    does: 'run an intake server',
  },
  agent: {
    load: async () => (await import('./commands/other-entries.ts')).agentCommand,
    usage: 'agent',
    does: 'analyze the sessions of an intake server',
  },
};

/** Finds the command and runs it. An unknown one is answered with the help on standard error. */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const [name, ...rest] = args;
  const { output } = context;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.print(help(context));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v' || name === 'version') {
    output.print(context.version);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    output.complain(`there is no command "${name}"\n\n${help(context)}`);
    return 2;
  }
  return (await command.load())(rest, context);
}

function help({ output, version }: CommandContext): string {
  const entries = Object.values(commands);
  const width = Math.max(...entries.map(({ usage }) => usage.length));
  const rows = entries.map(
    ({ usage, does }) => `  vidimus ${usage.padEnd(width)}  ${output.paint('dim', does)}`,
  );
  return [
    `${output.paint('bold', 'Vidimus')} ${version}`,
    '',
    ...rows,
    '',
    'vidimus <command> --help tells more.',
  ].join('\n');
}
