import { Alert, Button, Group, Select, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { auditActions, type AuditAction, type AuditEntry } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useNames } from '../../app/use-names.ts';
import { exactTime } from '../../ui/time.ts';
import { detailsInWords } from './audit-details.ts';
import { ListFrame } from './ListFrame.tsx';
import { peopleError, type PeopleErrorCode } from './people-error.ts';

/** A screenful or two at a time. */
const pageSize = 50;
/** Typing an id is one question, not one a key. */
const typingMs = 300;

/** The audit log, newest first, by action and by what it is about. */
export function AuditSection(): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const [action, setAction] = useState<AuditAction | null>(null);
  const [subject, setSubject] = useState('');
  const [asked] = useDebouncedValue(subject.trim(), typingMs);
  const [entries, setEntries] = useState<readonly AuditEntry[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [failure, setFailure] = useState<PeopleErrorCode | null>(null);

  const read = useCallback(
    (before: number | null) =>
      rpc.call('audit.list', {
        limit: pageSize,
        ...(action === null ? {} : { action }),
        ...(asked === '' ? {} : { subject: asked }),
        ...(before === null ? {} : { before }),
      }),
    [rpc, action, asked],
  );
  const load = useCallback(
    async (before: number | null, isWanted: () => boolean): Promise<void> => {
      const reply = await read(before);
      if (!isWanted()) return;
      if (!reply.ok) {
        setFailure(reply.code);
        return;
      }
      setFailure(null);
      setNext(reply.value.next);
      setEntries((shown) => [...(before === null ? [] : (shown ?? [])), ...reply.value.entries]);
    },
    [read],
  );
  useEffect(() => {
    let isWanted = true;
    // Asked in the next turn: what is typed meanwhile makes this question needless.
    const timer = setTimeout(() => void load(null, () => isWanted));
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [load]);

  const nameOf = useNames(
    (entries ?? []).flatMap(({ caller, subject: about, details }) => [
      caller.id,
      ...[about, details['workstation'], details['codeBy']].filter((id) => typeof id === 'string'),
    ]),
  );
  return (
    <ListFrame
      text={t('audit.text')}
      action={<VerifyButton />}
      isLoading={entries === null}
      failure={failure}
      onRetry={() => void load(null, () => true)}
      empty={null}
    >
      <Group gap={12} align="flex-end">
        <Select
          size="xs"
          w={260}
          label={t('audit.action')}
          placeholder={t('audit.all')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('audit.all') }}
          value={action}
          data={auditActions
            .map((value) => ({ value, label: t(`auditAction.${value}`) }))
            .sort((a, b) => a.label.localeCompare(b.label, language))}
          onChange={(chosen) => {
            setAction(auditActions.find((each) => each === chosen) ?? null);
          }}
        />
        <TextInput
          size="xs"
          w={320}
          label={t('audit.subject')}
          placeholder={t('audit.subjectHelp')}
          maxLength={200}
          value={subject}
          onChange={({ currentTarget }) => {
            setSubject(currentTarget.value);
          }}
        />
      </Group>
      <Table className="vd-people-table" verticalSpacing={6} aria-label={t('audit.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.when')}</Table.Th>
            <Table.Th>{t('audit.who')}</Table.Th>
            <Table.Th>{t('audit.action')}</Table.Th>
            <Table.Th>{t('audit.subject')}</Table.Th>
            <Table.Th>{t('audit.details')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(entries ?? []).map(({ id, at, caller, action: what, subject: about, details }) => (
            <Table.Tr key={id} data-audit={what}>
              <Table.Td className="vd-tabular">
                <time dateTime={at}>{exactTime(at, language)}</time>
              </Table.Td>
              <Table.Td>
                {t(`caller.${caller.kind}`)}
                {caller.kind !== 'owner' && caller.kind !== 'widget' && (
                  <Named id={caller.id} name={nameOf(caller.id)} />
                )}
              </Table.Td>
              <Table.Td>{t(`auditAction.${what}`)}</Table.Td>
              <Table.Td>{about === null ? '–' : <Named id={about} name={nameOf(about)} />}</Table.Td>
              <Table.Td>
                <div className="vd-audit-details">
                  {detailsInWords(t, details, nameOf).map((words) => (
                    <span key={words}>{words}</span>
                  ))}
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {entries?.length === 0 && t('audit.empty')}
      {next !== null && (
        <Group justify="center">
          <Button size="xs" variant="default" onClick={() => void load(next, () => true)}>
            {t('audit.more')}
          </Button>
        </Group>
      )}
    </ListFrame>
  );
}

/** A name with its id on hover; an id nobody can name, as it is. */
function Named({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  return (
    <div className={name === id ? 'vd-mono vd-people-words' : ''} title={id}>
      <bdi>{name}</bdi>
    </div>
  );
}

/** Asks the intake whether the log is as it was written. */
function VerifyButton(): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<{ readonly isWhole: boolean; readonly text: string } | null>(null);

  async function verify(): Promise<void> {
    setAsking(true);
    const reply = await rpc.call('audit.verify', {});
    setAsking(false);
    if (!reply.ok) setAnswer({ isWhole: false, text: peopleError(t, reply.code) });
    else if (reply.value.brokenAt === null)
      setAnswer({ isWhole: true, text: t('audit.whole', { count: reply.value.entries }) });
    else setAnswer({ isWhole: false, text: t('audit.broken', { id: reply.value.brokenAt }) });
  }

  return (
    <Group gap={12}>
      {answer !== null && (
        <Alert
          py={6}
          color="gray"
          variant="light"
          role="status"
          {...(answer.isWhole ? {} : { className: 'vd-alert-failed' })}
          icon={
            answer.isWhole ? <IconShieldCheck size={16} aria-hidden /> : <IconShieldX size={16} aria-hidden />
          }
        >
          {answer.text}
        </Alert>
      )}
      <Button size="xs" variant="default" loading={isAsking} onClick={() => void verify()}>
        {t('audit.verify')}
      </Button>
    </Group>
  );
}
