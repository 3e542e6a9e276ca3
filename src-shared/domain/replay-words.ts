import { checkSentences, type CheckId } from './check-sentences.ts';
import type { Language } from './language.ts';
import type { FindingStatus } from './analysis.ts';
import { differenceWords } from './difference-words.ts';
import type { ReplayNeed, ReplayOutcome, ReplayReason } from './replay.ts';
import type { BlockReason } from './session.ts';

interface Words {
  readonly outcomes: Readonly<Record<ReplayOutcome, string>>;
  readonly statuses: Readonly<Record<FindingStatus, string>>;
  readonly blocks: Readonly<Record<BlockReason, string>>;
  readonly check: (title: string, from: string, to: string, score: string) => string;
  readonly score: (score: string, threshold: string) => string;
  readonly severity: (title: string, from: string, to: string) => string;
  readonly stepRemoved: (stepId: string) => string;
  readonly blocked: (reason: string) => string;
  readonly notBlocked: (reason: string) => string;
  readonly attempts: (stepId: string) => string;
  readonly needsCheck: (title: string) => string;
  readonly needsStep: (stepId: string) => string;
  readonly needsList: (listId: string) => string;
  readonly needsHistory: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    outcomes: {
      approve: 'approve',
      review: 'to a person',
      'ask-again': 'ask again',
      decline: 'decline',
      blocked: 'blocked',
      again: 'step to be sent again',
    },
    statuses: {
      passed: 'passed',
      failed: 'failed',
      warning: 'warning',
      'not-run': 'not run',
      error: 'error',
    },
    blocks: {
      'attempts-exhausted': 'attempts used up',
      'critical-errors': 'critical errors',
      'two-documents': 'two documents in one step',
      'same-person-other-data': 'other data in an earlier session',
      blacklisted: 'on a blacklist',
    },
    check: (title, from, to, score) => `“${title}”: ${to} instead of ${from}${score}.`,
    score: (score, threshold) => ` (${score}, threshold ${threshold})`,
    severity: (title, from, to) => `“${title}” ${to} instead of ${from}.`,
    stepRemoved: (stepId) => `The step “${stepId}” is not asked for.`,
    blocked: (reason) => `Blocked: ${reason}.`,
    notBlocked: (reason) => `Not blocked any more: ${reason}.`,
    attempts: (stepId) => `The step “${stepId}” would be asked for again; what comes then is not known.`,
    needsCheck: (title) => `“${title}” was off then: it takes a new run over the pictures.`,
    needsStep: (stepId) => `The step “${stepId}”, or one of its pictures, was not asked for.`,
    needsList: (listId) => `The list “${listId}” was not asked.`,
    needsHistory: 'Analyzed before earlier sessions were looked up.',
  },
  ru: {
    outcomes: {
      approve: 'одобрить',
      review: 'к человеку',
      'ask-again': 'запросить заново',
      decline: 'отклонить',
      blocked: 'заблокирована',
      again: 'шаг отправить ещё раз',
    },
    statuses: {
      passed: 'пройдена',
      failed: 'не пройдена',
      warning: 'предупреждение',
      'not-run': 'не выполнялась',
      error: 'ошибка',
    },
    blocks: {
      'attempts-exhausted': 'попытки исчерпаны',
      'critical-errors': 'критические ошибки',
      'two-documents': 'два документа на одном шаге',
      'same-person-other-data': 'другие данные в прошлой сессии',
      blacklisted: 'в чёрном списке',
    },
    check: (title, from, to, score) => `«${title}»: ${to} вместо «${from}»${score}.`,
    score: (score, threshold) => ` (${score}, порог ${threshold})`,
    severity: (title, from, to) => `«${title}»: ${to} вместо «${from}».`,
    stepRemoved: (stepId) => `Шаг «${stepId}» не запрашивается.`,
    blocked: (reason) => `Заблокирована: ${reason}.`,
    notBlocked: (reason) => `Больше не блокируется: ${reason}.`,
    attempts: (stepId) => `Шаг «${stepId}» пришлось бы отправить ещё раз; что было бы потом, неизвестно.`,
    needsCheck: (title) => `«${title}» была выключена: нужен новый анализ снимков.`,
    needsStep: (stepId) => `Шаг «${stepId}» или один из его снимков не запрашивался.`,
    needsList: (listId) => `Список «${listId}» не опрашивался.`,
    needsHistory: 'Проанализирована до того, как появился поиск по прошлым сессиям.',
  },
};

function titleOf(id: string, language: Language): string {
  const known = checkSentences[language][id as CheckId] as { title: string } | undefined;
  return known?.title ?? id;
}

export function replayOutcomeTitle(outcome: ReplayOutcome, language: Language): string {
  return words[language].outcomes[outcome];
}

/** Why a session would come to something else, in a sentence. */
export function describeReplayReason(reason: ReplayReason, language: Language): string {
  const say = words[language];
  const number = (value: number): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value);
  switch (reason.kind) {
    case 'check': {
      const { checkId, from, to, score, threshold } = reason;
      const scored = score === null || threshold === null ? '' : say.score(number(score), number(threshold));
      return say.check(titleOf(checkId, language), say.statuses[from], say.statuses[to], scored);
    }
    case 'severity': {
      const { severities, asPolicy } = differenceWords[language];
      const [from, to] = [reason.from, reason.to].map((one) => (one === null ? asPolicy : severities[one]));
      return say.severity(titleOf(reason.checkId, language), from ?? '', to ?? '');
    }
    case 'step-removed':
      return say.stepRemoved(reason.stepId);
    case 'blocked':
      return say.blocked(say.blocks[reason.reason]);
    case 'not-blocked':
      return say.notBlocked(say.blocks[reason.reason]);
    case 'attempts':
      return say.attempts(reason.stepId);
  }
}

/** What cannot be told without the pictures, or at all, in a sentence. */
export function describeReplayNeed(need: ReplayNeed, language: Language): string {
  const say = words[language];
  switch (need.kind) {
    case 'check':
      return say.needsCheck(titleOf(need.checkId, language));
    case 'step':
      return say.needsStep(need.stepId);
    case 'list':
      return say.needsList(need.listId);
    case 'history':
      return say.needsHistory;
  }
}
