import { expect, it } from 'vitest';
import { builtInScenarios } from './scenario.ts';
import { scenarioTitle } from './scenario-title.ts';

it('translates every built-in scenario and leaves other names alone', () => {
  for (const { name } of builtInScenarios) {
    expect(scenarioTitle(name, 'en')).toBe(name);
    expect(scenarioTitle(name, 'ru')).toMatch(/[а-я]/);
  }
  expect(scenarioTitle('Our own', 'ru')).toBe('Our own');
});
