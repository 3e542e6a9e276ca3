import { Alert, SegmentedControl, Stack, Switch, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useAccess } from '../../app/use-auth.ts';
import { usePreferences } from '../../app/use-preferences.ts';
import { useAppInfo, useSyncState, useTable } from '../../sync/use-replica.ts';
import { formatNumber } from '../../ui/number.ts';

/** How the screen looks, and what this workstation is connected to. */
export function GeneralSection(): ReactNode {
  const { t, language } = useLocalization();
  const { preferences, userId } = useServices();
  const access = useAccess();
  const { theme, language: chosenLanguage, zones, advance } = usePreferences();
  const info = useAppInfo();
  const sync = useSyncState();
  const { tiles } = useTable();
  const facts: readonly (readonly [string, string])[] = [
    [t('settings.host'), info === null ? '–' : t(`host.${info.host}`)],
    [t('settings.version'), info?.version ?? '–'],
    [t('settings.user'), access?.user?.displayName ?? userId],
    [t('settings.intake'), info === null ? '–' : `${t(`intake.${info.intake.mode}`)} · ${info.intake.url}`],
    [t('settings.agent'), info === null ? '–' : t(`agent.${info.agent}`)],
    [t('settings.connection'), t(`sync.${sync.connection}`)],
    [t('settings.replica'), t('logs.count', { count: tiles.length })],
    [t('settings.position'), formatNumber(sync.cursor, language)],
  ];
  return (
    <>
      {access?.caller.permissions.length === 0 && (
        <Alert color="gray" variant="light" title={t('shell.nothing')}>
          {t('shell.nothingText')}
        </Alert>
      )}
      <section aria-labelledby="settings-look">
        <Title order={2} size="h5" mb="sm" id="settings-look">
          {t('settings.look')}
        </Title>
        <Stack gap="md">
          <div>
            <Text size="sm" mb={4} id="settings-theme">
              {t('settings.theme')}
            </Text>
            <SegmentedControl
              aria-labelledby="settings-theme"
              value={theme}
              data={(['system', 'light', 'dark'] as const).map((value) => ({
                value,
                label: t(`theme.${value}`),
              }))}
              onChange={(value) => {
                preferences.change({ theme: value });
              }}
            />
          </div>
          <div>
            <Text size="sm" mb={4} id="settings-language">
              {t('settings.language')}
            </Text>
            <SegmentedControl
              aria-labelledby="settings-language"
              value={chosenLanguage}
              data={[
                { value: 'system', label: t('theme.system') },
                // Each language by its own name, so that whoever got lost finds back.
                { value: 'en', label: 'English' },
                { value: 'ru', label: 'Русский' },
              ]}
              onChange={(value) => {
                preferences.change({ language: value });
              }}
            />
          </div>
        </Stack>
      </section>
      <section aria-labelledby="settings-review">
        <Title order={2} size="h5" mb="sm" id="settings-review">
          {t('settings.review')}
        </Title>
        <Stack gap="sm">
          <Switch
            label={t('settings.advance')}
            checked={advance}
            onChange={({ currentTarget }) => {
              preferences.change({ advance: currentTarget.checked });
            }}
          />
          <Switch
            label={t('settings.zones')}
            checked={zones}
            onChange={({ currentTarget }) => {
              preferences.change({ zones: currentTarget.checked });
            }}
          />
        </Stack>
      </section>
      <section aria-labelledby="settings-about">
        <Title order={2} size="h5" mb="sm" id="settings-about">
          {t('settings.about')}
        </Title>
        <Table variant="vertical" layout="fixed" withTableBorder aria-labelledby="settings-about">
          <Table.Tbody>
            {facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th w={200} scope="row">
                  {name}
                </Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {access?.user === null && (
          <Text size="sm" c="dimmed" mt="sm">
            {t('account.noSignIn')}
          </Text>
        )}
      </section>
    </>
  );
}
