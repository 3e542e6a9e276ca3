import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { IntakeStartError } from './errors.ts';
import { startIntake, type IntakeConfig } from './start-intake.ts';

/** What a process that forked the intake is told, once. `failed` is followed by exit code 1. */
export type IntakeMessage =
  | { readonly type: 'ready'; readonly url: string; readonly token: string }
  | { readonly type: 'failed'; readonly code: string };

/** How a parent asks for an orderly end; on Windows there is no signal for it. */
const stopSchema = z.strictObject({ type: z.literal('stop') });

/** Reads the command line, then the environment. Undefined when the data folder is named by neither. */
function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): IntakeConfig | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      'token-file': { type: 'string' },
      'public-url': { type: 'string' },
    },
  });
  const dataDir = values.data ?? env['VIDIMUS_DATA'];
  if (dataDir === undefined) return undefined;
  const host = values.host ?? env['VIDIMUS_HOST'];
  const port = values.port ?? env['VIDIMUS_PORT'];
  const tokenFile = values['token-file'] ?? env['VIDIMUS_TOKEN_FILE'];
  const publicUrl = values['public-url'] ?? env['VIDIMUS_PUBLIC_URL'];
  const databaseUrl = env['DATABASE_URL'];
  const callbackAllow = env['VIDIMUS_CALLBACK_ALLOW'];
  return {
    dataDir: resolve(dataDir),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
    ...(callbackAllow !== undefined && { callbacks: { allow: callbackAllow } }),
    ...(tokenFile !== undefined && { tokenFile: resolve(tokenFile) }),
    ...(publicUrl !== undefined && { publicUrl }),
    // On the command line everybody on the machine could read its password.
    ...(databaseUrl !== undefined && databaseUrl !== '' && { databaseUrl }),
  };
}

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

/**
 * Runs an intake until it is told to end and resolves with the process' exit code. Options: `--data` (`VIDIMUS_DATA`), `--host`
 * (`VIDIMUS_HOST`), `--port` (`VIDIMUS_PORT`), `--token-file` (`VIDIMUS_TOKEN_FILE`), `--public-url` (`VIDIMUS_PUBLIC_URL`); `DATABASE_URL` and `VIDIMUS_CALLBACK_ALLOW` from the environment only.
 * Says on standard output where it listens, never the token; a parent on IPC gets an {@link IntakeMessage}.
 */
export async function runIntake(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(args, env);
  if (config === undefined) {
    process.stderr.write('vidimus intake: name a data folder with --data or VIDIMUS_DATA\n');
    return 2;
  }
  // A parent that has gone takes its end of our output along; that must not keep us from ending in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // From the beginning: a parent that ends while PostgreSQL starts must not leave us behind.
  const end = untilAskedToEnd();
  try {
    const intake = await startIntake(config);
    process.stdout.write(`intake listens on ${intake.url}\n`);
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
