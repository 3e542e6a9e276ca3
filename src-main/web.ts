import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { locateModels } from '#analysis/models/locate-models.ts';
import { forkAnalysisWorker } from '#analysis/worker/fork-analysis-worker.ts';
import packageFile from '../package.json' with { type: 'json' };
import { createCredentialFile } from './identity/credential-file.ts';
import { createTokenMemory } from './identity/token-memory.ts';
import { forkIntake } from './intake/fork-intake.ts';
import { embeddedIntake, readRemoteAddress, remoteIntake, remoteProblems } from './intake/intake-source.ts';
import { installationAround } from './installation.ts';
import { createLineLog } from './log.ts';
import { createPageFiles } from './page/page-files.ts';
import { dataFolder } from '#analysis/data-folder.ts';
import { readUserId } from './settings/user-id.ts';
import { stopOnSignals } from './stop-on-signals.ts';
import { openBrowser } from './web/open-browser.ts';
import { createWebHost } from './web/web-host.ts';
import { createWorkstation } from './workstation.ts';

// Unassigned at IANA, and below the ports that systems hand out for outgoing connections.
const defaultPort = 21_747;

// A person at a terminal wants the link; whoever keeps the log sends it to a file or a collector.
const log = createLineLog('web', (line) => {
  if (!process.stderr.isTTY || process.env['VIDIMUS_LOG'] === '1') process.stderr.write(line);
});
const refusal = await main();
if (refusal !== undefined) {
  process.stderr.write(`vidimus: ${refusal}\n`);
  process.exitCode = 1;
}

/** The browser host: runs the workstation and prints the link that opens it, until SIGINT, SIGTERM or the parent's end. */
async function main(): Promise<string | undefined> {
  const { values: asked } = parseArgs({
    options: {
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      'no-agent': { type: 'boolean', default: false },
    },
  });
  const port = asked.port === undefined ? defaultPort : Number(asked.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return `"${asked.port ?? ''}" is not a port`;

  const installation = installationAround(dirname(fileURLToPath(import.meta.url)));
  const page = await createPageFiles(installation.rendererFolder);
  if (page === undefined) return 'the page is not built: run "npm run build"';
  const remote = await readRemoteAddress(process.env);
  if (!remote.ok) return remoteProblems[remote.code];
  if (remote.address === undefined && !existsSync(installation.intakeEntry)) {
    return 'the intake is not built: run "npm run build"';
  }

  const folder = dataFolder(process.env);
  const userId = await readUserId(join(folder, 'workstation', 'user-id'));
  const source =
    remote.address === undefined
      ? embeddedIntake({
          spawn: () =>
            forkIntake(installation.intakeEntry, ['--data', join(folder, 'intake'), '--port', '0']),
          log,
        })
      : remoteIntake(remote.address);
  const workstation = createWorkstation({
    host: 'web',
    version: packageFile.version,
    userId,
    source,
    credentials: createCredentialFile(join(folder, 'workstation', 'credential'), { log }),
    tokenMemory: createTokenMemory(join(folder, 'workstation', 'token-memory'), { log }),
    openExternal: null,
    spawnWorker: () => forkAnalysisWorker(installation.workerEntry),
    modelsFolder: locateModels().installedFolder,
    resourcesFolder: installation.resourcesFolder,
    withAgent: !asked['no-agent'],
    log,
  });
  const ready = await source.ready();
  if (!ready.ok) {
    await workstation.close();
    return `the intake cannot start: ${ready.code}`;
  }
  const host = await createWebHost({ page, media: workstation.media, rpc: workstation.rpc, log, port });

  stopOnSignals(async () => {
    await host.close();
    await workstation.close();
  }, log);
  const announce = (): string => {
    const url = host.newLaunchUrl();
    process.stdout.write(`Vidimus: ${url}\n`);
    return url;
  };
  const url = announce();
  if (process.stdin.isTTY) {
    process.stdout.write('Each link opens Vidimus once. Enter: another link. Ctrl+C: stop.\n');
    process.stdin.on('data', announce);
  }
  if (!asked['no-open']) openBrowser(url);
  return undefined;
}
