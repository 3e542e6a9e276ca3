import { expect, it } from 'vitest';
import { roles, tokenScopes } from '#shared/domain/identity.ts';
import { createI18n, type Translate } from '../../app/i18n/i18n.ts';
import { detailsInWords, refusalReasons, signInWays } from './audit-details.ts';

const nameOf = (id: string): string => (id === 'w-1' ? 'Front desk' : id);

it('says what an entry tells in words of either language, and what it has no words for as it is', async () => {
  const english = await createI18n('en');
  const say = (details: Parameters<typeof detailsInWords>[1], t = english.t as Translate) =>
    detailsInWords(t, details, nameOf);
  expect(say({ roles: 'analyst auditor', dataRights: '', isFederated: false, isDisabled: true })).toEqual([
    'Roles: Analyst, Auditor',
    'No personal data',
    'Switched off',
  ]);
  expect(say({ workstation: 'w-1', by: 'password-and-paper' })).toEqual([
    'At Front desk',
    'With password and a recovery code',
  ]);
  expect(say({ from: 1001, to: 2000 })).toEqual(['Events 1,001 to 2,000']);
  expect(say({ scenarioId: 's', version: 'none', count: 1 })).toEqual(['Scenario s', 'Out of use', '1 link']);
  expect(say({ listId: 'refused', legalBasis: 'contract', templates: 2, kind: 'own' })).toEqual([
    'List refused',
    english.t('legalBasis.contract'),
    '2 templates',
    english.t('listKind.own'),
  ]);
  expect(say({ persons: 3, searched: 5000, found: 1 })).toEqual([
    '3 people read',
    '5,000 names searched',
    '1 person was alike',
  ]);
  expect(say({ reason: 'of-tomorrow', tomorrow: 3 })).toEqual(['of-tomorrow', 'tomorrow 3']);

  const russian = await createI18n('ru');
  const inRussian = [
    ...refusalReasons.map((reason) => ({ reason })),
    ...signInWays.map((by) => ({ by })),
    { roles: roles.join(' '), scopes: tokenScopes.join(' '), dataRights: 'fields images checks' },
    { legalBasis: 'contract', kind: 'customers', templates: 2, persons: 5, searched: 22, found: 1 },
    { ended: 2, endpoints: 5, count: 22, isFirst: true, archived: true, version: 'draft', revision: 0 },
  ].flatMap((details) => say(details, russian.t as Translate));
  expect(inRussian.filter((words) => !/^[^a-z]*$/.test(words.replace('API', '')))).toEqual([]);
});
