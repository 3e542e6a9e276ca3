import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createAnalysisHost } from '#analysis/worker/analysis-host.ts';
import { forkAnalysisWorker } from '#analysis/worker/fork-analysis-worker.ts';
import { createAgent } from './agent/agent.ts';
import { followIntake } from './intake/follow-intake.ts';
import { readRemoteAddress, remoteProblems } from './intake/intake-source.ts';
import { installationAround } from './installation.ts';
import { createLineLog } from './log.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const usage = `vidimus agent [--id name] [--concurrency n]
  Analyzes the sessions of the intake that VIDIMUS_INTAKE_URL names, until it is told to end.
  VIDIMUS_INTAKE_TOKEN_FILE names the file with its credential: of an enrolled workstation, or an API token with the scope analysis.run.
  --id           what it is called in the history of sessions; drawn by chance unless given
  --concurrency  sessions at a time; one for each four cores unless given`;

const log = createLineLog('agent', (line) => process.stderr.write(line));
const refusal = await main();
if (refusal !== undefined) {
  process.stderr.write(`vidimus agent: ${refusal}\n`);
  process.exitCode = 1;
}

/**
 * The headless agent: takes sessions from the intake that `VIDIMUS_INTAKE_URL` and `VIDIMUS_INTAKE_TOKEN_FILE` name and
 * analyzes them here, until SIGINT or SIGTERM. Options: `--id` in the event log, `--concurrency` sessions at a time.
 */
async function main(): Promise<string | undefined> {
  let asked: ReturnType<typeof readOptions>;
  try {
    asked = readOptions();
  } catch (error) {
    // Of parseArgs: names the option.
    return `${(error as Error).message}\n${usage}`;
  }
  if (asked.help === true) {
    process.stdout.write(`${usage}\n`);
    return undefined;
  }
  // One analysis keeps about four cores busy: its independent features run side by side.
  const concurrency = Number(asked.concurrency ?? Math.max(1, Math.floor(availableParallelism() / 4)));
  if (!Number.isInteger(concurrency) || concurrency < 1) return '--concurrency wants a whole number from 1';
  const agentId = asked.id ?? `agent-${randomBytes(4).toString('hex')}`;
  if (!/^[\w.-]{1,100}$/.test(agentId)) return '--id wants letters, digits, dots and dashes';
  const remote = await readRemoteAddress(process.env);
  if (!remote.ok) return remoteProblems[remote.code];
  const { address } = remote;
  if (address === undefined) return 'VIDIMUS_INTAKE_URL must name the intake';
  if (address.token === null)
    return 'VIDIMUS_INTAKE_TOKEN_FILE must name the file with the token of the intake';

  const { workerEntry } = installationAround(dirname(fileURLToPath(import.meta.url)));
  const { installedFolder: modelsFolder, manifest } = locateModels();
  // Without them every session that it took would fail for good.
  const missing = manifest.models.filter(
    ({ optional, file }) => !optional && !existsSync(join(modelsFolder, file)),
  );
  if (missing.length > 0)
    return `nets are missing in ${modelsFolder} (${missing.map(({ name }) => name).join(', ')}); run "vidimus models install"`;
  // A host runs one analysis at a time, so that each has processes of its own.
  const hosts = Array.from({ length: concurrency }, () =>
    createAnalysisHost({ spawn: () => forkAnalysisWorker(workerEntry), modelsFolder }),
  );
  const intake = followIntake(() => address);
  const stopping = new AbortController();
  const ended = Promise.all(
    hosts.map((host) => createAgent({ intake, host, agentId, concurrency: 1, log }).run(stopping.signal)),
  );
  log('agent.running', { agentId, concurrency });
  stopOnSignals(async () => {
    stopping.abort();
    await ended;
    for (const host of hosts) host.close();
  }, log);
  await ended;
  return undefined;
}

function readOptions() {
  const options = {
    id: { type: 'string' },
    concurrency: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  return parseArgs({ options }).values;
}
