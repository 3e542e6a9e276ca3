import { expect, it } from 'vitest';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { newDraft } from './new-draft.ts';
import { readScenarioFile, toScenarioFile } from './scenario-file.ts';

it('reads what it writes', () => {
  const draft = newDraft('loan', 'Вклад');
  expect(readScenarioFile(toScenarioFile(draft))).toEqual({ ok: true, draft });
});

it('takes a scenario as a session carries it, without its version', () => {
  const { version: _version, ...draft } = passportAndSelfie;
  expect(readScenarioFile(JSON.stringify(passportAndSelfie))).toEqual({ ok: true, draft });
});

it('says where a file is wrong', () => {
  expect(readScenarioFile('{')).toEqual({ ok: false, code: 'not-json' });
  expect(readScenarioFile('[]')).toEqual({ ok: false, code: 'not-a-scenario', where: '/' });
  const wrong = { ...newDraft('loan', 'Loan'), rules: { attemptsPerStep: 0 } };
  expect(readScenarioFile(JSON.stringify(wrong))).toMatchObject({
    ok: false,
    where: 'rules.attemptsPerStep',
  });
});
