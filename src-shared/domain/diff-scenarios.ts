import { checkSentences, type CheckId } from './check-sentences.ts';
import { documentTypeTitles, sideTitles } from './document-words.ts';
import type { Language } from './language.ts';
import { differenceWords, type DifferenceWords } from './difference-words.ts';
import { diffPageLooks } from './diff-page-looks.ts';
import { checkIds, isSwitchedOn } from './check-options.ts';
import type { ScenarioDraft } from './scenario-record.ts';
import type { CheckSetting, ScenarioStep } from './scenario.ts';

/**
 * What changes from `before` to `after`, one sentence for each difference, in the order of the editor. Empty when they
 * are the same but for the version. A step is told by its id: one with another id is another step.
 */
export function diffScenarios(
  before: ScenarioDraft,
  after: ScenarioDraft,
  language: Language,
): readonly string[] {
  const words = differenceWords[language];
  const sentences: string[] = [];
  const compare = (label: string, from: string, to: string): void => {
    if (from !== to) sentences.push(words.changed(label, from, to));
  };
  const { labels } = words;
  const quoted = (text: string): string => (text === '' ? words.nothing : words.quote(text));
  const yesNo = (value: boolean): string => (value ? words.on : words.off);
  const orNever = (value: number): string => (value === 0 ? words.never : value.toString());

  compare(labels.name, quoted(before.name), quoted(after.name));
  diffSteps(before.steps, after.steps, words, language, sentences);
  compare(
    labels.age,
    `${before.ageYears.min.toString()}–${before.ageYears.max.toString()}`,
    `${after.ageYears.min.toString()}–${after.ageYears.max.toString()}`,
  );
  const [rules, newRules] = [before.rules, after.rules];
  compare(labels.attempts, rules.attemptsPerStep.toString(), newRules.attemptsPerStep.toString());
  compare(labels.criticalErrors, rules.criticalErrors.toString(), newRules.criticalErrors.toString());
  compare(labels.lifetime, orNever(rules.lifetimeMinutes), orNever(newRules.lifetimeMinutes));
  compare(labels.storage, orNever(rules.storageDays), orNever(newRules.storageDays));
  compare(labels.twoDocuments, yesNo(rules.blockTwoDocuments), yesNo(newRules.blockTwoDocuments));
  compare(labels.otherData, yesNo(rules.blockSamePersonOtherData), yesNo(newRules.blockSamePersonOtherData));
  const listed = (ids: readonly string[]): string => (ids.length === 0 ? words.nothing : ids.join(', '));
  compare(labels.blacklists, listed(rules.blacklistIds), listed(newRules.blacklistIds));
  compare(labels.blacklisted, yesNo(rules.blockBlacklisted), yesNo(newRules.blockBlacklisted));
  compare(labels.customerLists, listed(rules.customerListIds), listed(newRules.customerListIds));
  compare(labels.findFaces, yesNo(rules.findFaces), yesNo(newRules.findFaces));
  compare(labels.divisionCodes, yesNo(rules.matchDivisionCodes), yesNo(newRules.matchDivisionCodes));
  const [notices, newNotices] = [before.notifications, after.notifications];
  compare(labels.callbackUrl, quoted(notices.callbackUrl ?? ''), quoted(newNotices.callbackUrl ?? ''));
  compare(labels.encrypt, yesNo(notices.encrypt), yesNo(newNotices.encrypt));
  compare(labels.statusesOnly, yesNo(notices.statusesOnly), yesNo(newNotices.statusesOnly));
  compare(labels.onlyFinal, yesNo(notices.onlyFinal), yesNo(newNotices.onlyFinal));
  compare(
    labels.databaseChecks,
    yesNo(notices.databaseChecksAsReady),
    yesNo(newNotices.databaseChecksAsReady),
  );
  const [page, newPage] = [before.capturePage, after.capturePage];
  compare(labels.organization, quoted(page.organization), quoted(newPage.organization));
  compare(labels.purpose, quoted(page.purpose), quoted(newPage.purpose));
  compare(labels.accentColor, page.accentColor, newPage.accentColor);
  compare(labels.redirectUrl, quoted(page.redirectUrl ?? ''), quoted(newPage.redirectUrl ?? ''));
  diffPageLooks(page, newPage, language, compare);
  return sentences;
}

function diffSteps(
  before: readonly ScenarioStep[],
  after: readonly ScenarioStep[],
  words: DifferenceWords,
  language: Language,
  sentences: string[],
): void {
  const titleOf = (step: ScenarioStep): string => words.step(words.stepTypes[step.type], step.id);
  for (const step of before) {
    if (!after.some(({ id }) => id === step.id)) sentences.push(words.removed(titleOf(step)));
  }
  for (const step of after) {
    const old = before.find(({ id }) => id === step.id);
    if (old === undefined) sentences.push(words.added(titleOf(step)));
    else diffStep(old, step, titleOf(step), words, language, sentences);
  }
  const kept = (steps: readonly ScenarioStep[], others: readonly ScenarioStep[]): readonly ScenarioStep[] =>
    steps.filter(({ id }) => others.some((other) => other.id === id));
  const [oldOrder, newOrder] = [kept(before, after), kept(after, before)];
  if (oldOrder.some(({ id }, index) => id !== newOrder[index]?.id))
    sentences.push(words.reordered(after.map(titleOf).join(', ')));
}

function diffStep(
  before: ScenarioStep,
  after: ScenarioStep,
  title: string,
  words: DifferenceWords,
  language: Language,
  sentences: string[],
): void {
  const compare = (label: string, from: string, to: string): void => {
    if (from !== to) sentences.push(words.inStep(title, words.changed(label, from, to)));
  };
  const { labels } = words;
  const listed = (items: readonly string[], none: string): string =>
    items.length === 0 ? none : items.join(', ');
  compare(labels.stepType, words.stepTypes[before.type], words.stepTypes[after.type]);
  const sides = (step: ScenarioStep): string =>
    step.sides.map((side) => sideTitles[language][side]).join(', ');
  compare(labels.sides, sides(before), sides(after));
  const types = (step: ScenarioStep): string =>
    listed(step.documentTypes.map((type) => documentTypeTitles[language][type]).toSorted(), words.any);
  compare(labels.documentTypes, types(before), types(after));
  const countries = (step: ScenarioStep): string => listed(step.countries.toSorted(), words.any);
  compare(labels.countries, countries(before), countries(after));
  const yesNo = (value: boolean): string => (value ? words.on : words.off);
  compare(labels.mrzRequired, yesNo(before.mrzRequired), yesNo(after.mrzRequired));
  compare(labels.captureFrame, words.frames[before.captureFrame], words.frames[after.captureFrame]);
  const known: ReadonlySet<string> = new Set(checkIds);
  const others = Object.keys({ ...before.checks, ...after.checks }).filter((id) => !known.has(id));
  for (const id of [...checkIds, ...others]) {
    const label = known.has(id) ? checkSentences[language][id as CheckId].title : id;
    compare(
      words.check(label),
      settingWords(id, before.checks[id], words, language),
      settingWords(id, after.checks[id], words, language),
    );
  }
}

function settingWords(
  id: string,
  setting: CheckSetting | undefined,
  words: DifferenceWords,
  language: Language,
): string {
  if (setting === undefined) return words.asPolicy;
  if (!setting.enabled) return words.checkOff;
  const parts = [
    setting.severity === null ? null : words.severities[setting.severity],
    setting.threshold === null
      ? null
      : words.threshold(setting.threshold.toLocaleString(language, { maximumFractionDigits: 4 })),
  ].filter((part) => part !== null);
  // One that is off by default is not as the policy has it where it is on.
  if (!isSwitchedOn(id, undefined)) parts.unshift(words.on);
  return parts.length === 0 ? words.asPolicy : parts.join(', ');
}
