import { Checkbox, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { dataRights, roles, type DataRight, type Role } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';

/** What a person is to the organization, each role with what it may do. */
export function RolesField({
  value,
  onChange,
}: {
  readonly value: readonly Role[];
  readonly onChange: (value: readonly Role[]) => void;
}): ReactNode {
  const { t } = useLocalization();
  return (
    <Checkbox.Group
      label={t('people.roles')}
      value={[...value]}
      onChange={(chosen) => {
        onChange(roles.filter((role) => chosen.includes(role)));
      }}
    >
      <Stack gap={8} mt={6}>
        {roles.map((role) => (
          <Checkbox
            key={role}
            size="xs"
            value={role}
            label={t(`role.${role}`)}
            description={t(`role.${role}.help`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** Which personal data a person or a program may read. */
export function DataRightsField({
  value,
  onChange,
}: {
  readonly value: readonly DataRight[];
  readonly onChange: (value: readonly DataRight[]) => void;
}): ReactNode {
  const { t } = useLocalization();
  return (
    <Checkbox.Group
      label={t('people.dataRights')}
      value={[...value]}
      onChange={(chosen) => {
        onChange(dataRights.filter((right) => chosen.includes(right)));
      }}
    >
      <Stack gap={8} mt={6}>
        {dataRights.map((right) => (
          <Checkbox
            key={right}
            size="xs"
            value={right}
            label={t(`dataRight.${right}`)}
            description={t(`dataRight.${right}.help`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
