import { Alert } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { FormDialog } from '../people/FormDialog.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { FacePicker } from './FacePicker.tsx';
import { personsError, type PersonsErrorCode } from './persons-error.ts';
import type { PersonOfSession, SessionFaces } from './use-session-faces.ts';
import { useUnlikeFaces } from './use-unlike-faces.ts';

interface FacesDialogProps {
  readonly title: string;
  readonly action: string;
  /** Whose faces are offered; null where photographs of this machine are. */
  readonly from: PersonOfSession | null;
  /** Who gets them; null where it is somebody new. */
  readonly person: ListedPerson | null;
  readonly faces: SessionFaces;
  /** Whether everything that `children` ask for is there. */
  readonly isWhole: boolean;
  readonly send: () => Promise<
    { readonly ok: true } | { readonly ok: false; readonly code: PersonsErrorCode }
  >;
  /** What is said when it has been sent. */
  readonly sent: string;
  readonly onAdded: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Faces to choose from for a list, and what else is asked for them. */
export function FacesDialog(props: FacesDialogProps): ReactNode {
  const { title, action, from, person, faces, isWhole, send, sent, onAdded, onClose, children } = props;
  const { t } = useLocalization();
  const unlike = useUnlikeFaces(faces, person);
  return (
    <FormDialog
      size="lg"
      title={title}
      action={action}
      isWhole={isWhole && faces.chosen.length > 0}
      onSubmit={async () => {
        const reply = await send();
        if (!reply.ok) return personsError(t, reply.code);
        notifications.show({ message: sent, closeButtonProps: { 'aria-label': t('action.dismiss') } });
        onAdded();
        return null;
      }}
      onClose={onClose}
    >
      <FacePicker mode="many" found={faces} takesPictures={from === null} />
      {unlike !== null && (
        <Alert color="yellow" className="vd-alert-warning" variant="light" role="alert">
          {unlike}
        </Alert>
      )}
      <ProblemAlert problem={faces.lookUpProblem} />
      {children}
    </FormDialog>
  );
}
