import type { PersonView } from '#shared/domain/person-view.ts';
import type { PersonClient, PersonReply } from '../api/person-client.ts';
import type { FrameMessage } from './messages.ts';

/** The session's id in a signed result; whether the signature is good is for the organization's backend to find out. */
function sessionIdOf(result: string): string {
  const payload = (result.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
  return String((JSON.parse(atob(payload)) as { sessionId?: unknown }).sessionId);
}

/** Makes messages of the intake's answers: each change once, in the order in which it happens. */
export function createTeller(
  send: (message: FrameMessage) => void,
): (reply: PersonReply<PersonView>) => void {
  const states = new Map<string, string>();
  let look: string | undefined;
  let end: string | undefined;

  const tellEnd = (name: string, message: FrameMessage): void => {
    if (end !== name) send(message);
    end = name;
  };
  return (reply) => {
    if (!reply.ok) {
      // Of the others the page itself says what to do.
      if (reply.code.startsWith('link-') && reply.code !== 'offline')
        tellEnd(reply.code, { type: 'failure', code: reply.code });
      return;
    }
    const { status, steps, page, result } = reply.value;
    if (page.colorScheme !== look) send({ type: 'look', colorScheme: page.colorScheme });
    look = page.colorScheme;
    // Before the person agrees nothing has begun.
    if (status === 'consent') return;
    for (const { id, type, state } of steps) {
      if (states.get(id) !== state) send({ type: 'step', stepId: id, stepType: type, state });
      states.set(id, state);
    }
    if (status === 'blocked' || status === 'expired') tellEnd(status, { type: 'failure', code: status });
    if (status === 'finished' && result !== null)
      tellEnd(status, { type: 'success', sessionId: sessionIdOf(result), result });
  };
}

/** The client, with every answer told to `saw` as well. */
export function watchClient(
  client: PersonClient,
  saw: (reply: PersonReply<PersonView>) => void,
): PersonClient {
  const telling =
    <Given extends readonly unknown[]>(call: (...given: Given) => Promise<PersonReply<PersonView>>) =>
    async (...given: Given): Promise<PersonReply<PersonView>> => {
      const reply = await call(...given);
      saw(reply);
      return reply;
    };
  return {
    ...client,
    open: telling((token: string) => client.open(token)),
    view: telling((poll?: Parameters<PersonClient['view']>[0]) => client.view(poll)),
    consent: telling((language: string) => client.consent(language)),
    submitStep: telling((...step: Parameters<PersonClient['submitStep']>) => client.submitStep(...step)),
    finish: telling(() => client.finish()),
  };
}
