import { z } from 'zod';
import { checkFiles } from './check-files.ts';
import { IntakeStartError } from './errors.ts';
import { readConfig } from './read-config.ts';
import { startIntake } from './start-intake.ts';

/** What a process that forked the intake is told, once. `failed` is followed by exit code 1. */
export type IntakeMessage =
  | { readonly type: 'ready'; readonly url: string; readonly token: string }
  | { readonly type: 'failed'; readonly code: string };

/** A phone's picture over a slow network; a service manager waits for 30 s (docs/admin-guide.md), and PostgreSQL wants some of them. */
const serverCloseGraceMs = 20_000;

/** How a parent asks for an orderly end; on Windows there is no signal for it. */
const stopSchema = z.strictObject({ type: z.literal('stop') });

function tellParent(message: IntakeMessage): Promise<void> {
  return new Promise((done) => {
    if (process.send === undefined) done();
    else
      process.send(message, undefined, undefined, () => {
        done();
      });
  });
}

/** Resolves when the process is asked to end, by a signal, by the parent that forked it, or by that parent's end. */
function untilAskedToEnd(): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      done();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
    process.on('disconnect', end);
    process.on('message', (message) => {
      if (stopSchema.safeParse(message).success) done();
    });
    if (process.send !== undefined && !process.connected) done();
  });
}

/** For whoever stands before the server's console; nothing else tells the code. */
function describeSetupCode(code: string): string {
  return [
    '',
    'This intake waits for its administrator. At a workstation, enter its address and this setup code:',
    '',
    `    ${code}`,
    '',
    'It is good once and for a day; a code that is shown later takes its place.',
    '',
    '',
  ].join('\n');
}

/**
 * Runs an intake until it is told to end and resolves with the process' exit code. Configured by {@link readConfig}: command line,
 * environment, file; 2 where that is wrong, after a line for each setting. `--check-config` says whether it is, and starts nothing.
 * `--new-setup-code` makes a setup code although there are accounts, for a lost administrator.
 * Says on standard output where it listens, never the token; a parent on IPC gets an {@link IntakeMessage}.
 */
export async function runIntake(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const read = readConfig(args, env);
  if (!read.ok) {
    for (const problem of read.problems) process.stderr.write(`vidimus intake: ${problem}\n`);
    return 2;
  }
  const { config, given, checkOnly, newSetupCode } = read;
  if (checkOnly) {
    const found = await checkFiles(config);
    for (const problem of found) process.stderr.write(`vidimus intake: ${problem}\n`);
    if (found.length > 0) return 2;
    process.stdout.write(`the configuration is valid: ${given.join(', ')}\n`);
    return 0;
  }
  // A parent that has gone takes its end of our output along; that must not keep us from ending in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // From the beginning: a parent that ends while PostgreSQL starts must not leave us behind.
  const end = untilAskedToEnd();
  try {
    // A parent that forked us has the owner's token and shows its console to nobody.
    const isWatched = process.send === undefined;
    const intake = await startIntake({
      ...config,
      setupCodeWhen: newSetupCode ? 'always' : isWatched ? 'first-start' : 'never',
      ...(isWatched && { closeGraceMs: serverCloseGraceMs }),
    });
    process.stdout.write(`intake listens on ${intake.url}\n`);
    if (intake.setupCode !== null) process.stdout.write(describeSetupCode(intake.setupCode));
    await tellParent({ type: 'ready', url: intake.url, token: intake.token });
    await end;
    await intake.close();
    return 0;
  } catch (error) {
    if (!(error instanceof IntakeStartError)) throw error;
    process.stderr.write(`vidimus intake: ${error.message}\n`);
    await tellParent({ type: 'failed', code: error.code });
    return 1;
  }
}
