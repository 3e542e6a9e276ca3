import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { fieldOrder } from '../editor/fields.tsx';
import { FacesDialog } from './FacesDialog.tsx';
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
  const faces = useSessionFaces(from);
  const name = person.details?.name ?? t('persons.nameWithheld');
  return (
    <FacesDialog
      title={t('persons.addFacesTo', { name })}
      action={t('persons.addFaces')}
      from={from}
      person={person}
      faces={faces}
      isWhole={reason.trim() !== ''}
      send={() =>
        rpc.call('listedPersons.addTemplates', {
          personId: person.personId,
          reason,
          sourceSessionId: from?.sessionId ?? null,
          faceIds: [...faces.chosen],
        })
      }
      sent={t('persons.facesAdded')}
      onAdded={onAdded}
      onClose={onClose}
    >
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
    </FacesDialog>
  );
}
