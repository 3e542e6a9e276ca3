import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AnalysisRequest, CaptureInput, LivenessChallenge } from '#analysis/analysis-request.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createAnalysisHost, type AnalysisHost } from '#analysis/worker/analysis-host.ts';
import { forkAnalysisWorker } from '#analysis/worker/fork-analysis-worker.ts';
import type { Analysis, AnalysisFailureCode } from '#shared/domain/analysis.ts';
import { refusalAdvice, refusalSentences, type RefusalCode } from '#shared/domain/refusal-sentences.ts';
import type { NewEvent } from '#shared/domain/events.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import { challengeLifetimeMs, mostFramesInBatch } from '#shared/domain/liveness.ts';
import { captureIdSchema, daySchema, sessionIdSchema } from '#shared/domain/ids.ts';
import {
  idCardAndSelfie,
  passportAndSelfie,
  scenarioSchema,
  type Scenario,
} from '#shared/domain/scenario.ts';
import { toResult } from '#shared/domain/to-result.ts';
import { must } from '#shared/lib/invariant.ts';
import { saveCutouts } from '../cutouts.ts';
import { readChallenge } from '../read-challenge.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
import { locateInstallation } from '../installation.ts';
import { reportOf } from '../report.ts';
import type { Command } from '../run-command.ts';
import { whyUnreadable } from '../why-unreadable.ts';

const usage = `vidimus analyze <front> [<back>] [--selfie <file>] [options]
  <front> <back>      pictures of the document: one of a passport's data page, two of a card; --document <file> says the same
  --selfie <file>     the holder's selfie
  --challenge <file>  what a person was asked to do before a camera, with the frames in the order of their times, as JSON:
                      { "actions": ["turn-left", "smile"], "frames": [{ "file": "0.jpg", "atMs": 100, "actionIndex": null }, …] }
                      actions: two to four of turn-left, turn-right (the person's own), look-up, blink, smile
                      file: beside the JSON; actionIndex: null before the first action, then 0, 1, …; atMs: since it was asked
                      "skippedActions": places of actions that the person said they cannot do; may be left out
  --scenario <file>   a scenario as JSON; without it what is asked for is what is given: documents, selfie, challenge
  --today <day>       the day to compute ages and expiry for, YYYY-MM-DD
  --json              the result as JSON, the same structure that the API returns
  --cutouts <folder>  save the document, its zone, the faces and the evidence of every finding as pictures
Pictures: JPEG, PNG, WebP, AVIF, HEIC, PDF (first page).
Exit code 0: a verdict was reached, whatever it is. 1: it was not. 2: a file or an option has to be mended.`;

const failures: Readonly<Record<AnalysisFailureCode, string>> = {
  'worker-died':
    'the analysis process ended unexpectedly; try again, and if it stays so, run "vidimus doctor"',
  'timed-out':
    'the analysis took longer than a minute and was stopped; try again when the machine is less busy',
  'model-missing': 'a model is not installed; run "vidimus models install"',
  'model-hash-mismatch': 'a model file is not the one this version names; run "vidimus models install"',
  'capture-missing': 'a picture is missing',
  'capture-changed': 'a picture changed while it was read; try again',
  internal: 'the analysis broke off because of a fault in the program',
};

/** Verifies one document and one selfie without any server, in the same worker process that the workstation uses. */
export const analyzeCommand: Command = async (args, { output }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      document: { type: 'string', multiple: true, default: [] },
      selfie: { type: 'string' },
      challenge: { type: 'string' },
      scenario: { type: 'string' },
      today: { type: 'string' },
      json: { type: 'boolean', default: false },
      cutouts: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    output.print(usage);
    return 0;
  }
  const request = await readRequest(
    [...values.document, ...positionals],
    values.selfie,
    values.scenario,
    values.today,
    values.challenge,
  );
  const host = createAnalysisHost({
    spawn: () => forkAnalysisWorker(locateInstallation().workerEntry),
    modelsFolder: locateModels().installedFolder,
  });
  try {
    const startedAt = new Date().toISOString();
    const reply = await host.analyze(request.analysis);
    if (!reply.ok) {
      output.complain(failures[reply.code]);
      return 1;
    }
    const { analysis } = reply;
    const refused = refusedFiles(analysis, request.fileOf);
    if (values.json) {
      const result = toResult(foldSession(eventsOf(request.analysis, analysis, startedAt)));
      output.print(JSON.stringify(result, null, 2));
    } else if (refused.length === 0) {
      output.print(reportOf(analysis, request.analysis, output));
    }
    for (const sentence of refused) output.complain(sentence);
    if (values.cutouts !== undefined) await writeCutouts(values.cutouts, host, analysis, request.analysis);
    return refused.length > 0 ? 2 : 0;
  } finally {
    host.close();
  }
};

interface PreparedRequest {
  readonly analysis: AnalysisRequest;
  /** The file that a capture came from, for sentences about it. */
  readonly fileOf: ReadonlyMap<string, string>;
}

async function readRequest(
  documents: readonly string[],
  selfie: string | undefined,
  scenarioFile: string | undefined,
  today: string | undefined,
  challengeFile: string | undefined,
): Promise<PreparedRequest> {
  if (documents.length === 0 && selfie === undefined && challengeFile === undefined)
    throw new InputError(
      `name a picture of a document, of a person with --selfie, or a challenge with --challenge\n${usage}`,
    );
  if (documents.length > 2)
    throw new InputError(
      `a document has at most two sides, and ${String(documents.length)} pictures were named; one of the holder is given with --selfie`,
    );
  const day = daySchema.safeParse(today ?? new Date().toISOString().slice(0, 10));
  if (!day.success) throw new InputError(`"${today ?? ''}" is not a day; write it as 2026-11-25`);
  const scenario =
    scenarioFile !== undefined
      ? await readScenario(scenarioFile)
      : challengeFile === undefined
        ? builtIn(documents.length)
        : withChallenge(builtIn(documents.length), {
            document: documents.length > 0,
            selfie: selfie !== undefined,
          });

  const fileOf = new Map<string, string>();
  const read = async (file: string, stepId: string, side: CaptureInput['side']): Promise<CaptureInput> => {
    const bytes = await readPicture(file);
    const captureId = captureIdSchema.parse(randomUUID());
    fileOf.set(captureId, file);
    return { captureId, stepId, side, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
  };
  const captures: CaptureInput[] = [];
  const documentStep = scenario.steps.find(({ type }) => type === 'document');
  for (const [index, file] of documents.entries()) {
    const side = documentStep?.sides[index];
    if (documentStep === undefined || side === undefined) {
      throw new InputError(
        `the scenario "${scenario.id}" asks for ${String(documentStep?.sides.length ?? 0)} document pictures, not for ${String(documents.length)}`,
      );
    }
    captures.push(await read(file, documentStep.id, side));
  }
  const selfieStep = scenario.steps.find(({ type }) => type === 'selfie');
  if (selfie !== undefined) {
    if (selfieStep === undefined)
      throw new InputError(`the scenario "${scenario.id}" asks for no selfie; leave --selfie out`);
    captures.push(await read(selfie, selfieStep.id, 'selfie'));
  }
  const sessionId = sessionIdSchema.parse(randomUUID());
  const request = { sessionId, scenario, referenceDay: day.data, captures };
  if (challengeFile === undefined) return { analysis: request, fileOf };
  const livenessStep = scenario.steps.find(({ type }) => type === 'liveness');
  if (livenessStep === undefined)
    throw new InputError(`the scenario "${scenario.id}" asks for no liveness; leave --challenge out`);
  const challenge = await readChallenge(challengeFile, livenessStep.id);
  return { analysis: { ...request, challenges: [challenge] }, fileOf };
}

const builtIn = (documents: number): Scenario => (documents === 2 ? idCardAndSelfie : passportAndSelfie);

/** The built-in scenario with a liveness step, and of its own steps those for which there are pictures. */
function withChallenge(
  scenario: Scenario,
  given: { readonly document: boolean; readonly selfie: boolean },
): Scenario {
  const steps = scenario.steps.filter(({ type }) => (type === 'document' ? given.document : given.selfie));
  const selfie = must(
    scenario.steps.find(({ type }) => type === 'selfie'),
    'a selfie step',
  );
  const name = [...(given.document ? ['Document'] : []), ...(given.selfie ? ['selfie'] : []), 'challenge'];
  return {
    ...scenario,
    id: 'challenge',
    name: capitalized(name.join(' + ')),
    steps: [...steps, { ...selfie, id: 'liveness', type: 'liveness' }],
  };
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

async function readPicture(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new InputError(
      `cannot read ${file} (${whyUnreadable(error)}); check its name and that you may read it`,
    );
  }
}

async function readScenario(file: string): Promise<Scenario> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read the scenario ${file} (${whyUnreadable(error)})`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`the scenario ${file} is not JSON`);
  }
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `the scenario ${file} is not one: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

function refusedFiles(analysis: Analysis, fileOf: PreparedRequest['fileOf']): string[] {
  return analysis.steps.flatMap(({ captures }) =>
    captures.flatMap(({ id, refusal }) => {
      if (refusal === null) return [];
      const code = refusal as RefusalCode;
      return [`${basename(fileOf.get(id) ?? '')}: ${refusalSentences.en[code]} ${refusalAdvice.en[code]}`];
    }),
  );
}

/** The life of a session that was analyzed once, as an intake would have written it; its hashes chain nothing here. */
function eventsOf(
  { sessionId, scenario, captures, challenges = [] }: AnalysisRequest,
  analysis: Analysis,
  at: string,
): Parameters<typeof foldSession>[0] {
  const actor = { kind: 'user', id: 'cli' } as const;
  const history: NewEvent[] = [
    {
      type: 'session.created',
      actor,
      at,
      body: { scenario, source: 'manual', clientKey: null, linkId: null },
    },
    ...captures.map(({ captureId, stepId, side, sha256, bytes }) => ({
      type: 'capture.received' as const,
      actor,
      at,
      body: {
        captureId,
        stepId,
        side,
        sha256,
        byteLength: bytes.length,
        mediaType: 'application/octet-stream',
      },
    })),
    ...challenges.flatMap((challenge) => eventsOfChallenge(challenge, at)),
    { type: 'session.submitted', actor, at, body: {} },
    { type: 'analysis.started', actor, at, body: { agentId: 'cli', attempt: 1 } },
    { type: 'session.analyzed', actor, at: new Date().toISOString(), body: { analysis, attempt: 1 } },
  ];
  return history.map((event, seq) => ({ ...event, sessionId, seq, hash: '0'.repeat(64) }));
}

/** As if the page had sent the frames one moment before, in batches as large as it may. */
function eventsOfChallenge(
  { stepId, actions, skippedActions, frames }: LivenessChallenge,
  at: string,
): readonly NewEvent[] {
  const actor = { kind: 'user', id: 'cli' } as const;
  const challengeId = randomUUID();
  const drawnAtMs = Date.parse(at) - (frames.at(-1)?.atMs ?? 0);
  const received = frames.map(({ captureId, actionIndex, atMs, sha256, bytes }) => ({
    captureId,
    actionIndex,
    atMs,
    sha256,
    byteLength: bytes.length,
  }));
  const batches = Array.from({ length: Math.ceil(received.length / mostFramesInBatch) }, (_, nth) =>
    received.slice(nth * mostFramesInBatch, (nth + 1) * mostFramesInBatch),
  );
  return [
    {
      type: 'liveness.challenged',
      actor,
      at: new Date(drawnAtMs).toISOString(),
      body: {
        stepId,
        challengeId,
        attempt: 1,
        actions: [...actions],
        expiresAt: new Date(drawnAtMs + challengeLifetimeMs + 1).toISOString(),
      },
    },
    ...batches.map((batch) => ({
      type: 'liveness.received' as const,
      actor,
      at,
      body: { stepId, challengeId, batchId: randomUUID(), frames: batch },
    })),
    {
      type: 'step.submitted',
      actor,
      at,
      body: { stepId, attempt: 1, skippedActions: [...skippedActions] },
    },
    {
      // What the step came to is told by the analysis of the whole.
      type: 'step.unanalyzed',
      actor,
      at,
      body: { stepId, attempt: 1, code: 'not-available-yet' },
    },
  ];
}

async function writeCutouts(
  folder: string,
  host: AnalysisHost,
  analysis: Analysis,
  request: AnalysisRequest,
): Promise<ExitCode> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const frames = request.challenges?.flatMap((challenge) => challenge.frames) ?? [];
  await saveCutouts(analysis, [...request.captures, ...frames], host, (name, bytes) =>
    writeFile(join(folder, name), bytes, { mode: 0o600 }),
  );
  return 0;
}
