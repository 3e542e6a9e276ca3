import { Anchor, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useNames } from '../../app/use-names.ts';
import { useTable } from '../../sync/use-replica.ts';
import { Personal } from '../../ui/Personal.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark, sessionLooks } from '../../ui/StatusMark.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { ConfirmDialog } from '../people/ConfirmDialog.tsx';
import { PersonFaces } from './PersonFaces.tsx';
import { personsError } from './persons-error.ts';
import { PersonPicture } from './PersonPicture.tsx';

interface PersonCardProps {
  readonly person: ListedPerson;
  readonly listName: string;
  readonly onRemoved: () => void;
  /** Of what is kept of the person. */
  readonly onChanged?: () => void;
  readonly onClose: () => void;
}

/** An id is told apart by its first eight characters, as in the history. */
const shortIdLength = 8;

/** Somebody on a list: who, why, by whom, and the sessions in which the face was found. */
export function PersonCard({ person, listName, onRemoved, onChanged, onClose }: PersonCardProps): ReactNode {
  const { t } = useLocalization();
  useReturnFocus();
  const { rpc } = useServices();
  const mayRemove = useMay('lists.write');
  const nameOf = useNames([person.addedBy]);
  const { tiles } = useTable();
  const [isRemoving, setRemoving] = useState(false);
  const [isFacesDialogOpen, setFacesDialogOpen] = useState(false);
  const { details, sourceSessionId } = person;
  const name = details?.name ?? t('persons.nameWithheld');
  const sessions = tiles.filter(
    ({ sessionId, listedPersons }) =>
      sessionId === sourceSessionId || listedPersons.includes(person.personId),
  );
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('persons.list'), <bdi key="list">{listName}</bdi>],
    [t('persons.reason'), details === null ? t('withheld.value') : <bdi key="reason">{details.reason}</bdi>],
    ...(details === null || details.note === ''
      ? []
      : ([
          [
            t('persons.note'),
            <Personal key="note">
              <bdi>{details.note}</bdi>
            </Personal>,
          ],
        ] as const)),
    [t('persons.legalBasis'), t(`legalBasis.${person.legalBasis}`)],
    [t('persons.addedBy'), <bdi key="by">{nameOf(person.addedBy)}</bdi>],
    [t('persons.addedAt'), <RelativeTime key="at" at={person.addedAt} />],
  ];
  return (
    <>
      <Modal
        opened
        size="lg"
        // The key closes the dialog above it, and not this one with it.
        closeOnEscape={!isRemoving && !isFacesDialogOpen}
        onClose={onClose}
        title={
          <Personal>
            <bdi>{name}</bdi>
          </Personal>
        }
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Stack gap="md">
          <div className="vd-person-card">
            <PersonPicture person={person} className="vd-person-large" />
            <dl className="vd-person-facts">
              {facts.map(([term, value]) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </div>
          <PersonFaces
            person={person}
            onChanged={onChanged ?? (() => undefined)}
            onDialog={setFacesDialogOpen}
          />
          <section aria-label={t('persons.seen')}>
            <Title order={3} size="h6" mb={6}>
              {t('persons.seen')}
            </Title>
            {sessions.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('persons.seenNone')}
              </Text>
            ) : (
              <ul className="vd-person-sessions">
                {sessions.map((tile) => (
                  <li key={tile.sessionId}>
                    <StatusMark
                      look={sessionLooks[tile.status]}
                      size={15}
                      label={t(`status.${tile.status}`)}
                    />
                    <Anchor size="sm" href={routeHash({ page: 'logs', sessionId: tile.sessionId })}>
                      {tile.name === null ? (
                        t('history.session', { id: tile.sessionId.slice(0, shortIdLength) })
                      ) : (
                        <Personal>
                          <bdi>{tile.name}</bdi>
                        </Personal>
                      )}
                    </Anchor>
                    <span className="vd-quiet-word">
                      <RelativeTime at={tile.createdAt} />
                      {tile.sessionId === sourceSessionId && ` · ${t('persons.source')}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
          {mayRemove && (
            <Group justify="flex-end">
              <Button
                variant="default"
                className="vd-tone-failed"
                leftSection={<IconTrash size={15} aria-hidden />}
                onClick={() => {
                  setRemoving(true);
                }}
              >
                {t('persons.remove')}
              </Button>
            </Group>
          )}
        </Stack>
      </Modal>
      {isRemoving && (
        <ConfirmDialog
          title={t('persons.removeOne', { name })}
          text={t('persons.removeText')}
          action={t('persons.remove')}
          onConfirm={async () => {
            const reply = await rpc.call('listedPersons.remove', { personId: person.personId });
            // Somebody else was faster: what was asked for is so.
            if (!reply.ok && reply.code !== 'not-found') return personsError(t, reply.code);
            notifications.show({
              message: t('persons.removed'),
              closeButtonProps: { 'aria-label': t('action.dismiss') },
            });
            onRemoved();
            return null;
          }}
          onClose={() => {
            setRemoving(false);
          }}
        />
      )}
    </>
  );
}
