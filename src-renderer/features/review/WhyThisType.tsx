import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Identification } from '#shared/domain/analysis.ts';
import { documentTypeTitles, regionTitles } from '#shared/domain/document-words.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { formatPercent } from '../../ui/number.ts';
import { signalsByKind, type SignalsOfKind } from './signals-by-kind.ts';

/** More than these say less. */
const mostSignals = 3;

/** Below a hundredth the next best is not worth a line, and 0 % would say that it is unthinkable. */
const leastShareTold = 0.01;

/** 100 % would say that nothing else is thinkable. */
const greatestShareTold = 0.99;

/** Why a document was taken for what it is: the type, the next best, and what spoke for either. */
export function WhyThisType({ identification }: { readonly identification: Identification }): ReactNode {
  const { t, language } = useLocalization();
  const { chosen, runnerUp, signals } = identification;
  const nameOf = ({ type, country }: Identification['chosen']): string =>
    [capitalized(documentTypeTitles[language][type]), country].filter((part) => part !== null).join(', ');
  const shareOf = ({ confidence }: Identification['chosen']): string =>
    formatPercent(Math.min(greatestShareTold, Math.floor(confidence * 100) / 100), language);
  const titles: Readonly<Record<string, string>> = regionTitles[language];
  const inWords = ({ kind, seen }: SignalsOfKind): string =>
    seen.length === 0
      ? `${t(`signal.${kind}`)}: ${t('signal.notSeen')}`
      : `${t(`signal.${kind}`)} (${seen.map((what) => titles[what] ?? what).join(', ')})`;
  const told = (definition: string, doesSpeakFor: boolean): string | null => {
    const groups = signalsByKind(
      signals.filter((signal) => signal.definition === definition && signal.weight > 0 === doesSpeakFor),
    );
    return groups.length === 0 ? null : groups.slice(0, mostSignals).map(inWords).join('; ');
  };
  const next = runnerUp !== null && runnerUp.confidence >= leastShareTold ? runnerUp : null;
  const lines = [
    ['why.for', told(chosen.definition, true)],
    ['why.against', told(chosen.definition, false)],
  ] as const;
  const forNext = next && told(next.definition, true);
  return (
    <div className="vd-why" role="note" aria-label={t('why.title')}>
      <Text size="xs">
        <strong>{t('why.title')}</strong> {t('why.chosen', { type: nameOf(chosen), share: shareOf(chosen) })}
      </Text>
      {lines.map(
        ([title, text]) =>
          text !== null && (
            <Text key={title} size="xs" c="dimmed">
              {t(title, { signals: text })}
            </Text>
          ),
      )}
      {next !== null && (
        <Text size="xs">
          {t('why.runnerUp', { type: nameOf(next), share: shareOf(next) })}{' '}
          {forNext !== null && (
            <Text span inherit c="dimmed">
              {t('why.runnerUpFor', { signals: forNext })}
            </Text>
          )}
        </Text>
      )}
    </div>
  );
}
