import { afterRestore } from '#intake/after-restore.ts';
import { movePictures } from '#intake/move-pictures.ts';
import { runWhileStopped } from '#intake/offline.ts';
import { rotateKey } from '#intake/rotate-key.ts';
import { runIntake } from '#intake/run-intake.ts';
import type { Command } from '../run-command.ts';

const usage = `vidimus intake --data <folder> [--host 127.0.0.1] [--port n] [--token-file file] [--public-url https://…]
  [--tls-cert file] [--tls-key file]
  [--embed-origins https://…] [--trusted-proxies 127.0.0.1] [--lease-ms n] [--capture-page folder]
  [--s3-endpoint https://…] [--s3-bucket name] [--s3-region name] [--s3-access-key-file file]
  [--session-idle-minutes n] [--session-longest-minutes n]
  [--oidc-issuer https://…] [--oidc-client-id id] [--oidc-client-secret-file file] [--oidc-name name] [--oidc-claim claim]
  [--config file.json] [--check-config] [--new-setup-code]
  Each may stand in the environment (VIDIMUS_DATA, VIDIMUS_PUBLIC_URL …) or in the file (data, publicUrl …) too.
  DATABASE_URL in the environment: your own PostgreSQL in place of the embedded one.

vidimus intake rotate-key --data <folder> [--config file.json]
  Gives the keyring a new key and brings everything under it, while every intake is stopped. Killed, it goes on when it is run again.
vidimus intake after-restore --data <folder> [--config file.json]
  After a backup was restored, before the intake starts: lets every workstation read its sessions anew, and
  deletes once more whom the data folder's deletions.jsonl names.
vidimus intake move-pictures --data <folder> --s3-endpoint https://… --s3-bucket name --s3-access-key-file file [--config file.json]
  Moves the pictures of the data folder into the bucket, while every intake is stopped. Killed, it goes on when it is run again.`;

/** What is done to an intake that does not run. */
const offline = new Map([
  ['rotate-key', rotateKey],
  ['after-restore', afterRestore],
  ['move-pictures', movePictures],
]);

/** Runs an intake server until it is told to end. */
export const intakeCommand: Command = async (args, { output, env }) => {
  if (args.includes('--help')) {
    output.print(usage);
    return 0;
  }
  const [first = '', ...rest] = args;
  const work = offline.get(first);
  const code =
    work === undefined ? await runIntake(args, env) : await runWhileStopped(first, rest, env, work);
  return code === 0 ? 0 : code === 2 ? 2 : 1;
};
