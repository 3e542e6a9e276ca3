import type { Finding } from './analysis.ts';
import { checkOptions } from './check-options.ts';
import { checkSentences } from './check-sentences.ts';
import type { CheckText } from './check-text.ts';
import { languages } from './language.ts';
import { whyClosed } from './decide.ts';
import type { PersonStatus, PersonView } from './person-view.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { freezesAt, type Session, type SessionStep } from './session.ts';

/** What is known of a link before its session. */
export interface OpenedLink {
  readonly scenario: Scenario;
  readonly expiresAt: string;
}

function statusOf(session: Session | null, { expiresAt }: OpenedLink, now: string): PersonStatus {
  if (session === null) return Date.parse(now) >= Date.parse(expiresAt) ? 'expired' : 'consent';
  // By which rule is nobody's to learn from the page, nor what an analyst makes of it.
  if (session.blocked !== null) return 'blocked';
  if (session.submittedAt !== null) return 'finished';
  return whyClosed(session, now) === null ? 'collecting' : 'expired';
}

/** The advice's templates in every language; none where the check has nothing to tell a person. */
function adviceTemplates({ id, reason = '' }: Finding): string[] {
  return languages.flatMap((language) => {
    const texts: Readonly<Record<string, CheckText | undefined>> = checkSentences[language];
    const advice = texts[id]?.advice[reason];
    return advice === undefined ? [] : [advice];
  });
}

/** Why a new picture is wanted: failed checks that stand in the way, and of their details what the advice's sentence says. */
function adviceOf(step: ScenarioStep, { state, last }: SessionStep): PersonView['steps'][number]['advice'] {
  if (state !== 'open' || last === null) return [];
  const options: Readonly<Record<string, { readonly severity: string } | undefined>> = checkOptions;
  return last.findings.flatMap((finding) => {
    const severity = step.checks[finding.id]?.severity ?? options[finding.id]?.severity ?? 'warn';
    const templates = adviceTemplates(finding);
    // Where no failed check was critical, one of that severity was spoiled by the picture, and says nothing about the document.
    const isInTheWay = severity === 'retry' || (severity === 'block' && last.outcome === 'critical');
    if (finding.status !== 'failed' || !isInTheWay || templates.length === 0) return [];
    const told = new Set(
      templates.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
    );
    const details = Object.fromEntries(
      Object.entries(finding.details ?? {}).filter(([name]) => told.has(name)),
    );
    return [{ checkId: finding.id, reason: finding.reason ?? '', details }];
  });
}

/**
 * What the person behind a link is shown of the session; `session` is null before they have agreed. Tells what to do, never scores, nor
 * what an analyst sees or decides. `redirectUrl` and `result` are null: they are signed by whoever has the key.
 */
export function toPersonView(session: Session | null, link: OpenedLink, now: string): PersonView {
  const scenario = session?.scenario ?? link.scenario;
  const status = statusOf(session, link, now);
  const { openFromWidget: _, requireEncryptedClientKey: __, ...page } = scenario.capturePage;
  return {
    status,
    seq: session?.lastSeq ?? -1,
    // Where to go is told in the end, with the result.
    page: { ...page, redirectUrl: null },
    endsAt: session === null ? link.expiresAt : freezesAt(session),
    steps: scenario.steps.map((step) => {
      const known = session?.steps.find(({ id }) => id === step.id);
      const attempts = known?.attempts ?? 0;
      const isOver = known?.state === 'passed' || known?.state === 'unanalyzed' || status === 'finished';
      return {
        id: step.id,
        type: step.type,
        captureFrame: step.captureFrame,
        sides: step.sides.map((side) => ({
          side,
          received:
            session?.captures.some((capture) => capture.stepId === step.id && capture.side === side) ?? false,
        })),
        state: isOver ? 'done' : known?.state === 'submitted' ? 'checking' : 'open',
        attempts,
        attemptsLeft:
          isOver || (status !== 'consent' && status !== 'collecting')
            ? 0
            : Math.max(0, scenario.rules.attemptsPerStep - attempts),
        advice: known === undefined || status !== 'collecting' ? [] : adviceOf(step, known),
      };
    }),
    redirectUrl: null,
    result: null,
  };
}
