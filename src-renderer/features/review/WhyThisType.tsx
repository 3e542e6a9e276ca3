import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Identification } from '#shared/domain/analysis.ts';
import { documentTypeTitles } from '#shared/domain/document-words.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { formatPercent } from '../../ui/number.ts';

/** More than these say less. */
const mostSignals = 3;

/** Below a hundredth the next best is not worth a line, and 0 % would say that it is unthinkable. */
const leastShareTold = 0.01;

/** Why a document was taken for what it is: the type, the next best, and what spoke for either. */
export function WhyThisType({ identification }: { readonly identification: Identification }): ReactNode {
  const { t, language } = useLocalization();
  const { chosen, runnerUp, signals } = identification;
  const nameOf = ({ type, country }: Identification['chosen']): string =>
    [capitalized(documentTypeTitles[language][type]), country].filter((part) => part !== null).join(', ');
  // Rounded down: 100 % would say that nothing else is thinkable.
  const shareOf = ({ confidence }: Identification['chosen']): string =>
    formatPercent(Math.floor(confidence * 100) / 100, language);
  const inWords = ({ kind, seen }: Identification['signals'][number]): string =>
    seen === null ? t(`signal.${kind}`) : `${t(`signal.${kind}`)} (${seen})`;
  const about = signals.filter(({ definition }) => definition === chosen.definition);
  const spoke = [
    ['why.for', about.filter(({ weight }) => weight > 0)],
    ['why.against', about.filter(({ weight }) => weight < 0)],
  ] as const;
  return (
    <div className="vd-why" role="note" aria-label={t('why.title')}>
      <Text size="xs">
        <strong>{t('why.title')}</strong> {t('why.chosen', { type: nameOf(chosen), share: shareOf(chosen) })}{' '}
        {runnerUp !== null &&
          runnerUp.confidence >= leastShareTold &&
          t('why.runnerUp', { type: nameOf(runnerUp), share: shareOf(runnerUp) })}
      </Text>
      {spoke.map(
        ([title, told]) =>
          told.length > 0 && (
            <Text key={title} size="xs" c="dimmed">
              {t(title, { signals: told.slice(0, mostSignals).map(inWords).join('; ') })}
            </Text>
          ),
      )}
    </div>
  );
}
