import {
  ActionIcon,
  Button,
  NativeSelect,
  Text,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { IconArrowBackUp, IconEqualNot, IconPencil } from '@tabler/icons-react';
import { useState, type CSSProperties, type ReactNode } from 'react';
import {
  fieldNames,
  type DocumentField,
  type DocumentReading,
  type FieldName,
} from '#shared/domain/analysis.ts';
import { fieldTitles } from '#shared/domain/document-words.ts';
import type { Command } from '#shared/domain/commands.ts';
import type { FieldCorrection } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useAction } from '../../app/keyboard/actions.tsx';
import { keyCapOf } from '../../app/keyboard/key-map.ts';
import { useMayRead } from '../../app/use-auth.ts';
import { useNames } from '../../app/use-names.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { ConfidenceBar } from '../../ui/ConfidenceBar.tsx';
import { CropImage } from '../../ui/CropImage.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { exactTime } from '../../ui/time.ts';
import {
  comparedFields,
  differingParts,
  shownText,
  sourcesOf,
  type ComparedField,
} from './compared-fields.ts';
import { FieldEditor } from './FieldEditor.tsx';
import { alignTexts, cutOutRegion, fieldZoneId } from './review-model.ts';

export interface FieldTableProps {
  readonly stepId: string;
  readonly document: DocumentReading;
  readonly corrections: readonly FieldCorrection[];
  readonly mayCorrect: boolean;
  readonly isWithheld: boolean;
  readonly selectedZoneId: string | null;
  readonly hoveredZoneId: string | null;
  readonly onHover: (zoneId: string | null) => void;
  readonly onSelect: (field: DocumentField) => void;
  readonly onSend: (command: Command) => void;
}

/** The field that is being corrected, and beside which reading. */
interface Editing {
  readonly name: FieldName;
  readonly reading: DocumentField | null;
}

/** A document's fields, the sources in columns, with what a person says of them. */
export function FieldTable(props: FieldTableProps): ReactNode {
  const { stepId, document, corrections, mayCorrect, selectedZoneId, onSend } = props;
  const { t, language } = useLocalization();
  const [editing, setEditing] = useState<Editing | null>(null);
  const rows = comparedFields(document, corrections);
  const sources = sourcesOf(document);
  const missing = fieldNames.filter((name) => !rows.some((row) => row.name === name));
  const titleOf = (name: FieldName): string => capitalized(fieldTitles[language][name]);

  function edit(row: ComparedField): void {
    const chosen = row.readings.find((reading) => fieldZoneId(reading) === selectedZoneId);
    setEditing({ name: row.name, reading: chosen ?? row.readings[0] ?? null });
  }
  useAction(
    'correct-field',
    () => {
      const focused = window.document.activeElement?.closest('[data-field-row]');
      const name = focused instanceof HTMLElement ? focused.dataset['fieldRow'] : undefined;
      const row =
        rows.find((candidate) => candidate.name === name) ??
        rows.find(({ readings }) => readings.some((reading) => fieldZoneId(reading) === selectedZoneId));
      if (row !== undefined) edit(row);
    },
    mayCorrect,
  );
  function close(): void {
    const name = editing?.name;
    setEditing(null);
    // The keyboard stays where it was.
    requestAnimationFrame(() => {
      if (name === undefined) return;
      window.document.querySelector<HTMLElement>(`[data-field-row="${name}"] button`)?.focus();
    });
  }
  const editor = editing !== null && (
    <FieldEditor
      key={editing.name}
      name={editing.name}
      title={titleOf(editing.name)}
      start={startValue(editing, corrections)}
      onCancel={close}
      onSave={({ value, note }) => {
        const { name, reading } = editing;
        onSend({
          type: 'field.correct',
          stepId,
          name,
          value,
          ...(note !== '' && { note }),
          replaces: reading && { source: reading.source, value: reading.value },
        });
        close();
      }}
    />
  );

  return (
    <div className="vd-fields" style={sourcesStyle(sources.length + Number(corrections.length > 0))}>
      <div className="vd-field-sources" aria-hidden>
        <span />
        {sources.map((source) => (
          <span key={source} className="vd-source">
            {t(`source.${source}`)}
          </span>
        ))}
        {corrections.length > 0 && <span className="vd-source">{t('source.analyst')}</span>}
      </div>
      <div role="list" aria-label={t('tabs.document')}>
        {rows.map((row) => (
          <div
            key={row.name}
            className="vd-field"
            role="listitem"
            data-field-row={row.name}
            data-differs={row.differs || undefined}
          >
            <span className="vd-field-name">
              <span>
                {titleOf(row.name)}
                {mayCorrect && (
                  <Tooltip label={`${t('correct.field')} (${keyCapOf('correct-field')})`}>
                    <ActionIcon
                      className="vd-correct"
                      variant="subtle"
                      color="gray"
                      size="xs"
                      aria-label={t('correct.fieldOf', { field: titleOf(row.name) })}
                      onClick={() => {
                        edit(row);
                      }}
                    >
                      <IconPencil size={13} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </span>
              {row.differs && (
                <span className="vd-tone-failed vd-field-differs">
                  <IconEqualNot size={13} aria-hidden /> {t('document.differs')}
                </span>
              )}
            </span>
            {sources.map((source) => {
              const reading = row.readings.find((candidate) => candidate.source === source);
              return reading === undefined ? (
                <span key={source} className="vd-reading-none" aria-hidden>
                  –
                </span>
              ) : (
                <Reading key={source} {...props} row={row} reading={reading} />
              );
            })}
            {row.correction !== null && <Corrected {...props} row={row} correction={row.correction} />}
            <RowFacts {...props} row={row} />
            {editing?.name === row.name && editor}
          </div>
        ))}
        {editing !== null && !rows.some(({ name }) => name === editing.name) && (
          <div className="vd-field" role="listitem">
            <span className="vd-field-name">{titleOf(editing.name)}</span>
            {editor}
          </div>
        )}
      </div>
      {mayCorrect && missing.length > 0 && (
        <NativeSelect
          className="vd-field-add"
          size="xs"
          aria-label={t('correct.add')}
          value=""
          data={[
            { value: '', label: t('correct.add') },
            ...missing.map((name) => ({ value: name, label: titleOf(name) })),
          ]}
          onChange={({ currentTarget }) => {
            const name = missing.find((candidate) => candidate === currentTarget.value);
            if (name !== undefined) setEditing({ name, reading: null });
          }}
        />
      )}
    </div>
  );
}

function startValue({ name, reading }: Editing, corrections: readonly FieldCorrection[]): string {
  const said = corrections.find((correction) => correction.name === name)?.value;
  return said ?? reading?.normalized ?? reading?.value ?? '';
}

function sourcesStyle(count: number): CSSProperties {
  const style: CSSProperties & Record<`--${string}`, number> = { '--sources': Math.max(1, count) };
  return style;
}

interface ReadingProps extends FieldTableProps {
  readonly row: ComparedField;
  readonly reading: DocumentField;
}

function Reading({ row, reading, ...props }: ReadingProps): ReactNode {
  const { isWithheld, selectedZoneId, hoveredZoneId, onHover, onSelect } = props;
  const { t } = useLocalization();
  const zoneId = fieldZoneId(reading);
  // Also where a misread letter was let pass: the eye decides.
  const isMarked = row.differs || row.crossChecks.some(({ by }) => by === 'spelling');
  const other = isMarked ? row.readings.find((candidate) => candidate !== reading) : undefined;
  return (
    <UnstyledButton
      className="vd-reading"
      data-selected={zoneId === selectedZoneId || undefined}
      data-hovered={zoneId === hoveredZoneId || undefined}
      aria-pressed={zoneId === selectedZoneId}
      data-field={zoneId}
      onPointerEnter={() => {
        onHover(zoneId);
      }}
      onPointerLeave={() => {
        onHover(null);
      }}
      onFocus={() => {
        onHover(zoneId);
      }}
      onBlur={() => {
        onHover(null);
      }}
      onClick={() => {
        onSelect(reading);
      }}
    >
      <VisuallyHidden>{t(`source.${reading.source}`)}: </VisuallyHidden>
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
}

interface CorrectedProps extends FieldTableProps {
  readonly row: ComparedField;
  readonly correction: FieldCorrection;
}

/** What a person says the field is, in a column of its own, with the characters marked in which it differs from what was read. */
function Corrected({ row, correction, isWithheld }: CorrectedProps): ReactNode {
  const { t } = useLocalization();
  const { replaces, value } = correction;
  const read = row.readings.find(({ source }) => source === replaces?.source);
  // A date is corrected in its normalized form: held against what was printed every character would differ.
  const other = read?.normalized ?? read?.value ?? null;
  return (
    <span className="vd-corrected">
      <VisuallyHidden>{t('source.analyst')}: </VisuallyHidden>
      {isWithheld ? (
        <span className="vd-value vd-quiet-word">{t('withheld.value')}</span>
      ) : (
        <Personal className="vd-value">
          <bdi>
            <ComparedText text={value} other={other} />
          </bdi>
        </Personal>
      )}
    </span>
  );
}

/** What stands under a field's readings: how they agree, how the chosen one looks, and what a person says. */
function RowFacts({ row, ...props }: FieldTableProps & { readonly row: ComparedField }): ReactNode {
  const { stepId, isWithheld, mayCorrect, selectedZoneId, onSend } = props;
  const { t, language } = useLocalization();
  const mayReadImages = useMayRead('images');
  const { correction, readings, crossChecks } = row;
  const nameOf = useNames(correction === null ? [] : [correction.by.id]);
  const chosen = readings.find((reading) => fieldZoneId(reading) === selectedZoneId);
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
      {chosen !== undefined && !isWithheld && (
        <span className="vd-field-look">
          {mayReadImages && (
            <CropImage
              className="vd-field-cut"
              captureId={chosen.captureId}
              regionPx={cutOutRegion(chosen.regionPx)}
              maxPx={640}
              alt=""
            />
          )}
          <Characters reading={chosen} />
        </span>
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

/** Characters as they stand in the picture above, each with a bar as high as it is sure. */
function Characters({ reading }: { readonly reading: DocumentField }): ReactNode {
  const { t } = useLocalization();
  if (reading.characters.length === 0) return null;
  return (
    <Personal className="vd-characters">
      {reading.characters.map(({ char, confidence }, index) => (
        <span
          // Characters have no identity but their place.
          key={index}
          className="vd-character"
          data-band={confidence >= 0.9 ? 'high' : confidence >= 0.7 ? 'middle' : 'low'}
          title={t('document.characterConfidence', { percent: Math.floor(confidence * 1000) / 10 })}
        >
          {char}
          <span aria-hidden className="vd-character-bar">
            <span style={{ height: `${Math.max(1, Math.floor(confidence * 100)).toString()}%` }} />
          </span>
        </span>
      ))}
    </Personal>
  );
}

/** Whether the normalized form tells more than upper case. */
function saysMore({ value, normalized }: DocumentField): boolean {
  return normalized !== null && normalized.toLocaleUpperCase('en') !== value.toLocaleUpperCase('en');
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
