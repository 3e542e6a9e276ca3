import packageFile from '../package.json' with { type: 'json' };
import { InputError, type ExitCode } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { runCommand } from './run-command.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader, such as `head`, has enough: that is no failure of ours.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main();

async function main(): Promise<ExitCode> {
  const output = createOutput(process.env, process.stdout, process.stderr);
  try {
    return await runCommand(process.argv.slice(2), {
      output,
      env: process.env,
      version: packageFile.version,
    });
  } catch (error) {
    if (error instanceof InputError) {
      output.complain(error.message);
      return 2;
    }
    if (isArgumentError(error)) {
      const [command = ''] = process.argv.slice(2);
      output.complain(`${withoutHint(error.message)}; "vidimus ${command} --help" tells which there are`);
      return 2;
    }
    throw error;
  }
}

/** Node adds how a name that begins with a dash is written, which hardly anybody meant. */
function withoutHint(message: string): string {
  return (message.split(/\.(?:\s|$)/)[0] ?? message).trim();
}

/** What `parseArgs` of node:util throws for options it does not know. */
function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
