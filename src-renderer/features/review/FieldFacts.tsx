import { Button, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { DocumentField } from '#shared/domain/analysis.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useNames } from '../../app/use-names.ts';
import { Personal } from '../../ui/Personal.tsx';
import { exactTime } from '../../ui/time.ts';
import { differingParts, shownText, type ComparedField } from './compared-fields.ts';
import { FieldLook } from './FieldLook.tsx';
import type { FieldTableProps } from './FieldTable.tsx';
import { fieldZoneId } from './review-model.ts';

interface FieldFactsProps extends FieldTableProps {
  readonly row: ComparedField;
  /** One of the readings' alternatives is what the field says. */
  readonly onTake: (reading: DocumentField, value: string) => void;
}

/** What stands under a field's readings: how they agree, how the chosen one looks, and what a person says. */
export function FieldFacts({ row, onTake, ...props }: FieldFactsProps): ReactNode {
  const { stepId, captures, isWithheld, mayCorrect, selectedZoneId, onSend } = props;
  const { t, language } = useLocalization();
  const { correction, readings, crossChecks } = row;
  const nameOf = useNames(correction === null ? [] : [correction.by.id]);
  const chosen = readings.find((reading) => fieldZoneId(reading) === selectedZoneId);
  const picture = captures.find(({ captureId }) => captureId === chosen?.captureId);
  const [first, second] = readings;
  const parts =
    row.differs && !isWithheld && first !== undefined && second !== undefined
      ? differingParts(shownText(first, second), shownText(second, first))
      : [];
  const told = crossChecks.filter(({ agreement, by }) => agreement !== 'agrees' || by !== 'equal');
  return (
    <div className="vd-field-facts">
      {told.map(({ a, b, agreement, by }) => (
        <Text key={`${a}/${b}`} size="xs" className="vd-quiet-word">
          {t(`source.${a}`)} ↔ {t(`source.${b}`)}:{' '}
          {agreement === 'agrees' && by !== null ? t(`agreement.${by}`) : t(`agreement.${agreement}`)}
        </Text>
      ))}
      {parts.length > 0 && (
        <Personal className="vd-field-parts">
          {parts
            .map((sides) =>
              [sides.a, sides.b].map((part) => (part === '' ? t('document.nothing') : part)).join(' ≠ '),
            )
            .join(', ')}
        </Personal>
      )}
      {!isWithheld && (
        <OtherForms
          readings={readings}
          taken={correction?.value ?? null}
          onTake={mayCorrect ? onTake : null}
        />
      )}
      {chosen !== undefined && picture !== undefined && !isWithheld && (
        <FieldLook reading={chosen} picture={picture} />
      )}
      {correction !== null && (
        <span className="vd-correction">
          {correction.note !== undefined && !isWithheld && (
            <Personal className="vd-normalized">{correction.note}</Personal>
          )}
          <span className="vd-quiet-word">
            {nameOf(correction.by.id)},{' '}
            <time dateTime={correction.at}>{exactTime(correction.at, language)}</time>
          </span>
          {mayCorrect && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconArrowBackUp size={13} aria-hidden />}
              onClick={() => {
                onSend({ type: 'field.restore', stepId, name: row.name });
              }}
            >
              {t('correct.restore')}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

interface OtherFormsProps {
  readonly readings: readonly DocumentField[];
  /** What a person says already. */
  readonly taken: string | null;
  /** `null` where this person may not say. */
  readonly onTake: FieldFactsProps['onTake'] | null;
}

/** What the readings may be beside what is told: another reading, which a key takes, and a name in the state's script. */
function OtherForms({ readings, taken, onTake }: OtherFormsProps): ReactNode {
  const { t } = useLocalization();
  return readings.map((reading) => {
    const { source, alternatives = [], inScript = [] } = reading;
    return (
      <Fragment key={source}>
        {alternatives.length > 0 && (
          <Text size="xs" component="div" className="vd-quiet-word vd-other-forms">
            {t(source === 'mrz' ? 'document.zoneMayBe' : 'document.mayBe')}
            {alternatives.map((value) =>
              onTake === null || value === taken ? (
                <Personal key={value} className="vd-mono">
                  {value}
                </Personal>
              ) : (
                <Button
                  key={value}
                  className="vd-personal vd-mono"
                  size="compact-xs"
                  variant="default"
                  aria-label={t('correct.take', { value })}
                  onClick={() => {
                    onTake(reading, value);
                  }}
                >
                  {value}
                </Button>
              ),
            )}
          </Text>
        )}
        {inScript.length > 0 && (
          <Text size="xs" className="vd-quiet-word">
            {t('document.inScript')} <Personal>{inScript.join(', ')}</Personal>
          </Text>
        )}
      </Fragment>
    );
  });
}
