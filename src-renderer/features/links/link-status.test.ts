import { expect, it } from 'vitest';
import type { Link } from '#shared/domain/link.ts';
import { sessionStatuses } from '#shared/domain/session.ts';
import { sessionIdOf } from '../../testing/session-events.ts';
import { isRevocable, linkStatus, linkStatuses } from './link-status.ts';
import { toLinksCsv } from './links-csv.ts';

const expiresAt = '2026-11-28T10:00:00.000Z';
const aLink = (link: Partial<Link> = {}): Link => ({
  linkId: '00000000-0000-4000-8000-000000000001',
  scenarioId: 'passport-selfie',
  scenarioVersion: 2,
  state: 'new',
  createdAt: '2026-11-25T10:00:00.000Z',
  createdBy: 'analyst-1',
  expiresAt,
  openedAt: null,
  sessionId: null,
  clientKey: null,
  ...link,
});
const before = Date.parse(expiresAt) - 1;

it('is over at its time, whether or not the intake has noted it, unless a person has started', () => {
  const at = Date.parse(expiresAt);
  expect([linkStatus(aLink(), undefined, before), linkStatus(aLink(), undefined, at)]).toEqual([
    'new',
    'expired',
  ]);
  expect(linkStatus(aLink({ state: 'opened' }), undefined, at)).toBe('expired');
  expect(linkStatus(aLink({ state: 'revoked' }), undefined, at)).toBe('revoked');
  const started = aLink({ state: 'started', sessionId: sessionIdOf(1) });
  expect(linkStatus(started, 'review', at)).toBe('progress');
});

it('goes by its session once there is one', () => {
  const started = aLink({ state: 'started', sessionId: sessionIdOf(1) });
  expect(linkStatus(started, undefined, before)).toBe('progress');
  const statuses = sessionStatuses.map((status) => linkStatus(started, status, before));
  expect(new Set(statuses)).toEqual(new Set(['progress', 'success', 'failure']));
  expect(linkStatus(started, 'approved', before)).toBe('success');
});

it('can be revoked only while nobody has started', () => {
  expect(linkStatuses.filter(isRevocable)).toEqual(['new', 'opened']);
});

it('is a line of a table that a spreadsheet reads as text', () => {
  const url = 'https://kyc.example/c#token';
  const lines = toLinksCsv([{ ...aLink({ clientKey: '=HYPERLINK("x"),1' }), url }]).split('\r\n');
  expect(lines).toEqual([
    '\ufefflinkId,url,scenarioId,scenarioVersion,clientKey,createdAt,expiresAt',
    `00000000-0000-4000-8000-000000000001,${url},passport-selfie,2,"'=HYPERLINK(""x""),1",2026-11-25T10:00:00.000Z,${expiresAt}`,
    '',
  ]);
});
