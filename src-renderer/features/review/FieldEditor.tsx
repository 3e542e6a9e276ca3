import { Button, Group, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FieldName } from '#shared/domain/analysis.ts';
import { fieldKindOf, maxFieldValueLength, maxNoteLength, whyNoValue } from '#shared/domain/corrections.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';

interface FieldEditorProps {
  readonly name: FieldName;
  readonly title: string;
  /** What the value begins with. */
  readonly start: string;
  readonly onSave: (correction: { readonly value: string; readonly note: string }) => void;
  readonly onCancel: () => void;
}

/** Where a person writes what a field says. Enter saves, Escape leaves everything as it was. */
export function FieldEditor({ name, title, start, onSave, onCancel }: FieldEditorProps): ReactNode {
  const { t } = useLocalization();
  const [value, setValue] = useState(start);
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const kind = fieldKindOf(name);
  const trimmed = kind === 'text' ? value.trim() : value.trim().toUpperCase();
  const fault = whyNoValue(name, trimmed);

  function save(): void {
    setTried(true);
    if (fault === null) onSave({ value: trimmed, note: note.trim() });
  }
  function onKeyDown(event: KeyboardEvent): void {
    // Not the page's: Escape there clears the choice.
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') save();
    else onCancel();
  }
  return (
    <div
      className="vd-field-editor"
      role="group"
      aria-label={t('correct.fieldOf', { field: title })}
      onKeyDown={onKeyDown}
    >
      <TextInput
        className="vd-personal"
        size="xs"
        autoFocus
        label={t('correct.value')}
        description={kind === 'text' ? undefined : t(`correct.${kind}`)}
        maxLength={maxFieldValueLength}
        value={value}
        error={isTried && fault !== null ? t(`fault.${fault}`) : undefined}
        onFocus={({ currentTarget }) => {
          currentTarget.select();
        }}
        onChange={({ currentTarget }) => {
          setValue(currentTarget.value);
        }}
      />
      <TextInput
        size="xs"
        label={t('correct.note')}
        maxLength={maxNoteLength}
        value={note}
        onChange={({ currentTarget }) => {
          setNote(currentTarget.value);
        }}
      />
      <Group gap={6}>
        <Button size="compact-sm" onClick={save}>
          {t('correct.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </Group>
    </div>
  );
}
