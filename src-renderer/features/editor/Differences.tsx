import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { diffScenarios } from '#shared/domain/diff-scenarios.ts';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';

interface DifferencesProps {
  readonly before: ScenarioDraft;
  readonly after: ScenarioDraft;
}

/** What changes between two states of a scenario, a sentence each. */
export function Differences({ before, after }: DifferencesProps): ReactNode {
  const { t, language } = useLocalization();
  const sentences = diffScenarios(before, after, language);
  if (sentences.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('editor.noDifference')}
      </Text>
    );
  }
  return (
    <ul className="vd-differences">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
