import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { fieldOrder } from '../editor/fields.tsx';
import { FormDialog } from '../people/FormDialog.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { FacePicker } from './FacePicker.tsx';
import { personsError } from './persons-error.ts';
import { useFoundFaces } from './use-found-faces.ts';
import { useSessionFaces, type PersonOfSession } from './use-session-faces.ts';

interface AddFacesDialogProps {
  readonly person: ListedPerson;
  /** Whose faces are offered; null where photographs of this machine are. */
  readonly from: PersonOfSession | null;
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** Further faces that somebody on a list is found by, and why they are added. */
export function AddFacesDialog({ person, from, onAdded, onClose }: AddFacesDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [reason, setReason] = useState('');
  const found = useFoundFaces('many');
  const { isLookingUp, lookUpProblem } = useSessionFaces(from, found.offer);
  const name = person.details?.name ?? t('persons.nameWithheld');
  return (
    <FormDialog
      size="lg"
      title={t('persons.addFacesTo', { name })}
      action={t('persons.addFaces')}
      isWhole={reason.trim() !== '' && found.chosen.length > 0}
      onSubmit={async () => {
        const reply = await rpc.call('listedPersons.addTemplates', {
          personId: person.personId,
          reason,
          sourceSessionId: from?.sessionId ?? null,
          faceIds: [...found.chosen],
        });
        if (!reply.ok) return personsError(t, reply.code);
        notifications.show({
          message: t('persons.facesAdded'),
          closeButtonProps: { 'aria-label': t('action.dismiss') },
        });
        onAdded();
        return null;
      }}
      onClose={onClose}
    >
      <FacePicker
        mode="many"
        found={{ ...found, isLooking: found.isLooking || isLookingUp }}
        takesPictures={from === null}
      />
      <ProblemAlert problem={lookUpProblem} />
      <TextInput
        data-autofocus
        autoComplete="off"
        inputWrapperOrder={fieldOrder}
        label={t('persons.reason')}
        description={t('persons.addFaces.reason.help')}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
    </FormDialog>
  );
}
