import { Stack, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconEyeOff, IconFileUnknown, IconEqualNot } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import type { DocumentField, DocumentReading, Mrz } from '#shared/domain/analysis.ts';
import { documentTypeTitles, fieldTitles } from '#shared/domain/check-sentences.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { ConfidenceBar } from '../../ui/ConfidenceBar.tsx';
import { Message } from '../../ui/Message.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { alignTexts, fieldRows, fieldZoneId, type FieldRow } from './review-model.ts';

interface DocumentTabProps {
  readonly documents: readonly { readonly stepId: string; readonly document: DocumentReading }[];
  /** The reader has no right to values: they came empty. */
  readonly isWithheld: boolean;
  readonly selectedZoneId: string | null;
  readonly onSelectField: (field: DocumentField) => void;
  readonly onSelectMrz: (mrz: Mrz, column?: { readonly line: number; readonly column: number }) => void;
}

/** What was read, field by field, with its sources side by side. */
export function DocumentTab({
  documents,
  isWithheld,
  selectedZoneId,
  onSelectField,
  onSelectMrz,
}: DocumentTabProps): ReactNode {
  const { t, language } = useLocalization();
  if (documents.length === 0)
    return <Message icon={IconFileUnknown} title={t('document.none')} text={t('document.noneText')} />;
  return (
    <Stack gap={16}>
      {isWithheld && (
        <Message icon={IconEyeOff} title={t('withheld.fields')} text={t('withheld.fieldsText')} />
      )}
      {documents.map(({ stepId, document }) => (
        <Stack key={stepId} gap={10}>
          <div className="vd-facts">
            <Fact
              name={t('document.type')}
              value={capitalized(documentTypeTitles[language][document.type])}
            />
            <Fact
              name={t('document.country')}
              value={isWithheld ? t('withheld.value') : (document.country ?? '–')}
            />
            <Fact name={t('document.format')} value={document.format ?? '–'} />
            <Fact
              name={t('document.ocr')}
              value={
                document.ocr === null
                  ? t('document.ocrOff')
                  : `${document.ocr.engine} ${document.ocr.version}`
              }
            />
          </div>
          <div className="vd-fields" role="list" aria-label={t('tabs.document')}>
            {fieldRows(document).map((row) => (
              <FieldRowView
                key={row.name}
                row={row}
                isWithheld={isWithheld}
                selectedZoneId={selectedZoneId}
                onSelect={onSelectField}
              />
            ))}
          </div>
          {document.fields.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('document.noFields')}
            </Text>
          )}
          {document.mrz !== null && (
            <MrzStrip mrz={document.mrz} isWithheld={isWithheld} onSelect={onSelectMrz} />
          )}
        </Stack>
      ))}
    </Stack>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <span className="vd-fact">
      <span className="vd-fact-name">{name}</span>
      <span>{value}</span>
    </span>
  );
}

interface FieldRowProps {
  readonly row: FieldRow;
  readonly isWithheld: boolean;
  readonly selectedZoneId: string | null;
  readonly onSelect: (field: DocumentField) => void;
}

function FieldRowView({ row, isWithheld, selectedZoneId, onSelect }: FieldRowProps): ReactNode {
  const { t, language } = useLocalization();
  const title = capitalized(fieldTitles[language][row.name]);
  return (
    <div className="vd-field" role="listitem" data-differs={row.differs || undefined}>
      <span className="vd-field-name">
        {title}
        {row.differs && (
          <span className="vd-tone-failed vd-field-differs">
            <IconEqualNot size={13} aria-hidden /> {t('document.differs')}
          </span>
        )}
      </span>
      <span className="vd-field-readings">
        {row.readings.map((reading) => {
          const zoneId = fieldZoneId(reading);
          const other = row.differs ? row.readings.find((candidate) => candidate !== reading) : undefined;
          return (
            <UnstyledButton
              key={zoneId}
              className="vd-reading"
              data-selected={zoneId === selectedZoneId || undefined}
              aria-pressed={zoneId === selectedZoneId}
              data-field={zoneId}
              onClick={() => {
                onSelect(reading);
              }}
            >
              <span className="vd-source">{t(`source.${reading.source}`)}</span>
              {isWithheld ? (
                <span className="vd-value vd-quiet-word">{t('withheld.value')}</span>
              ) : (
                <Personal className="vd-value">
                  <bdi>
                    <ComparedText
                      text={shownText(reading, other)}
                      other={other === undefined ? null : shownText(other, reading)}
                    />
                  </bdi>
                  {saysMore(reading) && other === undefined && (
                    <span className="vd-normalized">{reading.normalized}</span>
                  )}
                </Personal>
              )}
              <ConfidenceBar value={reading.confidence} />
            </UnstyledButton>
          );
        })}
      </span>
    </div>
  );
}

/** Whether the normalized form tells more than upper case. */
function saysMore({ value, normalized }: DocumentField): boolean {
  return normalized !== null && normalized.toLocaleUpperCase('en') !== value.toLocaleUpperCase('en');
}

/** Sources write the same day in different ways: where both were normalized, that is what is compared. */
function shownText(reading: DocumentField, other: DocumentField | undefined): string {
  if (other === undefined || reading.normalized === null || other.normalized === null) return reading.value;
  return reading.normalized === other.normalized ? reading.value : reading.normalized;
}

/** A text with the characters marked that the other source does not have in their place. */
export function ComparedText({
  text,
  other,
}: {
  readonly text: string;
  readonly other: string | null;
}): ReactNode {
  if (other === null) return text;
  return alignTexts(text, other).map(({ a, b }, index) =>
    a === b ? (
      // Characters have no identity but their place.
      <span key={index}>{a}</span>
    ) : (
      <mark key={index} className="vd-difference">
        {a ?? '·'}
      </mark>
    ),
  );
}

interface MrzStripProps {
  readonly mrz: Mrz;
  readonly isWithheld: boolean;
  readonly onSelect: DocumentTabProps['onSelectMrz'];
}

/** Tells the style sheet how many characters share the line. */
function columnsStyle(columns: number): CSSProperties {
  const style: CSSProperties & Record<`--${string}`, number> = { '--columns': columns };
  return style;
}

/** Below this a character is drawn as doubtful: the reader itself rarely falls under it on a clean picture. */
const doubtful = 0.9;

function MrzStrip({ mrz, isWithheld, onSelect }: MrzStripProps): ReactNode {
  const { t, language } = useLocalization();
  return (
    <section aria-label={t('document.mrz')} className="vd-mrz">
      <Title order={3} size="h6">
        {t('document.mrz')} <span className="vd-quiet-word">{mrz.format}</span>
      </Title>
      {isWithheld && (
        <UnstyledButton
          className="vd-quiet-word"
          onClick={() => {
            onSelect(mrz);
          }}
        >
          {t('withheld.value')}
        </UnstyledButton>
      )}
      <div className="vd-mrz-lines vd-personal">
        {(isWithheld ? [] : mrz.lines).map((line, lineIndex) => (
          <UnstyledButton
            // A zone's lines have no identity but their order.
            key={lineIndex}
            className="vd-mrz-line"
            style={columnsStyle(line.text.length)}
            aria-label={line.text}
            onClick={(event) => {
              const column = (event.target as HTMLElement).dataset['column'];
              onSelect(mrz, column === undefined ? undefined : { line: lineIndex, column: Number(column) });
            }}
          >
            {[...line.text].map((char, column) => {
              const confidence = line.characters[column]?.confidence;
              const corrected = mrz.corrected.find(
                (each) => each.line === lineIndex && each.column === column,
              );
              const isDoubtful = confidence !== undefined && confidence < doubtful;
              return (
                <span
                  key={column}
                  className="vd-mrz-char"
                  data-column={column}
                  data-doubtful={isDoubtful || undefined}
                  data-corrected={corrected === undefined ? undefined : true}
                  title={[
                    confidence === undefined
                      ? ''
                      : t('document.characterConfidence', { percent: Math.floor(confidence * 1000) / 10 }),
                    corrected === undefined
                      ? ''
                      : t('document.corrected', { from: corrected.from, to: corrected.to }),
                  ]
                    .filter((part) => part !== '')
                    .join('\n')}
                >
                  {char}
                </span>
              );
            })}
          </UnstyledButton>
        ))}
      </div>
      <div className="vd-digits">
        {mrz.checkDigits.map(({ name, valid, expected, read }) => (
          <Tooltip key={name} disabled={isWithheld} label={t('document.digitRead', { read, expected })}>
            <span className="vd-digit">
              <StatusMark look={findingLooks[valid ? 'passed' : 'failed']} size={13} />
              {fieldTitles[language][name]}{' '}
              {!isWithheld && <span className="vd-mono">{valid ? read : `${read} ≠ ${expected}`}</span>}
            </span>
          </Tooltip>
        ))}
      </div>
      {mrz.corrected.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('document.correctedCount', { count: mrz.corrected.length })}
        </Text>
      )}
    </section>
  );
}
