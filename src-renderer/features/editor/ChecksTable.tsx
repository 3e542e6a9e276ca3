import { Alert, Button, Group, NumberInput, Select, Switch, Table, Text, Title } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { Fragment, useId, useState, type ReactNode } from 'react';
import { checkOptions, checksOfStep, isSwitchedOn, thresholdMeanings } from '#shared/domain/check-options.ts';
import { checkSentences, type CheckId } from '#shared/domain/check-sentences.ts';
import type { Language } from '#shared/domain/language.ts';
import { measuredValue } from '#shared/domain/measured-value.ts';
import { ignoredThresholds, ignoredThresholdSentence } from '#shared/domain/ignored-thresholds.ts';
import { checkSeverities, type CheckSetting, type ScenarioStep } from '#shared/domain/scenario.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { formatNumber } from '../../ui/number.ts';
import { useDraftForm } from './fields.tsx';

interface ChecksTableProps {
  readonly step: ScenarioStep;
  /** All of the scenario. */
  readonly steps: readonly ScenarioStep[];
  readonly onChange: (checks: ScenarioStep['checks']) => void;
}

/** What holds for a check of which the scenario says nothing. */
function asPolicy(id: CheckId): CheckSetting {
  return { enabled: isSwitchedOn(id, undefined), severity: null, threshold: null };
}

/** A threshold as it is set, and, where that is another, as the findings show it. */
function asInFindings(id: CheckId, value: number, language: Language): string {
  const [set, shown] = [formatNumber(value, language, 3), measuredValue({ id }, value, language)];
  return set === shown ? set : `${set} (${shown})`;
}

function isAsPolicy(id: CheckId, { enabled, severity, threshold }: CheckSetting): boolean {
  return enabled === asPolicy(id).enabled && severity === null && threshold === null;
}

/** Each check of a step on or off, with what its failure means, and for experts the number that decides it. */
export function ChecksTable({ step, steps, onChange }: ChecksTableProps): ReactNode {
  const { t, language } = useLocalization();
  const { isLocked } = useDraftForm();
  const ids = checksOfStep(step, steps);
  const hasThresholds = ids.some(
    (id) => step.checks[id]?.threshold !== null && step.checks[id] !== undefined,
  );
  const [isExpert, setExpert] = useState(hasThresholds);
  const titleId = useId();
  const ignored = ignoredThresholds({ steps: [step] });
  const changedCount = Object.keys(step.checks).length;

  function set(id: CheckId, part: Partial<CheckSetting>): void {
    const setting = { ...asPolicy(id), ...step.checks[id], ...part };
    const { [id]: _old, ...others } = step.checks;
    // What is as the policy has it is not written down: the next policy then holds for it, too.
    onChange(isAsPolicy(id, setting) ? others : { ...others, [id]: setting });
  }

  return (
    <section aria-labelledby={titleId}>
      <Group justify="space-between" mb={4}>
        <Title order={3} size="h6" id={titleId}>
          {t('editor.checks')}
        </Title>
        <Group gap={8}>
          {changedCount > 0 && !isLocked && (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconRestore size={13} aria-hidden />}
              onClick={() => {
                onChange({});
              }}
            >
              {t('editor.checksReset')}
            </Button>
          )}
          <Switch
            size="xs"
            label={t('editor.expert')}
            checked={isExpert}
            onChange={({ currentTarget }) => {
              setExpert(currentTarget.checked);
            }}
          />
        </Group>
      </Group>
      <Text size="xs" c="dimmed" mb={8}>
        {t('editor.checks.help')}
      </Text>
      <Table className="vd-checks-table" verticalSpacing={4} aria-labelledby={titleId}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('editor.check')}</Table.Th>
            <Table.Th w={288}>{t('editor.severity')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ids.map((id) => {
            const setting = step.checks[id] ?? asPolicy(id);
            const { severity, threshold } = checkOptions[id];
            const { title } = checkSentences[language][id];
            const inVain = ignored.find(({ checkId }) => checkId === id);
            return (
              <Fragment key={id}>
                <Table.Tr
                  data-off={!setting.enabled || undefined}
                  data-expert={(isExpert && threshold !== null && setting.enabled) || undefined}
                >
                  <Table.Td>
                    <Switch
                      size="xs"
                      label={title}
                      checked={setting.enabled}
                      disabled={isLocked}
                      onChange={({ currentTarget }) => {
                        set(id, { enabled: currentTarget.checked });
                      }}
                    />
                  </Table.Td>
                  <Table.Td>
                    {setting.enabled ? (
                      <Select
                        size="xs"
                        aria-label={t('editor.severityOf', { check: title })}
                        allowDeselect={false}
                        disabled={isLocked}
                        data={[
                          {
                            value: 'policy',
                            label: t('editor.severity.policy', { severity: t(`severity.${severity}`) }),
                          },
                          ...checkSeverities.map((value) => ({ value, label: t(`severity.${value}`) })),
                        ]}
                        value={setting.severity ?? 'policy'}
                        onChange={(value) => {
                          set(id, { severity: checkSeverities.find((known) => known === value) ?? null });
                        }}
                      />
                    ) : (
                      <Text size="xs" c="dimmed">
                        {t(whyOff(id))}
                      </Text>
                    )}
                  </Table.Td>
                </Table.Tr>
                {inVain !== undefined && (
                  <Table.Tr className="vd-threshold-row">
                    <Table.Td colSpan={2}>
                      <Alert color="gray" className="vd-alert-warning" variant="light" p={8}>
                        <Group justify="space-between" wrap="nowrap" gap={8}>
                          <Text size="xs">{ignoredThresholdSentence(id, inVain.value, language)}</Text>
                          {!isLocked && (
                            <Button
                              size="compact-xs"
                              variant="default"
                              aria-label={t('editor.thresholdResetOf', { check: title })}
                              leftSection={<IconRestore size={13} aria-hidden />}
                              onClick={() => {
                                set(id, { threshold: null });
                              }}
                            >
                              {t('editor.thresholdReset')}
                            </Button>
                          )}
                        </Group>
                      </Alert>
                    </Table.Td>
                  </Table.Tr>
                )}
                {isExpert && threshold !== null && setting.enabled && (
                  <Table.Tr className="vd-threshold-row">
                    <Table.Td colSpan={2}>
                      <div className="vd-threshold">
                        <NumberInput
                          size="xs"
                          w={110}
                          aria-label={t('editor.thresholdOf', { check: title })}
                          placeholder={formatNumber(threshold.value, language, 3)}
                          value={setting.threshold ?? ''}
                          min={threshold.min}
                          max={threshold.max}
                          step={threshold.step}
                          decimalSeparator={language === 'ru' ? ',' : '.'}
                          clampBehavior="strict"
                          hideControls
                          disabled={isLocked}
                          onChange={(value) => {
                            const number = value === '' ? null : Number(value);
                            set(id, { threshold: number === null || Number.isNaN(number) ? null : number });
                          }}
                        />
                        <Text size="xs" c="dimmed">
                          {thresholdMeanings[language][id]}{' '}
                          {t('editor.thresholdRange', {
                            value: asInFindings(id, threshold.value, language),
                            min: formatNumber(threshold.min, language, 3),
                            max: formatNumber(threshold.max, language, 3),
                          })}
                        </Text>
                      </div>
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** Why a check is off: the scenario says so, or it is off until the scenario says otherwise. */
function whyOff(id: CheckId): 'editor.checkOff' | 'editor.checkOffByDefault' | 'editor.checkOffUnproven' {
  if (isSwitchedOn(id, undefined)) return 'editor.checkOff';
  return id === 'selfie.not-mask' ? 'editor.checkOffUnproven' : 'editor.checkOffByDefault';
}
