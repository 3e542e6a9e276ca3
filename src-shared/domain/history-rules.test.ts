import { describe, expect, it } from 'vitest';
import { must } from '../lib/invariant.ts';
import {
  aDocument,
  aHistory,
  anAnalysis,
  aNewEvent,
  aStepAnalysis,
  chainEvents,
} from '../testing/builders.ts';
import type { DocumentReading } from './analysis.ts';
import type { EventBody, NewEvent } from './events.ts';
import { foldSession, InvalidHistoryError } from './fold-session.ts';
import { recommendationOf } from './recommendation-of.ts';
import { defaultRules, passportAndSelfie, type SessionRules } from './scenario.ts';
import type { Session } from './session.ts';
import { shownDocuments } from './shown-documents.ts';
import { toPersonView } from './to-person-view.ts';
import { toResult } from './to-result.ts';

function begunWith(rules: Partial<SessionRules>): NewEvent {
  return aNewEvent('session.created', {
    body: { scenario: { ...passportAndSelfie, rules: { ...defaultRules, ...rules } } },
  });
}

/** A session whose document step was tried once, after these events. */
function tried(
  rules: Partial<SessionRules>,
  found: readonly NewEvent[],
  body: Partial<EventBody<'step.analyzed'>> = {},
): Session {
  const attempt = [aNewEvent('capture.received'), aNewEvent('step.submitted')];
  return foldSession(
    chainEvents([begunWith(rules), ...attempt, ...found, aNewEvent('step.analyzed', { body })]),
  );
}

/** A session that was analyzed as a whole, after these events. */
function analyzed(rules: Partial<SessionRules>, found: readonly NewEvent[]): Session {
  const [, ...rest] = aHistory({ status: 'analyzing' });
  return foldSession(chainEvents([begunWith(rules), ...rest, ...found, aNewEvent('session.analyzed')]));
}

const otherData = aNewEvent('history.matched');
const samePicture = aNewEvent('history.matched', { body: { kind: 'same-picture' } });
const otherPerson = aNewEvent('history.matched', { body: { kind: 'same-document-other-person' } });
const rule = { blockSamePersonOtherData: true };

describe('the same person with other data in an earlier session', () => {
  it('blocks an attempt at once where the scenario says so, and keeps its pictures', () => {
    for (const found of [otherData, otherPerson]) {
      const session = tried(rule, [found], { outcome: 'retry', compared: ['document', 'person'] });
      expect(session).toMatchObject({
        status: 'blocked',
        blocked: { reason: 'same-person-other-data', stepId: 'document' },
        captures: [{ stepId: 'document' }],
        history: { compared: ['document', 'person'] },
      });
    }
  });

  it('is a fact for a person elsewhere, who is not recommended to approve', () => {
    const session = tried({}, [otherData]);
    expect(session).toMatchObject({ status: 'collecting', blocked: null });
    expect(session.history.matches).toHaveLength(1);
    const whole = analyzed({}, [otherData]);
    expect(whole).toMatchObject({ status: 'review', blocked: null });
    expect(toResult(whole).verdict).toMatchObject({
      outcome: 'review',
      reasons: ['history:same-person-other-data'],
    });
  });

  it('blocks a whole session after its analysis; the person is told that, and not why', () => {
    const session = analyzed(rule, [otherData]);
    expect(session).toMatchObject({ status: 'blocked', analysis: anAnalysis() });
    const link = { scenario: session.scenario, expiresAt: session.createdAt };
    const view = toPersonView(session, link, session.lastAt);
    expect(view).toMatchObject({ status: 'blocked', steps: [{ attemptsLeft: 0, advice: [] }, {}] });
    // The same for an attempt: neither the rule nor the step shows.
    expect(JSON.stringify(view)).not.toContain('same-person');
  });

  it('is not what the same picture is: whoever starts over with a file has done nothing wrong', () => {
    expect(analyzed(rule, [samePicture])).toMatchObject({ status: 'review' });
    expect(toResult(analyzed(rule, [samePicture])).history?.matches).toHaveLength(1);
  });

  it('is told with an analysis and never without', () => {
    expect(() => foldSession(chainEvents([begunWith(rule), otherData]))).toThrow(InvalidHistoryError);
  });
});

describe('a list of people', () => {
  const listed = aNewEvent('list.matched');
  const unasked = aNewEvent('list.not-run');

  it('blocks whoever is on a blacklist, where the scenario says so', () => {
    expect(analyzed({ blockBlacklisted: true }, [listed])).toMatchObject({
      status: 'blocked',
      blocked: { reason: 'blacklisted', stepId: null },
    });
    expect(analyzed({}, [listed]).status).toBe('review');
    const customer = aNewEvent('list.matched', { body: { kind: 'customers' } });
    expect(analyzed({ blockBlacklisted: true }, [customer]).status).toBe('review');
    expect(recommendationOf(analyzed({}, [customer]))?.outcome).toBe('approve');
  });

  it('that could not be asked blocks nobody, and is no pass', () => {
    const session = analyzed({ blockBlacklisted: true }, [unasked]);
    expect(session.status).toBe('review');
    expect(toResult(session)).toMatchObject({
      verdict: { outcome: 'review', reasons: ['list:refused:not-run'] },
      faces: {
        lists: [{ id: 'refused', kind: 'blacklist', status: 'not-run', reason: 'no-face-templates' }],
      },
    });
  });
});

describe('what a document is known by', () => {
  const specimen = aDocument();
  const field = (name: 'surname' | 'birth-date', normalized: string, confidence = 0.95) => ({
    ...must(specimen.fields[0], 'the specimen has fields'),
    name,
    value: normalized,
    normalized,
    confidence,
  });
  const digit = (name: 'document-number' | 'birth-date', valid = true) => ({
    ...must(specimen.mrz?.checkDigits[0], 'the specimen has check digits'),
    name,
    valid,
  });
  const read = (
    fields: DocumentReading['fields'],
    checkDigits: NonNullable<DocumentReading['mrz']>['checkDigits'],
  ) =>
    shownDocuments([
      aStepAnalysis({
        document: aDocument({
          fields,
          mrz: specimen.mrz === null ? null : { ...specimen.mrz, checkDigits },
        }),
      }),
    ]);
  const number = specimen.fields.filter(({ name }) => name === 'document-number');

  it('is its number and the person, in the machine-readable zone', () => {
    expect(
      read(
        [field('surname', 'ERIKSSON'), field('birth-date', '1974-08-12'), ...number],
        [digit('document-number'), digit('birth-date')],
      ),
    ).toEqual([
      {
        stepId: 'document',
        type: 'passport',
        person: '["ERIKSSON","","1974-08-12"]',
        document: '["passport","UTO","L898902C3"]',
        data: null,
      },
    ]);
  });

  it('is nothing where the number may be misread, and no person where the name or the birth date may be', () => {
    const fields = [field('surname', 'ERIKSSON'), field('birth-date', '1974-08-12'), ...number];
    expect(read(fields, [digit('document-number', false), digit('birth-date')])).toEqual([]);
    expect(read(fields, [digit('document-number'), digit('birth-date', false)])[0]?.person).toBeNull();
    const unsure = [field('surname', 'ERIKSS0N', 0.89), field('birth-date', '1974-08-12'), ...number];
    expect(read(unsure, [digit('document-number'), digit('birth-date')])[0]?.person).toBeNull();
    expect(shownDocuments([aStepAnalysis({ document: aDocument({ mrz: null }) })])).toEqual([]);
  });
});
