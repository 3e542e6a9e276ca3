import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { ExitCode } from '../exit-codes.ts';
import { locateInstallation } from '../installation.ts';
import type { Command, CommandContext } from '../run-command.ts';

/** Opens the workstation in the browser: the same as `npm start -- --host=web`. */
export const startCommand: Command = (args, context) =>
  runEntry(locateInstallation().webEntry, args, context);

/** Runs a headless agent. */
export const agentCommand: Command = (args, context) =>
  runEntry(locateInstallation().agentEntry, args, context);

/** Another process of this build, in our place: its streams are ours, and it gets the signals that we get. */
function runEntry(entry: string, args: readonly string[], { output }: CommandContext): Promise<ExitCode> {
  if (!existsSync(entry)) {
    output.complain('this part is not built; run "npm run build"');
    return Promise.resolve(1);
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...args], { stdio: 'inherit' });
    const forward = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.on('close', (code) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code === 0 ? 0 : 1);
    });
  });
}
