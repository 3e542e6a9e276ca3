import { Button, Group, Loader, Text, Title } from '@mantine/core';
import {
  IconBan,
  IconFaceId,
  IconListSearch,
  IconPlus,
  IconTableImport,
  IconTrash,
  IconUserPlus,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { FaceListKind, ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { Message } from '../../ui/Message.tsx';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { formatNumber } from '../../ui/number.ts';
import { ConfirmDialog } from '../people/ConfirmDialog.tsx';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { NewListDialog } from './NewListDialog.tsx';
import { PersonCard } from './PersonCard.tsx';
import { personsError } from './persons-error.ts';
import { PersonsTable } from './PersonsTable.tsx';
import { SearchDialog } from './SearchDialog.tsx';

const kindIcons: Readonly<Record<FaceListKind, Icon>> = {
  blacklist: IconBan,
  customers: IconUsers,
  own: IconListSearch,
};

type Open =
  | { readonly kind: 'new-list' | 'add' | 'search' | 'remove-list' | 'import' }
  | { readonly kind: 'person'; readonly person: ListedPerson };

/** Lists of people who are found again by their faces: who is on them, and who looks like a photograph. */
export function PersonsPage({ listId }: { readonly listId: string | null }): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const mayWrite = useMay('lists.write');
  const ask = useCallback(() => rpc.call('faceLists.list', {}), [rpc]);
  const { value, failure, reload } = useAnswer(ask);
  const [open, setOpen] = useState<Open | null>(null);
  const [changes, setChanges] = useState(0);
  const lists = value?.lists ?? [];
  const list = lists.find(({ id }) => id === listId) ?? lists[0];
  const listNameOf = (id: string): string => lists.find((each) => each.id === id)?.name ?? id;
  const close = (): void => {
    setOpen(null);
  };
  const changed = (): void => {
    close();
    setChanges(changes + 1);
    void reload();
  };
  const button = (
    label: string,
    Shape: Icon,
    kind: 'new-list' | 'add' | 'search' | 'import',
    isMain = false,
  ): ReactNode => (
    <Button
      size="xs"
      {...(isMain ? {} : { variant: 'default' })}
      leftSection={<Shape size={15} aria-hidden />}
      onClick={() => {
        setOpen({ kind });
      }}
    >
      {label}
    </Button>
  );
  const newList = mayWrite && button(t('persons.newList'), IconPlus, 'new-list', lists.length === 0);
  const add = mayWrite && button(t('persons.add'), IconUserPlus, 'add', true);

  return (
    <div className="vd-links-page">
      <header className="vd-links-head">
        <Title order={1} size="h4">
          {t('persons.title')}
        </Title>
        {lists.length > 0 && (
          <Group gap={8}>
            {button(t('persons.search'), IconFaceId, 'search')}
            {newList}
            {mayWrite && button(t('import.title'), IconTableImport, 'import')}
            {add}
          </Group>
        )}
      </header>
      {failure !== null && (
        <NotAnswered className="vd-not-answered" onRetry={() => void reload()}>
          {personsError(t, failure)}
        </NotAnswered>
      )}
      {value === null ? (
        failure === null && <Loader m="xl" size="sm" aria-label={t('state.loading')} />
      ) : list === undefined ? (
        <Message icon={IconUsers} title={t('persons.noLists')} text={t('persons.noListsText')}>
          {newList}
        </Message>
      ) : (
        <div className="vd-persons">
          <nav className="vd-persons-lists" aria-label={t('persons.lists')}>
            {lists.map(({ id, kind, name, persons }) => {
              const Shape = kindIcons[kind];
              return (
                <a
                  key={id}
                  href={routeHash({ page: 'persons', listId: id })}
                  {...(id === list.id ? { 'aria-current': 'page' as const } : {})}
                >
                  <Shape size={16} stroke={1.6} aria-hidden />
                  <span className="vd-persons-list-name">
                    <bdi>{name}</bdi>
                    {name.trim().toLowerCase() !== t(`listKind.${kind}`).toLowerCase() && (
                      <span className="vd-quiet-word">{t(`listKind.${kind}`)}</span>
                    )}
                  </span>
                  <span className="vd-tabular vd-quiet-word">{formatNumber(persons, language)}</span>
                </a>
              );
            })}
          </nav>
          <div className="vd-persons-list">
            <Group justify="space-between" px={20} py={8} gap={12}>
              <Group gap={10}>
                <Title order={2} size="h5">
                  <bdi>{list.name}</bdi>
                </Title>
                <Text size="xs" c="dimmed">
                  {t(`listKind.${list.kind}`)} · <span className="vd-mono">{list.id}</span> ·{' '}
                  {t('persons.total', { count: list.persons })}
                </Text>
              </Group>
              {mayWrite && list.persons === 0 && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  leftSection={<IconTrash size={14} aria-hidden />}
                  onClick={() => {
                    setOpen({ kind: 'remove-list' });
                  }}
                >
                  {t('persons.removeList')}
                </Button>
              )}
            </Group>
            <PersonsTable
              key={list.id}
              list={list}
              changes={changes}
              add={add}
              onOpen={(person) => {
                setOpen({ kind: 'person', person });
              }}
            />
          </div>
        </div>
      )}
      {open?.kind === 'new-list' && (
        <NewListDialog
          takenIds={lists.map(({ id }) => id)}
          onCreated={({ id }) => {
            changed();
            window.location.hash = routeHash({ page: 'persons', listId: id });
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'add' && list !== undefined && (
        <AddPersonDialog list={list} from={null} onAdded={changed} onClose={close} />
      )}
      {open?.kind === 'import' && list !== undefined && (
        <ImportDialog list={list} onChanged={changed} onClose={close} />
      )}
      {open?.kind === 'search' && (
        <SearchDialog
          listNameOf={listNameOf}
          onOpen={(person) => {
            setOpen({ kind: 'person', person });
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'person' && (
        <PersonCard
          person={open.person}
          listName={listNameOf(open.person.listId)}
          onRemoved={changed}
          onChanged={() => {
            setChanges(changes + 1);
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'remove-list' && list !== undefined && (
        <ConfirmDialog
          title={t('persons.removeList')}
          text={t('persons.removeListText')}
          action={t('persons.removeList')}
          onConfirm={async () => {
            const reply = await rpc.call('faceLists.remove', { listId: list.id });
            if (!reply.ok && reply.code !== 'not-found') return personsError(t, reply.code);
            changed();
            return null;
          }}
          onClose={close}
        />
      )}
    </div>
  );
}
