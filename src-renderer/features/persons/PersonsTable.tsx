import { Button, Group, Loader, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { FaceList, ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useNames } from '../../app/use-names.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { Message } from '../../ui/Message.tsx';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { personsError } from './persons-error.ts';
import { PersonPicture } from './PersonPicture.tsx';

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

/** Who is on a list, newest first. */
export function PersonsTable({ list, changes, add, onOpen }: PersonsTableProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
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
  const nameOf = useNames([...new Set(value?.persons.map(({ addedBy }) => addedBy) ?? [])]);
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
        <div className="vd-links-scroll" role="region" aria-label={list.name} tabIndex={0}>
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
              {value.persons.map((person) => {
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
      )}
    </>
  );
}
