import { NumberInput, Switch, TextInput } from '@mantine/core';
import { createContext, use, type ReactNode } from 'react';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import type { FieldProblem } from './draft-problems.ts';

/** Help below the field, so that fields side by side stay in line however long their help is. */
export const fieldOrder: ('label' | 'input' | 'error' | 'description')[] = [
  'label',
  'input',
  'error',
  'description',
];

/** The draft that a form shows and how it is changed. */
export interface DraftForm {
  readonly draft: ScenarioDraft;
  readonly problems: readonly FieldProblem[];
  /** Archived scenarios are looked at, not changed. */
  readonly isLocked: boolean;
  readonly change: (draft: ScenarioDraft) => void;
}

export const DraftFormContext = createContext<DraftForm | null>(null);

export function useDraftForm(): DraftForm {
  const form = use(DraftFormContext);
  if (form === null) throw new Error('DraftFormContext is missing above');
  return form;
}

/** What is wrong with the field at `path`, in words; undefined where nothing is. */
export function useProblem(path: string): string | undefined {
  const { t } = useLocalization();
  const problem = useDraftForm().problems.find((candidate) => candidate.path === path);
  return problem === undefined ? undefined : t(problem.key, problem.values);
}

/** Names of fields that have a label, and a help text under the same name. */
export type FieldKey = {
  [Key in MessageKey]: Key extends `${infer Base}.help` ? (Base extends MessageKey ? Base : never) : never;
}[MessageKey];

interface FieldProps<Value> {
  readonly field: FieldKey;
  readonly path: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function TextField({
  field,
  path,
  value,
  onChange,
  ...rest
}: FieldProps<string> & { readonly placeholder?: string; readonly maxLength?: number }): ReactNode {
  const { t } = useLocalization();
  const { isLocked } = useDraftForm();
  return (
    <TextInput
      inputWrapperOrder={fieldOrder}
      label={t(field)}
      description={t(`${field}.help`)}
      error={useProblem(path)}
      value={value}
      disabled={isLocked}
      {...rest}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}

export function NumberField({
  field,
  path,
  value,
  onChange,
  ...rest
}: FieldProps<number> & {
  readonly min: number;
  readonly max?: number;
  readonly suffix?: string;
}): ReactNode {
  const { t } = useLocalization();
  const { isLocked } = useDraftForm();
  return (
    <NumberInput
      inputWrapperOrder={fieldOrder}
      label={t(field)}
      description={t(`${field}.help`)}
      error={useProblem(path)}
      value={Number.isNaN(value) ? '' : value}
      disabled={isLocked}
      allowDecimal={false}
      clampBehavior="none"
      w="100%"
      // Arrow keys change it; the spinner's own buttons have no name and need none.
      hideControls
      {...rest}
      onChange={(next) => {
        onChange(typeof next === 'number' ? next : next === '' ? Number.NaN : Number(next));
      }}
    />
  );
}

export function SwitchField({
  field,
  value,
  onChange,
  disabled = false,
}: Omit<FieldProps<boolean>, 'path'> & { readonly disabled?: boolean }): ReactNode {
  const { t } = useLocalization();
  const { isLocked } = useDraftForm();
  return (
    <Switch
      label={t(field)}
      description={t(`${field}.help`)}
      checked={value}
      disabled={isLocked || disabled}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.checked);
      }}
    />
  );
}
