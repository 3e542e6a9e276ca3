import { Button, Group, Modal, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import { legalBases, personDetailsSchema, type FaceList } from '#shared/domain/face-lists.ts';
import { captureIdSchema, type SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useAnswer } from '../../sync/use-answer.ts';
import { fieldOrder } from '../editor/fields.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import { FacePicker } from './FacePicker.tsx';
import { personsError } from './persons-error.ts';
import { useFoundFaces } from './use-found-faces.ts';

/** A session that somebody is put on a list from. */
export interface PersonOfSession {
  readonly sessionId: SessionId;
  readonly name: string;
  readonly faces: readonly { readonly face: AnalyzedFace; readonly title: string }[];
}

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
  const [isLookingUp, setLookingUp] = useState(from !== null);
  const [lookUpProblem, setLookUpProblem] = useState<string | null>(null);
  const found = useFoundFaces('many');
  const { isSending, problem, send } = useSending();
  const ask = useCallback(() => rpc.call('faceLists.list', {}), [rpc]);
  const lists = useAnswer(ask);
  const details = personDetailsSchema.safeParse({ name, reason, note: note.trim() }).data;
  const chosenList = listId ?? lists.value?.lists[0]?.id ?? null;
  const canAdd =
    details !== undefined && chosenList !== null && legalBasis !== null && found.chosen.length > 0;

  const { offer } = found;
  useEffect(() => {
    if (from === null) return;
    let isShown = true;
    const lookUp = async (): Promise<void> => {
      for (const { face, title } of from.faces) {
        const captureId = captureIdSchema.parse(face.captureId);
        const reply = await rpc.call('faces.ofCapture', { captureId, regionPx: face.regionPx });
        if (!isShown) return;
        if (reply.ok) offer([{ face: reply.value.face, title }]);
        else setLookUpProblem(`${title}: ${personsError(t, reply.code)}`);
      }
      setLookingUp(false);
    };
    void lookUp();
    return () => {
      isShown = false;
    };
  }, [from, rpc, t, offer]);

  async function add(): Promise<string | null> {
    if (!canAdd) return null;
    const reply = await rpc.call('listedPersons.add', {
      listId: chosenList,
      personId,
      details,
      legalBasis,
      sourceSessionId: from?.sessionId ?? null,
      faceIds: [...found.chosen],
    });
    if (!reply.ok) return personsError(t, reply.code);
    notifications.show({
      message: t('persons.added'),
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
    onAdded();
    return null;
  }

  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={list === null ? t('persons.addFrom') : t('persons.addTo', { list: list.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canAdd && !isSending) void send(add);
        }}
      >
        <Stack gap="md">
          <FacePicker
            mode="many"
            found={{ ...found, isLooking: found.isLooking || isLookingUp }}
            takesPictures={from === null}
          />
          <ProblemAlert problem={lookUpProblem} />
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
                  label: `${listName} (${t(`listKind.${kind}`)})`,
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
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isSending} disabled={!canAdd}>
              {t('persons.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
