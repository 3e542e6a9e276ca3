import { Modal, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { searchHitSentence } from '#shared/domain/false-match-sentence.ts';
import { sameFaceDistance, type ListedPerson } from '#shared/domain/face-lists.ts';
import type { RpcReply } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { formatNumber } from '../../ui/number.ts';
import { Personal } from '../../ui/Personal.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { FacePicker } from './FacePicker.tsx';
import { personsError } from './persons-error.ts';
import { PersonPicture } from './PersonPicture.tsx';
import { useFoundFaces } from './use-found-faces.ts';

interface SearchDialogProps {
  readonly listNameOf: (listId: string) => string;
  readonly onOpen: (person: ListedPerson) => void;
  readonly onClose: () => void;
}

type SearchReply = RpcReply<'faces.search'>;

/** A photograph, and who on all lists looks most like it. */
export function SearchDialog({ listNameOf, onOpen, onClose }: SearchDialogProps): ReactNode {
  const { t, language } = useLocalization();
  useReturnFocus();
  const { rpc } = useServices();
  const found = useFoundFaces('one');
  const [answer, setAnswer] = useState<{ readonly faceId: string; readonly reply: SearchReply } | null>(null);
  const faceId = found.chosen[0];

  useEffect(() => {
    if (faceId === undefined) return;
    let isShown = true;
    void rpc.call('faces.search', { faceId }).then((reply) => {
      if (isShown) setAnswer({ faceId, reply });
    });
    return () => {
      isShown = false;
    };
  }, [rpc, faceId]);

  const reply = answer !== null && answer.faceId === faceId ? answer.reply : null;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('persons.search')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="md">
        <FacePicker mode="one" found={found} takesPictures />
        <ProblemAlert problem={reply === null || reply.ok ? null : personsError(t, reply.code)} />
        {reply?.ok === true && (
          <section aria-label={t('persons.searchResults')}>
            <Title order={3} size="h6">
              {t('persons.searchResults')}
            </Title>
            <Text size="xs" c="dimmed" mb={8} role="status">
              {reply.value.searched === 0
                ? t('persons.searchNone')
                : t('persons.searchDone', { count: reply.value.searched })}
            </Text>
            <ul className="vd-person-hits">
              {reply.value.hits.map(({ person, distance, ...rates }) => {
                const isSame = distance <= sameFaceDistance;
                const name = person.details?.name ?? t('persons.nameWithheld');
                return (
                  <li key={person.personId}>
                    <UnstyledButton
                      className="vd-person-hit"
                      aria-label={t('persons.open', { name })}
                      onClick={() => {
                        onOpen(person);
                      }}
                    >
                      <PersonPicture person={person} className="vd-person-small" />
                      <span className="vd-person-hit-words">
                        <span className="vd-person-hit-line">
                          <Personal>
                            <bdi>{name}</bdi>
                          </Personal>
                          <span className="vd-quiet-word">{listNameOf(person.listId)}</span>
                        </span>
                        <StatusMark
                          look={
                            isSame
                              ? { tone: 'warning', icon: IconCircleCheck }
                              : { tone: 'quiet', icon: IconCircleDashed }
                          }
                          size={14}
                          label={t(isSame ? 'persons.sameFace' : 'persons.otherFace')}
                        />
                        <Text size="xs">
                          {searchHitSentence(rates, { count: reply.value.searched, of: 'faces' }, language)}
                        </Text>
                        <Text size="xs" c="dimmed">
                          {t('faces.distance', { distance: formatNumber(distance, language, 3) })}
                        </Text>
                      </span>
                    </UnstyledButton>
                  </li>
                );
              })}
            </ul>
          </section>
        )}
      </Stack>
    </Modal>
  );
}
