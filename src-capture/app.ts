import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import type { PersonView } from '#shared/domain/person-view.ts';
import { maxWaitMs } from './limits.ts';
import { loadAdvice } from './advice.ts';
import type { PersonClient, PersonReply } from './api/person-client.ts';
import { persist, pauseInBrowser } from './api/persist.ts';
import { capturePicture } from './capture-picture.ts';
import { dress } from './lib/dress.ts';
import { runLiveness } from './liveness/run-liveness.ts';
import { planNext, type PersonStep, type Task } from './plan.ts';
import { consentScreen } from './screens/consent.ts';
import { againScreen, endScreen, refusalScreen, type AdviceReader } from './screens/outcome.ts';
import type { Place } from './screens/parts.ts';
import { checkingScreen, finishingScreen, loadingScreen, uploadScreen } from './screens/waiting.ts';
import type { Stage } from './stage.ts';

/** Time to read that it is done, and to reach for the link. */
const redirectAfterMs = 3000;
/** An analysis takes seconds, with a queue minutes. Whoever comes back later is told by a look at the page. */
const watchEndMs = 10 * 60 * 1000;

/**
 * Walks a person through their link: asks the intake where they are, does what comes next, and asks again. Ends only with the page.
 * `token` is undefined after a reload: the cookie then says which link it is.
 */
export async function walk(deps: {
  readonly client: PersonClient;
  readonly stage: Stage;
  readonly token: string | undefined;
  /** Takes the person back where another site shows this page in a frame: that site goes on by itself, and nothing is redirected. */
  readonly leave?: (() => void) | undefined;
}): Promise<never> {
  const { client, stage, token, leave } = deps;
  const toldAttempts = new Map<string, number>();
  let adviceOf: AdviceReader | undefined;
  let isWelcomed = false;

  const ask = <Value>(call: () => Promise<PersonReply<Value>>): Promise<PersonReply<Value>> =>
    persist(call, { pause: pauseInBrowser, onTrouble: (trouble) => stage.notice(trouble) });

  const look = (): Promise<PersonReply<PersonView>> =>
    token !== undefined && !isWelcomed ? client.open(token) : client.view();

  /** Asks until there is a view. Refusals are shown; the person decides when to look again. */
  const mustLook = async (): Promise<PersonView> => {
    for (;;) {
      const reply = await stage.during(loadingScreen, () => ask(look));
      if (reply.ok) {
        isWelcomed = true;
        dress(document.documentElement, reply.value.page);
        stage.speak(reply.value.page);
        return reply.value;
      }
      await explain(reply.code);
    }
  };

  const explain = async (code: PersonErrorCode | 'offline'): Promise<void> => {
    await stage.show(refusalScreen(code === 'offline' ? 'internal' : code));
  };

  const orLook = async (reply: PersonReply<PersonView>): Promise<PersonView> => {
    if (reply.ok) return reply.value;
    await explain(reply.code);
    return await mustLook();
  };

  const capture = async (view: PersonView, task: Extract<Task, { kind: 'capture' }>): Promise<PersonView> => {
    const place = placeOf(view, task.step, task.side);
    const { captureId, file } = await capturePicture(stage, place);
    let setShare: (share: number) => void = () => undefined;
    const screen = uploadScreen(place, file, (set) => {
      setShare = set;
    });
    const { id: stepId } = task.step;
    const reply = await stage.during(screen, () =>
      ask(() =>
        client.putCapture({
          captureId,
          stepId,
          side: task.side,
          file,
          onProgress: (share) => setShare(share),
        }),
      ),
    );
    if (!reply.ok) await explain(reply.code);
    return await orLook(await ask(() => client.view()));
  };

  const waitFor = async (view: PersonView, step: PersonStep): Promise<PersonView> => {
    const side = step.sides[0]?.side ?? 'front';
    const reply = await stage.during(checkingScreen(placeOf(view, step, side)), async () => {
      adviceOf ??= await loadAdvice();
      let seen: PersonReply<PersonView> = { ok: true, value: view };
      while (seen.ok && isChecking(seen.value, step.id)) {
        const { seq }: PersonView = seen.value;
        seen = await ask(() => client.view({ afterSeq: seq, waitMs: maxWaitMs }));
      }
      return seen;
    });
    return await orLook(reply);
  };
  /** What came of it afterwards, as when the rules stop what was sent; never answers where nothing does. */
  const watchEnd = async ({ status, seq }: PersonView): Promise<PersonView> => {
    const until = performance.now() + watchEndMs;
    for (let afterSeq = seq; performance.now() < until;) {
      const seen = await client.view({ afterSeq, waitMs: maxWaitMs });
      // No network, no worry: nothing is asked of the person any more.
      if (!seen.ok) break;
      if (seen.value.status !== status) return seen.value;
      afterSeq = seen.value.seq;
    }
    return await new Promise(() => undefined);
  };

  const end = async (view: PersonView, how: 'finished' | 'blocked' | 'expired'): Promise<PersonView> => {
    const redirectUrl = leave === undefined ? toWebAddress(view.redirectUrl) : null;
    const isTakenBack = how === 'finished' && redirectUrl !== null;
    const redirecting = isTakenBack
      ? setTimeout(() => location.assign(redirectUrl), redirectAfterMs)
      : undefined;
    const shown = stage.show(endScreen(how, view, { redirectUrl, isTakenBack, leave }));
    const next = await Promise.race([shown.then(mustLook), ...(how === 'finished' ? [watchEnd(view)] : [])]);
    clearTimeout(redirecting);
    return next;
  };
  const step = async (view: PersonView): Promise<PersonView> => {
    const task = planNext(view, toldAttempts);
    switch (task.kind) {
      case 'ask-consent':
        await stage.show(consentScreen(view));
        return await orLook(
          await stage.during(loadingScreen, () => ask(() => client.consent(stage.language()))),
        );
      case 'capture':
        return await capture(view, task);
      case 'submit':
        return await orLook(
          await stage.during(checkingScreen(placeOf(view, task.step, 'front')), () =>
            ask(() => client.submitStep(task.step.id, task.attempt)),
          ),
        );
      case 'wait':
        return await waitFor(view, task.step);
      case 'explain':
        adviceOf ??= await loadAdvice();
        await stage.show(againScreen(task.step, adviceOf));
        toldAttempts.set(task.step.id, task.step.attempts);
        return view;
      case 'liveness': {
        const place = placeOf(view, task.step, 'selfie');
        const answered = await runLiveness({ stage, client, ask, step: { ...place, id: task.step.id } });
        if (!answered.ok) return await orLook(answered);
        const attempt = task.step.attempts + 1;
        return await orLook(
          await stage.during(finishingScreen, () =>
            ask(() => client.submitStep(task.step.id, attempt, answered.value)),
          ),
        );
      }
      case 'finish':
        return await orLook(await stage.during(finishingScreen, () => ask(() => client.finish())));
      case 'end':
        return await end(view, task.how);
    }
  };

  let view = await mustLook();
  for (;;) view = await step(view);
}

/** Nothing but the web: a `javascript:` address would run in this page. */
function toWebAddress(address: string | null): string | null {
  return address !== null && /^https?:\/\//i.test(address) ? address : null;
}

function isChecking({ status, steps }: PersonView, stepId: string): boolean {
  return status === 'collecting' && steps.some(({ id, state }) => id === stepId && state === 'checking');
}

function placeOf({ steps }: PersonView, step: PersonStep, side: Place['side']): Place {
  return {
    step,
    side,
    number: steps.findIndex(({ id }) => id === step.id) + 1,
    count: steps.length,
    isTwoSided: step.sides.length > 1,
  };
}
