import { faceListKinds, legalBases } from '#shared/domain/face-lists.ts';
import { dataRights, permissions, roles, type AuditEntry } from '#shared/domain/identity.ts';
import type { Localization } from '../../app/i18n/i18n.ts';

type T = Localization['t'];

/** How a person signed in, and why one could not, as the audit log has it. */
export const signInWays = [
  'setup-code',
  'password',
  'password-and-app',
  'password-and-paper',
  'provider',
] as const;
export const refusalReasons = [
  'locked',
  'unknown-name',
  'password',
  'password-again',
  'second-factor',
  'disabled',
  'provider-code',
  'provider-unknown',
  'provider-refused',
  'provider-away',
] as const;

/** What else an entry tells, each detail as a phrase; one of another version's, that has no phrase here, as it is. */
export function detailsInWords(
  t: T,
  details: AuditEntry['details'],
  nameOf: (id: string) => string,
): readonly string[] {
  /** The names of settings that are written down one after the other. */
  const named = <Name extends string>(
    value: string,
    known: readonly Name[],
    say: (name: Name) => string,
  ): string =>
    value
      .split(' ')
      .map((word) => {
        const name = known.find((one) => one === word);
        return name === undefined ? word : say(name);
      })
      .join(', ');

  const phrases: Readonly<Record<string, (value: string | number | boolean) => string | null>> = {
    roles: (value) =>
      value === ''
        ? t('auditDetail.noRoles')
        : t('auditDetail.roles', { list: named(String(value), roles, (role) => t(`role.${role}`)) }),
    dataRights: (value) =>
      value === ''
        ? t('people.noRights')
        : t('auditDetail.dataRights', {
            list: named(String(value), dataRights, (right) => t(`dataRight.${right}`)),
          }),
    scopes: (value) =>
      t('auditDetail.scopes', {
        list: named(
          String(value),
          permissions.filter((one) => one !== 'people.manage'),
          (scope) => t(`permission.${scope}`),
        ),
      }),
    isFederated: (value) => (value === true ? t('people.federated') : null),
    isDisabled: (value) => (value === true ? t('people.disabled') : null),
    isFirst: (value) => t(value === true ? 'auditDetail.first' : 'auditDetail.notFirst'),
    ended: (value) => t('people.signedOut', { count: Number(value) }),
    signedOut: (value) => t('people.signedOut', { count: Number(value) }),
    workstation: (value) => t('auditDetail.workstation', { name: nameOf(String(value)) }),
    codeBy: (value) => t('auditDetail.codeBy', { name: nameOf(String(value)) }),
    by: (value) => {
      const way = signInWays.find((one) => one === value);
      return way === undefined ? String(value) : t(`auditDetail.by.${way}`);
    },
    reason: (value) => {
      const reason = refusalReasons.find((one) => one === value);
      return reason === undefined ? String(value) : t(`auditDetail.reason.${reason}`);
    },
    revision: (value) => t('auditDetail.revision', { value: String(value) }),
    version: (value) => {
      if (value === 'draft') return t('auditDetail.draft');
      return value === 'none'
        ? t('auditDetail.outOfUse')
        : t('auditDetail.version', { value: String(value) });
    },
    archived: (value) => t(value === true ? 'auditDetail.archived' : 'auditDetail.takenBack'),
    count: (value) => t('auditDetail.links', { count: Number(value) }),
    endpoints: (value) => t('auditDetail.endpoints', { count: Number(value) }),
    scenarioId: (value) => t('auditDetail.scenario', { value: String(value) }),
    sessionId: (value) => t('auditDetail.session', { value: String(value) }),
    persons: (value) => t('auditDetail.persons', { count: Number(value) }),
    searched: (value) => t('auditDetail.searched', { count: Number(value) }),
    found: (value) => t('auditDetail.found', { count: Number(value) }),
    templates: (value) => t('auditDetail.templates', { count: Number(value) }),
    listId: (value) => t('auditDetail.list', { value: String(value) }),
    legalBasis: (value) => {
      const basis = legalBases.find((one) => one === value);
      return basis === undefined ? String(value) : t(`legalBasis.${basis}`);
    },
    kind: (value) => {
      const kind = faceListKinds.find((one) => one === value);
      return kind === undefined ? String(value) : t(`listKind.${kind}`);
    },
    templateId: (value) => t('auditDetail.template', { value: String(value) }),
    from: (value) => t('auditDetail.events', { from: Number(value), to: Number(details['to'] ?? value) }),
    // Told with where it begins.
    to: () => null,
  };
  return Object.entries(details).flatMap(([key, value]) => {
    const phrase = phrases[key];
    if (phrase === undefined) return [`${key} ${String(value)}`];
    const words = phrase(value);
    return words === null ? [] : [words];
  });
}
