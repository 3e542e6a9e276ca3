import { Button, Group, Loader, Table, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { FaceList, ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMayRead } from '../../app/use-auth.ts';
import { useNames } from '../../app/use-names.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { Message } from '../../ui/Message.tsx';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { personsError } from './persons-error.ts';
import { PersonPicture } from './PersonPicture.tsx';
import { usePersonsByName, type PersonsByName } from './use-persons-by-name.ts';

interface PersonsTableProps {
  readonly list: FaceList;
  /** Raised when something changed: what is shown is asked for anew. */
  readonly changes: number;
  /** How to add the first person; null for whom that is not allowed. */
  readonly add: ReactNode;
  readonly onOpen: (person: ListedPerson) => void;
}

/** A page of people with their photographs: a few screens. */
const pageSize = 100;

/** Who is on a list, newest first, all or those of a name. */
export function PersonsTable({ list, changes, add, onOpen }: PersonsTableProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const mayReadNames = useMayRead('fields');
  const [name, setName] = useState('');
  const found = usePersonsByName(list.id, name, changes);
  const [pages, setPages] = useState(1);
  const ask = useCallback(async () => {
    const persons: ListedPerson[] = [];
    let before: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const reply = await rpc.call('listedPersons.list', {
        listId: list.id,
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      if (!reply.ok) return reply;
      persons.push(...reply.value.persons);
      before = reply.value.next ?? undefined;
      if (before === undefined) break;
    }
    return { ok: true as const, value: { changes, persons, hasMore: before !== undefined } };
  }, [rpc, list.id, pages, changes]);
  const { value, failure, reload } = useAnswer(ask);
  return (
    <>
      {failure !== null && (
        <NotAnswered className="vd-not-answered" onRetry={() => void reload()}>
          {personsError(t, failure)}
        </NotAnswered>
      )}
      {value === null ? (
        failure === null && <Loader m="xl" size="sm" aria-label={t('state.loading')} />
      ) : value.persons.length === 0 ? (
        <Message icon={IconUserPlus} title={t('persons.empty')} text={t('persons.emptyText')}>
          {add}
        </Message>
      ) : (
        <>
          {mayReadNames && (
            <Group px={20} pb={8} gap={12}>
              <TextInput
                type="search"
                size="xs"
                w={280}
                autoComplete="off"
                maxLength={200}
                leftSection={<IconSearch size={14} aria-hidden />}
                aria-label={t('persons.find')}
                placeholder={t('persons.find')}
                classNames={{ input: 'vd-personal' }}
                value={name}
                onChange={({ currentTarget }) => {
                  setName(currentTarget.value);
                }}
                onKeyDown={({ key }) => {
                  if (key === 'Escape') setName('');
                }}
              />
              {found !== null && <HowFound found={found} total={list.persons} />}
            </Group>
          )}
          {found === null ? (
            <div className="vd-links-scroll" role="region" aria-label={list.name} tabIndex={0}>
              <PersonRows persons={value.persons} onOpen={onOpen} />
              {value.hasMore && (
                <Group justify="center" p="sm">
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => {
                      setPages(pages + 1);
                    }}
                  >
                    {t('persons.more')}
                  </Button>
                </Group>
              )}
            </div>
          ) : (
            found.persons.length > 0 && (
              <div className="vd-links-scroll" role="region" aria-label={t('persons.find')} tabIndex={0}>
                <PersonRows persons={found.persons} onOpen={onOpen} />
              </div>
            )
          )}
        </>
      )}
    </>
  );
}

/** How far the search for a name is, and what it found. */
function HowFound({
  found: { persons, searched, isSearching, hasMore, failure },
  total,
}: {
  readonly found: PersonsByName;
  readonly total: number;
}): ReactNode {
  const { t } = useLocalization();
  if (failure !== null) return <ProblemAlert problem={personsError(t, failure)} />;
  const words = isSearching
    ? t('persons.find.searching', { searched, total: Math.max(total, searched) })
    : hasMore
      ? t('persons.find.tooMany', { count: persons.length })
      : t('persons.find.found', { count: persons.length });
  return (
    <Group gap={6} role="status">
      {isSearching && <Loader size={12} aria-hidden />}
      <Text size="xs" c="dimmed">
        {words}
      </Text>
    </Group>
  );
}

interface PersonRowsProps {
  readonly persons: readonly ListedPerson[];
  readonly onOpen: (person: ListedPerson) => void;
}

function PersonRows({ persons, onOpen }: PersonRowsProps): ReactNode {
  const { t } = useLocalization();
  const nameOf = useNames([...new Set(persons.map(({ addedBy }) => addedBy))]);
  return (
    <Table stickyHeader highlightOnHover verticalSpacing={6} className="vd-links-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={56}>
            <VisuallyHidden>{t('persons.faces')}</VisuallyHidden>
          </Table.Th>
          <Table.Th>{t('persons.name')}</Table.Th>
          <Table.Th>{t('persons.reason')}</Table.Th>
          <Table.Th>{t('persons.legalBasis')}</Table.Th>
          <Table.Th>{t('persons.templatesTitle')}</Table.Th>
          <Table.Th>{t('persons.addedBy')}</Table.Th>
          <Table.Th>{t('persons.addedAt')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {persons.map((person) => {
          const name = person.details?.name ?? t('persons.nameWithheld');
          return (
            <Table.Tr key={person.personId} data-person={person.personId}>
              <Table.Td>
                <PersonPicture person={person} className="vd-person-row-picture" />
              </Table.Td>
              <Table.Td>
                <UnstyledButton
                  className="vd-person-name"
                  aria-label={t('persons.open', { name })}
                  onClick={() => {
                    onOpen(person);
                  }}
                >
                  <Personal>
                    <bdi>{name}</bdi>
                  </Personal>
                </UnstyledButton>
              </Table.Td>
              <Table.Td>
                <bdi>{person.details?.reason ?? t('withheld.value')}</bdi>
              </Table.Td>
              <Table.Td>{t(`legalBasis.${person.legalBasis}`)}</Table.Td>
              <Table.Td className="vd-tabular">{person.templates}</Table.Td>
              <Table.Td>
                <bdi>{nameOf(person.addedBy)}</bdi>
              </Table.Td>
              <Table.Td>
                <RelativeTime at={person.addedAt} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
