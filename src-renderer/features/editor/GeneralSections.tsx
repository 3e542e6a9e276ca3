import { Group, Input, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { CallbacksPanel } from './CallbacksPanel.tsx';
import { PeopleRules } from './PeopleRules.tsx';
import { NumberField, SwitchField, TextField, useDraftForm } from './fields.tsx';

/** Name, id, allowed age. */
export function GeneralSection(): ReactNode {
  const { t } = useLocalization();
  const { draft, change } = useDraftForm();
  const { ageYears } = draft;
  return (
    <Stack gap="lg" maw={620}>
      <TextField
        field="editor.name"
        path="name"
        maxLength={200}
        value={draft.name}
        onChange={(name) => {
          change({ ...draft, name });
        }}
      />
      <Input.Wrapper label={t('editor.id')} description={t('editor.id.fixed')}>
        <Text size="sm" mt={4} className="vd-mono">
          {draft.id}
        </Text>
      </Input.Wrapper>
      <fieldset className="vd-fieldset">
        <Title order={2} size="h6" component="legend">
          {t('editor.age')}
        </Title>
        <Group grow align="flex-start">
          <NumberField
            field="editor.ageMin"
            path="ageYears.min"
            min={0}
            max={150}
            value={ageYears.min}
            onChange={(min) => {
              change({ ...draft, ageYears: { ...ageYears, min } });
            }}
          />
          <NumberField
            field="editor.ageMax"
            path="ageYears.max"
            min={0}
            max={150}
            value={ageYears.max}
            onChange={(max) => {
              change({ ...draft, ageYears: { ...ageYears, max } });
            }}
          />
        </Group>
      </fieldset>
    </Stack>
  );
}

/** Attempts, blocking, lifetime, storage, earlier sessions and lists. */
export function RulesSection(): ReactNode {
  const { draft, change } = useDraftForm();
  const { rules } = draft;
  const set = (part: Partial<typeof rules>): void => {
    change({ ...draft, rules: { ...rules, ...part } });
  };
  return (
    <Stack gap="lg" maw={620}>
      <Group grow align="flex-start">
        <NumberField
          field="editor.attempts"
          path="rules.attemptsPerStep"
          min={1}
          max={20}
          value={rules.attemptsPerStep}
          onChange={(attemptsPerStep) => {
            set({ attemptsPerStep });
          }}
        />
        <NumberField
          field="editor.criticalErrors"
          path="rules.criticalErrors"
          min={1}
          max={50}
          value={rules.criticalErrors}
          onChange={(criticalErrors) => {
            set({ criticalErrors });
          }}
        />
      </Group>
      <Group grow align="flex-start">
        <NumberField
          field="editor.lifetime"
          path="rules.lifetimeMinutes"
          min={0}
          value={rules.lifetimeMinutes}
          onChange={(lifetimeMinutes) => {
            set({ lifetimeMinutes });
          }}
        />
        <NumberField
          field="editor.storage"
          path="rules.storageDays"
          min={0}
          value={rules.storageDays}
          onChange={(storageDays) => {
            set({ storageDays });
          }}
        />
      </Group>
      <SwitchField
        field="editor.twoDocuments"
        value={rules.blockTwoDocuments}
        onChange={(blockTwoDocuments) => {
          set({ blockTwoDocuments });
        }}
      />
      <PeopleRules />
    </Stack>
  );
}

/** How the organization's own program is told. */
export function NotificationsSection({ scenarioId }: { readonly scenarioId: string }): ReactNode {
  const { draft, change } = useDraftForm();
  const { notifications } = draft;
  const set = (part: Partial<typeof notifications>): void => {
    change({ ...draft, notifications: { ...notifications, ...part } });
  };
  const isOff = notifications.callbackUrl === null;
  return (
    <Stack gap="lg" maw={620}>
      <TextField
        field="editor.callbackUrl"
        path="notifications.callbackUrl"
        maxLength={2000}
        placeholder="https://"
        value={notifications.callbackUrl ?? ''}
        onChange={(url) => {
          set({ callbackUrl: url.trim() === '' ? null : url.trim() });
        }}
      />
      <SwitchField
        field="editor.encrypt"
        disabled={isOff}
        value={notifications.encrypt}
        onChange={(encrypt) => {
          set({ encrypt });
        }}
      />
      <SwitchField
        field="editor.statusesOnly"
        disabled={isOff}
        value={notifications.statusesOnly}
        onChange={(statusesOnly) => {
          set({ statusesOnly });
        }}
      />
      <SwitchField
        field="editor.onlyFinal"
        disabled={isOff}
        value={notifications.onlyFinal}
        onChange={(onlyFinal) => {
          set({ onlyFinal });
        }}
      />
      {/* No connector to a database exists yet, so that nothing would ever be sent: the help text says so. */}
      <SwitchField
        field="editor.databaseChecks"
        disabled
        value={notifications.databaseChecksAsReady}
        onChange={(databaseChecksAsReady) => {
          set({ databaseChecksAsReady });
        }}
      />
      <CallbacksPanel scenarioId={scenarioId} />
    </Stack>
  );
}
