import { Stack, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconEyeOff, IconFileUnknown } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import type { DocumentField, DocumentReading, Mrz } from '#shared/domain/analysis.ts';
import type { FieldCorrection } from '#shared/domain/session.ts';
import { documentTypeTitles, fieldTitles } from '#shared/domain/document-words.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { keyCapOf } from '../../app/keyboard/key-map.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { Message } from '../../ui/Message.tsx';
import { formatPercent } from '../../ui/number.ts';
import { Personal } from '../../ui/Personal.tsx';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { ComparedText, FieldTable, type FieldTableProps } from './FieldTable.tsx';
import { WhyThisType } from './WhyThisType.tsx';

interface DocumentTabProps {
  readonly documents: readonly {
    readonly stepId: string;
    /** Name of its step; shown where there are several documents. */
    readonly title: string;
    readonly document: DocumentReading;
  }[];
  /** The reader has no right to values: they came empty. */
  readonly isWithheld: boolean;
  readonly captures: FieldTableProps['captures'];
  readonly corrections: readonly FieldCorrection[];
  /** Whether this person may say where a document lies in the pictures. */
  readonly maySetCorners: boolean;
  /** Whether this person may correct what stands here, and it can be corrected now. */
  readonly mayCorrect: boolean;
  readonly selectedZoneId: string | null;
  readonly hoveredZoneId: string | null;
  readonly onHover: FieldTableProps['onHover'];
  readonly onSend: FieldTableProps['onSend'];
  readonly onSelectField: (field: DocumentField) => void;
  readonly onSelectMrz: (mrz: Mrz, column?: { readonly line: number; readonly column: number }) => void;
}

/** What was read, field by field, with its sources side by side. */
export function DocumentTab({
  documents,
  isWithheld,
  captures,
  corrections,
  maySetCorners,
  mayCorrect,
  selectedZoneId,
  hoveredZoneId,
  onHover,
  onSend,
  onSelectField,
  onSelectMrz,
}: DocumentTabProps): ReactNode {
  const { t, language } = useLocalization();
  if (documents.length === 0) {
    const text = [
      t('document.noneText'),
      ...(maySetCorners ? [t('document.noneCorners', { key: keyCapOf('corners') })] : []),
    ].join(' ');
    return <Message icon={IconFileUnknown} title={t('document.none')} text={text} />;
  }
  return (
    <Stack gap={16}>
      {isWithheld && (
        <Message icon={IconEyeOff} title={t('withheld.fields')} text={t('withheld.fieldsText')} />
      )}
      {documents.map(({ stepId, title, document }) => (
        <Stack key={stepId} gap={10}>
          {documents.length > 1 && (
            <Title order={3} size="h6">
              {title}
            </Title>
          )}
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
          {document.identification !== null && <WhyThisType identification={document.identification} />}
          <FieldTable
            stepId={stepId}
            document={document}
            captures={captures}
            corrections={corrections.filter((correction) => correction.stepId === stepId)}
            mayCorrect={mayCorrect && !isWithheld}
            isWithheld={isWithheld}
            selectedZoneId={selectedZoneId}
            hoveredZoneId={hoveredZoneId}
            onHover={onHover}
            onSelect={onSelectField}
            onSend={onSend}
          />
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
      {!isWithheld && isDoubted(mrz) && <Alternatives mrz={mrz} />}
      {mrz.corrected.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('document.correctedCount', { count: mrz.corrected.length })}
        </Text>
      )}
    </section>
  );
}

/** Whether a character was read so unsurely that other readings are worth a look. */
function isDoubted({ lines }: Mrz): boolean {
  return lines.some(({ characters }) => characters.some(({ confidence }) => confidence < doubtful));
}

/** More of them are noise. */
const mostAlternatives = 3;

function Alternatives({ mrz }: { readonly mrz: Mrz }): ReactNode {
  const { t, language } = useLocalization();
  if (mrz.alternatives.length === 0) return null;
  return (
    <div className="vd-alternatives">
      <Text size="xs" c="dimmed">
        {t('document.alternatives')}
      </Text>
      {mrz.alternatives.slice(0, mostAlternatives).map(({ lines, probability }) => (
        <div key={lines.join('/')} className="vd-alternative">
          <span className="vd-quiet-word">{formatPercent(probability, language)}</span>
          <Personal className="vd-mono">
            {lines.map((line, index) => {
              const read = mrz.lines[index]?.text ?? '';
              return line === read ? null : (
                <span key={index} className="vd-alternative-line">
                  <ComparedText text={line} other={read} />
                </span>
              );
            })}
          </Personal>
        </div>
      ))}
    </div>
  );
}
