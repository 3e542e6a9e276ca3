import type { Page } from '@playwright/test';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import type { ApiInput } from '#shared/api/contract.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import type { DataRight } from '#shared/domain/identity.ts';
import { captureIdSchema, sessionIdSchema } from '#shared/domain/ids.ts';
import type { Result } from '#shared/domain/result.ts';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { rpcContract } from '#shared/rpc/contract.ts';
import type { SentPicture } from './drawn-documents.ts';
import { readIntakeToken, type RunningWorkstation } from './workstation.ts';

const somebodyElse = { kind: 'user', id: 'analyst-elsewhere' } as const;

/** What the server holds, read from the intake itself and not from the screen. */
export class ServerLog {
  readonly #url: string;
  readonly #intake: IntakeClient;

  private constructor(url: string, intake: IntakeClient) {
    this.#url = url;
    this.#intake = intake;
  }

  /** Asks the open workstation for its intake's address; the token is in the data folder. */
  static async of(page: Page, workstation: RunningWorkstation): Promise<ServerLog> {
    const reply = await page.evaluate(
      () =>
        new Promise<unknown>((resolve, reject) => {
          const desktop = (
            globalThis as { vidimus?: { call(name: string, input: object): Promise<{ value: unknown }> } }
          ).vidimus;
          if (desktop !== undefined) {
            desktop.call('app.info', {}).then(({ value }) => {
              resolve(value);
            }, reject);
            return;
          }
          const socket = new WebSocket(`ws://${location.host}/rpc`);
          socket.onerror = () => {
            reject(new Error('the workstation refused a WebSocket of its own page'));
          };
          socket.onopen = () => {
            socket.send(JSON.stringify({ type: 'call', id: 1, name: 'app.info', input: {} }));
          };
          socket.onmessage = ({ data }) => {
            socket.close();
            resolve((JSON.parse(String(data)) as { reply: { value: unknown } }).reply.value);
          };
        }),
    );
    const { intake } = rpcContract['app.info'].output.parse(reply);
    const token = await readIntakeToken(workstation.dataFolder);
    return new ServerLog(intake.url, createIntakeClient({ url: intake.url, token, fetch: globalThis.fetch }));
  }

  /** Every event of a session, in order. */
  async eventsOf(sessionId: string): Promise<readonly SessionEvent[]> {
    const reply = await this.#intake.call('listEvents', { sessionId: sessionIdSchema.parse(sessionId) });
    if (!reply.ok) throw new Error(`the intake answered ${reply.code}`);
    return reply.value.events;
  }

  /** Declines a session as another analyst at another workstation does. */
  async declineAsSomebodyElse(sessionId: string): Promise<void> {
    const events = await this.eventsOf(sessionId);
    const reply = await this.#intake.call('sendCommand', {
      sessionId: sessionIdSchema.parse(sessionId),
      idempotencyKey: crypto.randomUUID(),
      actor: somebodyElse,
      command: {
        type: 'decision.make',
        outcome: 'decline',
        reasons: ['forged'],
        comment: '',
        seenSeq: must(events.at(-1), 'a session has events').seq,
      },
    });
    if (!reply.ok || reply.value.kind !== 'accepted')
      throw new Error('the decision of the other was not taken');
  }

  /** The intake's address, and a token of a reader who may see some of what sessions hold. */
  async makeReader(
    dataRights: readonly DataRight[],
  ): Promise<{ readonly url: string; readonly token: string }> {
    const reply = await this.#intake.call('createApiToken', {
      tokenId: crypto.randomUUID(),
      name: 'a reader',
      scopes: ['sessions.read', 'sessions.review', 'scenarios.read', 'links.read', 'analysis.run'],
      dataRights: [...dataRights],
      expiresAt: null,
    });
    if (!reply.ok) throw new Error(`the intake answered ${reply.code}`);
    return { url: this.#url, token: reply.value.token };
  }

  /** Sends a document's pictures as a backend does, for a scenario that asks for nothing else; answers the session's id. */
  async addDocument(pictures: readonly SentPicture[]): Promise<string> {
    const id = pictures.length === 1 ? 'one-side' : 'two-sides';
    const [first] = passportAndSelfie.steps;
    const step = {
      ...must(first, 'a step'),
      sides: pictures.map(({ side }) => side),
      documentTypes: [],
      mrzRequired: false,
    };
    await this.addScenario(id, { steps: [step] });
    return this.addSession(
      id,
      pictures.map((picture) => ({ stepId: step.id, ...picture })),
    );
  }

  /** A scenario as passport and selfie but for `changes`, active; one that is there stays. */
  async addScenario(id: string, changes: Partial<ScenarioDraft>): Promise<void> {
    const { version: _, ...base } = passportAndSelfie;
    const change = { scenarioId: id, actor: somebodyElse };
    const saved = await this.#intake.call('saveScenarioDraft', {
      ...change,
      draft: { ...base, name: id, ...changes, id },
      expectedRevision: null,
    });
    if (!saved.ok) return;
    await this.#intake.call('commitScenario', { ...change, expectedRevision: 0 });
    await this.#intake.call('activateScenario', { ...change, expectedRevision: 1, version: 1 });
  }

  /** Sends a session's pictures as a backend does; answers the session's id. */
  async addSession(
    scenarioId: string,
    pictures: readonly (SentPicture & { readonly stepId: string })[],
  ): Promise<string> {
    const actor = somebodyElse;
    const sessionId = sessionIdSchema.parse(crypto.randomUUID());
    const made = await this.#intake.call('createSession', {
      sessionId,
      scenarioId,
      source: 'api',
      clientKey: null,
      actor,
    });
    if (!made.ok) throw new Error(`no session: ${made.code}`);
    for (const picture of pictures) {
      const captureId = captureIdSchema.parse(crypto.randomUUID());
      const sent = await this.#intake.putCapture({ sessionId, captureId, ...picture });
      if (!sent.ok) throw new Error(`a picture was not taken: ${sent.code}`);
    }
    const command = { type: 'session.submit' } as const;
    const idempotencyKey = crypto.randomUUID();
    const submitted = await this.#intake.call('sendCommand', { sessionId, idempotencyKey, actor, command });
    if (!submitted.ok || submitted.value.kind !== 'accepted')
      throw new Error('the session was not submitted');
    return sessionId;
  }

  async addList(list: ApiInput<'createFaceList'>): Promise<void> {
    const reply = await this.#intake.call('createFaceList', list);
    if (!reply.ok) throw new Error(`the intake answered ${reply.code}`);
  }

  /** Who is on a list of people. */
  async personsOf(listId: string): Promise<readonly ListedPerson[]> {
    const reply = await this.#intake.call('listListedPersons', { listId });
    if (!reply.ok) throw new Error(`the intake answered ${reply.code}`);
    return reply.value.persons;
  }

  async resultOf(sessionId: string): Promise<Result> {
    const reply = await this.#intake.call('getResult', { sessionId: sessionIdSchema.parse(sessionId) });
    if (!reply.ok) throw new Error(`the intake answered ${reply.code}`);
    return reply.value;
  }
}
