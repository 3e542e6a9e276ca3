import { Alert, Button, Group, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import {
  legalBases,
  personDetailsSchema,
  sameFaceDistance,
  type FaceList,
  type ListedPerson,
} from '#shared/domain/face-lists.ts';
import { must } from '#shared/lib/invariant.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMayRead } from '../../app/use-auth.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { fieldOrder } from '../editor/fields.tsx';
import { AddFacesDialog } from './AddFacesDialog.tsx';
import { FacesDialog } from './FacesDialog.tsx';
import { listLabel } from './list-label.ts';
import { personsError } from './persons-error.ts';
import { usePersonsByName } from './use-persons-by-name.ts';
import { useSessionFaces, type PersonOfSession } from './use-session-faces.ts';

interface AddPersonDialogProps {
  /** The list that is open; null where it is to be chosen. */
  readonly list: FaceList | null;
  /** Whose faces are offered; null where photographs of this machine are. */
  readonly from: PersonOfSession | null;
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** Who goes on a list, why, and by which faces they are found again. */
export function AddPersonDialog({ list, from, onAdded, onClose }: AddPersonDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  // One id for all tries: a lost answer puts nobody on the list twice.
  const [personId] = useState(() => crypto.randomUUID());
  const [listId, setListId] = useState(list?.id ?? null);
  const [name, setName] = useState(from?.name ?? '');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [legalBasis, setLegalBasis] = useState<(typeof legalBases)[number] | null>(null);
  const faces = useSessionFaces(from);
  const ask = useCallback(() => rpc.call('faceLists.list', {}), [rpc]);
  const lists = useAnswer(ask);
  const details = personDetailsSchema.safeParse({ name, reason, note: note.trim() }).data;
  const chosenList = listId ?? lists.value?.lists[0]?.id ?? null;
  const whole =
    details === undefined || chosenList === null || legalBasis === null
      ? null
      : { details, listId: chosenList, legalBasis };

  // Somebody who is on a list already gets these faces, and is not put there a second time.
  const faceId = from === null ? undefined : faces.chosen[0];
  const [known, setKnown] = useState<readonly ListedPerson[]>([]);
  const [existing, setExisting] = useState<ListedPerson | null>(null);
  useEffect(() => {
    if (faceId === undefined) return;
    let isShown = true;
    void rpc.call('faces.search', { faceId }).then((reply) => {
      if (!isShown || !reply.ok) return;
      const near = reply.value.hits.filter(({ distance }) => distance <= sameFaceDistance);
      setKnown(near.map(({ person }) => person));
    });
    return () => {
      isShown = false;
    };
  }, [rpc, faceId]);

  // Where the faces do not look alike, as after years, the person is chosen by name.
  const mayReadNames = useMayRead('fields');
  const [asked, setAsked] = useState('');
  const named = usePersonsByName(from === null ? null : chosenList, asked, 0);
  const isAnyListed = (lists.value?.lists.find(({ id }) => id === chosenList)?.persons ?? 0) > 0;

  if (existing !== null)
    return <AddFacesDialog person={existing} from={from} onAdded={onAdded} onClose={onClose} />;
  return (
    <FacesDialog
      title={list === null ? t('persons.addFrom') : t('persons.addTo', { list: list.name })}
      action={t('persons.add')}
      from={from}
      person={null}
      faces={faces}
      isWhole={whole !== null}
      send={() =>
        rpc.call('listedPersons.add', {
          ...must(whole, 'a form that is sent is whole'),
          personId,
          sourceSessionId: from?.sessionId ?? null,
          faceIds: [...faces.chosen],
        })
      }
      sent={t('persons.added')}
      onAdded={onAdded}
      onClose={onClose}
    >
      {known.map((person) => (
        <Alert key={person.personId} color="gray" className="vd-alert-warning" variant="light">
          <Group justify="space-between" gap={8}>
            <span>
              {t('persons.alreadyListed', {
                name: person.details?.name ?? t('persons.nameWithheld'),
                list: lists.value?.lists.find(({ id }) => id === person.listId)?.name ?? person.listId,
              })}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                setExisting(person);
              }}
            >
              {t('persons.addFaces')}
            </Button>
          </Group>
        </Alert>
      ))}
      {from !== null && mayReadNames && isAnyListed && (
        <Select
          searchable
          inputWrapperOrder={fieldOrder}
          label={t('persons.existing')}
          description={t('persons.existing.help')}
          nothingFoundMessage={
            named === null
              ? t('persons.existing.type')
              : named.isSearching
                ? t('persons.looking.names')
                : named.failure === null
                  ? t('persons.existing.none')
                  : personsError(t, named.failure)
          }
          classNames={{ input: 'vd-personal' }}
          // Found already, by other rules than the select's own.
          filter={({ options }) => options}
          data={(named?.persons ?? []).map((person) => ({
            value: person.personId,
            label: person.details?.name ?? '',
          }))}
          value={null}
          searchValue={asked}
          onSearchChange={setAsked}
          onChange={(value) => {
            setExisting(named?.persons.find(({ personId: id }) => id === value) ?? null);
          }}
        />
      )}
      <TextInput
        data-autofocus
        autoComplete="off"
        label={t('persons.name')}
        maxLength={200}
        value={name}
        classNames={{ input: 'vd-personal' }}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <TextInput
        autoComplete="off"
        inputWrapperOrder={fieldOrder}
        label={t('persons.reason')}
        description={t('persons.reason.help')}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
      <SimpleGrid cols={list === null ? 2 : 1} spacing="md">
        {list === null && (
          <Select
            label={t('persons.list')}
            data={(lists.value?.lists ?? []).map(({ id, name: listName, kind }) => ({
              value: id,
              label: listLabel(listName, t(`listKind.${kind}`)),
            }))}
            value={chosenList}
            allowDeselect={false}
            error={lists.value?.lists.length === 0 ? t('persons.noLists') : undefined}
            onChange={setListId}
          />
        )}
        <Select
          inputWrapperOrder={fieldOrder}
          label={t('persons.legalBasis')}
          description={t('persons.legalBasis.help')}
          data={legalBases.map((value) => ({ value, label: t(`legalBasis.${value}`) }))}
          value={legalBasis}
          onChange={(value) => {
            setLegalBasis(legalBases.find((known) => known === value) ?? null);
          }}
        />
      </SimpleGrid>
      <Textarea
        label={t('persons.note')}
        autosize
        minRows={1}
        maxLength={2000}
        value={note}
        onChange={({ currentTarget }) => {
          setNote(currentTarget.value);
        }}
      />
    </FacesDialog>
  );
}
