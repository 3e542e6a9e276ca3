import {
  defaultCapturePage,
  defaultRules,
  noNotifications,
  type ScenarioStep,
  type Side,
  type StepType,
} from '#shared/domain/scenario.ts';
import type { ScenarioDraft, ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { must } from '#shared/lib/invariant.ts';

/** ISO 9 and BGN/PCGN mixed to what people write: ids are for addresses and programs, and are shown to few. */
const latin: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

const longestId = 64;

/** An id that says what the name says, and that none of `taken` has. */
export function idFromName(name: string, taken: readonly string[]): string {
  const plain = [...name.toLowerCase()]
    .map((char) => latin[char] ?? char)
    .join('')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestId)
    .replaceAll(/^-+|-+$/g, '');
  const base = plain === '' ? 'scenario' : plain;
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number.toString()}`;
    const id = `${base.slice(0, longestId - suffix.length)}${suffix}`;
    if (!taken.includes(id)) return id;
  }
}

const sidesOf: Readonly<Record<StepType, readonly Side[]>> = {
  document: ['front'],
  selfie: ['selfie'],
  'selfie-with-document': ['selfie'],
  liveness: ['selfie'],
};

/** A step as most organizations want it: a passport with its machine-readable zone, or a plain selfie. */
export function newStep(type: StepType, steps: readonly ScenarioStep[]): ScenarioStep {
  return {
    id: idFromName(
      type,
      steps.map(({ id }) => id),
    ),
    type,
    sides: [...sidesOf[type]],
    documentTypes: type === 'document' ? ['passport'] : [],
    mrzRequired: type === 'document',
    countries: [],
    captureFrame: 'horizontal',
    checks: {},
  };
}

/** Three attempts, pictures for a year: a link that is sent by mail is opened within a day or never. */
const newRules = { ...defaultRules, lifetimeMinutes: 24 * 60, storageDays: 365 };

/** What a new scenario begins with: a passport, a selfie, adults, three attempts. */
export function newDraft(id: string, name: string): ScenarioDraft {
  const document = newStep('document', []);
  return {
    id,
    name,
    steps: [document, newStep('selfie', [document])],
    ageYears: { min: 18, max: 120 },
    rules: newRules,
    notifications: noNotifications,
    capturePage: defaultCapturePage,
  };
}

/** What an editor shows of a record: what is being edited, else the newest version. */
export function contentOf(record: ScenarioRecord): ScenarioDraft {
  if (record.draft !== null) return record.draft;
  const { version: _version, ...draft } = must(
    record.versions.at(-1),
    'a record has a draft or a version',
  ).scenario;
  return draft;
}

/** The step at `from` moved to `to`; the same steps where there is no such place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length || from === to) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}
