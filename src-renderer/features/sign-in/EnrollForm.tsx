import { Button, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { authError } from './auth-error.ts';
import { ProblemAlert } from './ProblemAlert.tsx';
import { useSending } from './use-sending.ts';

/** A code of an administrator makes this machine known to the intake. */
export function EnrollForm(): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useBase();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const { isSending, problem, send } = useSending();

  async function enroll(): Promise<string | null> {
    const reply = await rpc.call('auth.enroll', { enrollmentCode: code.trim(), name: name.trim() });
    if (!reply.ok) return authError(t, reply.code);
    await auth.changed();
    return null;
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send(enroll);
      }}
    >
      <Stack gap="md">
        <TextInput
          autoFocus
          autoComplete="off"
          label={t('auth.enrollmentCode')}
          maxLength={64}
          value={code}
          classNames={{ input: 'vd-mono' }}
          onChange={({ currentTarget }) => {
            setCode(currentTarget.value);
          }}
        />
        <MachineNameInput value={name} onChange={setName} />
        <ProblemAlert problem={problem} />
        <Button type="submit" loading={isSending} disabled={code.trim() === '' || name.trim() === ''}>
          {t('auth.enrollAction')}
        </Button>
      </Stack>
    </form>
  );
}

interface MachineNameInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** What administrators call this workstation. */
export function MachineNameInput({ value, onChange }: MachineNameInputProps): ReactNode {
  const { t } = useLocalization();
  return (
    <TextInput
      autoComplete="off"
      label={t('auth.machineName')}
      description={t('auth.machineNameHelp')}
      inputWrapperOrder={['label', 'input', 'description']}
      maxLength={100}
      value={value}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}
