import { ActionIcon, Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPhotoPlus, IconTrash, IconUser } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useNames } from '../../app/use-names.ts';
import { templateUrl } from '../../rpc/find-faces.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { CutOut } from '../../ui/CropImage.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ConfirmDialog } from '../people/ConfirmDialog.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { AddFacesDialog } from './AddFacesDialog.tsx';
import { personsError } from './persons-error.ts';
import { PersonPicture } from './PersonPicture.tsx';

interface PersonFacesProps {
  readonly person: ListedPerson;
  readonly onChanged: () => void;
  /** Whether a dialog of its own is open. */
  readonly onDialog: (isOpen: boolean) => void;
}

/** By which faces somebody is found: who added each, when and why; another one can be added, and one removed. */
export function PersonFaces({ person, onChanged, onDialog }: PersonFacesProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const mayWrite = useMay('lists.write');
  const { personId } = person;
  const ask = useCallback(() => rpc.call('listedPersons.templates', { personId }), [rpc, personId]);
  const { value, failure, reload } = useAnswer(ask);
  const templates = value?.templates ?? [];
  const nameOf = useNames([...new Set(templates.map(({ addedBy }) => addedBy))]);
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  const isDialogOpen = isAdding || removing !== null;
  useEffect(() => {
    onDialog(isDialogOpen);
  }, [onDialog, isDialogOpen]);
  const changed = (): void => {
    setAdding(false);
    setRemoving(null);
    void reload();
    onChanged();
  };
  const close = (): void => {
    setAdding(false);
    setRemoving(null);
  };
  return (
    <section aria-label={t('persons.facesTitle')}>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {t('persons.facesTitle')}
        </Title>
        {mayWrite && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPhotoPlus size={14} aria-hidden />}
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('persons.addFaces')}
          </Button>
        )}
      </Group>
      <ProblemAlert problem={failure === null ? null : personsError(t, failure)} />
      <ul className="vd-person-templates">
        {templates.map((template, at) => {
          const { templateId, hasPicture, reason } = template;
          const label = t('persons.faceNumber', { number: at + 1 });
          return (
            <li key={templateId}>
              {hasPicture ? (
                <CutOut className="vd-person-small" url={templateUrl(personId, templateId)} alt={label} />
              ) : at === 0 && template.addedAt === person.addedAt ? (
                <PersonPicture person={person} className="vd-person-small" />
              ) : (
                <span
                  className="vd-crop vd-crop-missing vd-person-small"
                  role="img"
                  aria-label={t('persons.noPhoto')}
                >
                  <IconUser size={20} stroke={1.4} aria-hidden />
                </span>
              )}
              <span className="vd-person-template-words">
                <Text size="sm">{reason === null ? label : <bdi>{reason}</bdi>}</Text>
                <Text size="xs" c="dimmed">
                  <bdi>{nameOf(template.addedBy)}</bdi> · <RelativeTime at={template.addedAt} />
                </Text>
              </span>
              {mayWrite && templates.length > 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('persons.removeFace', { number: at + 1 })}
                  onClick={() => {
                    setRemoving(templateId);
                  }}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
      {isAdding && <AddFacesDialog person={person} from={null} onAdded={changed} onClose={close} />}
      {removing !== null && (
        <ConfirmDialog
          title={t('persons.removeFaceTitle')}
          text={t('persons.removeFaceText')}
          action={t('persons.remove')}
          onConfirm={async () => {
            const reply = await rpc.call('listedPersons.removeTemplate', { personId, templateId: removing });
            // Somebody else was faster: what was asked for is so.
            if (!reply.ok && reply.code !== 'not-found') return personsError(t, reply.code);
            notifications.show({
              message: t('persons.faceRemoved'),
              closeButtonProps: { 'aria-label': t('action.dismiss') },
            });
            changed();
            return null;
          }}
          onClose={close}
        />
      )}
    </section>
  );
}
