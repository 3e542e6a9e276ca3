import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash, settingsSections, type SettingsSection } from '../../app/route.ts';
import { may, type Access } from '../../app/auth-store.ts';
import { useAccess } from '../../app/use-auth.ts';
import { useAppInfo } from '../../sync/use-replica.ts';
import { AuditSection } from '../people/AuditSection.tsx';
import { PeopleSection } from '../people/PeopleSection.tsx';
import { TokensSection } from '../people/TokensSection.tsx';
import { WorkstationsSection } from '../people/WorkstationsSection.tsx';
import { AccountSection } from './AccountSection.tsx';
import { GeneralSection } from './GeneralSection.tsx';

const titles: Readonly<Record<SettingsSection, MessageKey>> = {
  general: 'settings.general',
  account: 'account.title',
  people: 'people.title',
  tokens: 'tokens.title',
  workstations: 'stations.title',
  audit: 'audit.title',
};

/** What this person is offered: an intake of this machine's own has no people and no other workstations. */
function offers(section: SettingsSection, access: Access | null, isRemote: boolean): boolean {
  switch (section) {
    case 'general':
      return true;
    case 'account':
      return access !== null && access.user !== null;
    case 'people':
    case 'workstations':
      return isRemote && may(access, 'people.manage');
    case 'tokens':
      return may(access, 'people.manage');
    case 'audit':
      return may(access, 'audit.read');
  }
}

/** The settings of this window, of the own account and, for administrators, of everybody. */
export function SettingsPage({ section }: { readonly section: SettingsSection }): ReactNode {
  const { t } = useLocalization();
  const access = useAccess();
  const user = access?.user ?? null;
  const isRemote = useAppInfo()?.intake.mode === 'remote';
  const offered = settingsSections.filter((each) => offers(each, access, isRemote));
  const shown = offered.includes(section) ? section : 'general';
  return (
    <div className="vd-settings-page">
      <nav className="vd-settings-nav" aria-label={t('settings.sections')}>
        {offered.map((each) => (
          <a
            key={each}
            href={routeHash({ page: 'settings', section: each })}
            {...(each === shown ? { 'aria-current': 'page' as const } : {})}
          >
            {t(titles[each])}
          </a>
        ))}
      </nav>
      <div className="vd-settings">
        <Stack gap="xl" maw={shown === 'general' || shown === 'account' ? 640 : 1120}>
          <Title order={1} size="h3">
            {t(shown === 'general' ? 'settings.title' : titles[shown])}
          </Title>
          {shown === 'general' && <GeneralSection />}
          {shown === 'account' && user !== null && <AccountSection user={user} />}
          {shown === 'people' && <PeopleSection />}
          {shown === 'tokens' && <TokensSection />}
          {shown === 'workstations' && <WorkstationsSection />}
          {shown === 'audit' && <AuditSection />}
        </Stack>
      </div>
    </div>
  );
}
