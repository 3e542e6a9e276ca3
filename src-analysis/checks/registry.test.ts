import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkSentences } from '#shared/domain/check-sentences.ts';
import type { CheckText } from '#shared/domain/check-text.ts';
import { languages } from '#shared/domain/language.ts';
import { notRunSentences } from '#shared/domain/not-run-sentences.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { checks } from './registry.ts';

const files = readdirSync(import.meta.dirname);
const checkFiles = files.filter((file) => /^[a-z-]+\.[a-z-]+\.ts$/.test(file) && !file.endsWith('.test.ts'));
const ids = checks.map(({ id }) => id);

it('holds every check file once, under the name of its file', () => {
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.map((id) => `${id}.ts`).toSorted()).toEqual(checkFiles.toSorted());
});

it.each(ids)('%s has a test beside it that cites its authority', (id) => {
  expect(files).toContain(`${id}.test.ts`);
});

describe.each(languages)('in %s', (language) => {
  it.each(checks)('$id has a sentence and advice for every reason, and none to spare', ({ id, reasons }) => {
    const texts: Readonly<Record<string, CheckText | undefined>> = checkSentences[language];
    const text = texts[id];
    expect(Object.keys(text?.reasons ?? {}).toSorted()).toEqual(reasons.toSorted());
    expect(Object.keys(text?.advice ?? {}).toSorted()).toEqual(reasons.toSorted());
  });

  it('says every sentence in words', () => {
    const texts = Object.values(checkSentences[language]).flatMap(({ title, passed, reasons, advice }) => [
      title,
      passed,
      ...Object.values<string>(reasons),
      ...Object.values<string>(advice),
    ]);
    for (const text of [...texts, ...Object.values(notRunSentences[language])])
      expect(text).toMatch(/\p{L}{2}/u);
    const cyrillic = texts.filter((text) => /[а-яё]/i.test(text)).length;
    expect(cyrillic).toBe(language === 'ru' ? texts.length : 0);
  });
});

it('is weighed by the policy as a whole', () => {
  expect(Object.keys(policy202611.severities).toSorted()).toEqual(ids.toSorted());
});
