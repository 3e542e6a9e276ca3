import { Button, Text } from '@mantine/core';
import { useCallback, useState, type ReactNode } from 'react';
import { searchHitSentence } from '#shared/domain/false-match-sentence.ts';
import type { ListAnswer } from '#shared/domain/history.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { withMargin } from '../../rpc/image-url.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { CropImage } from '../../ui/CropImage.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { PersonCard } from '../persons/PersonCard.tsx';
import { personsError } from '../persons/persons-error.ts';
import { PersonPicture } from '../persons/PersonPicture.tsx';
import { faceTitle } from './face-title.ts';
import { SideBySide } from './SideBySide.tsx';

interface ListMatchProps {
  readonly session: Session;
  readonly answer: Extract<ListAnswer, { status: 'matched' }> & {
    readonly personId: string;
    readonly distance: number;
  };
}

/** Who of a list was found: both faces beside each other, why the person is on the list, and how many strangers look as alike. */
export function ListMatch({ session, answer }: ListMatchProps): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const { personId, distance, stepId, listId } = answer;
  const askPerson = useCallback(() => rpc.call('listedPersons.get', { personId }), [rpc, personId]);
  const { value, failure } = useAnswer(askPerson);
  const model = session.analysis?.pipeline.models.find(({ name }) => name === 'face-recognition')?.sha256;
  const askRate = useCallback(
    () =>
      model === undefined
        ? Promise.resolve({ ok: true as const, value: null })
        : rpc.call('faces.falseMatches', { model, distance }),
    [rpc, model, distance],
  );
  const rate = useAnswer(askRate).value;
  const askLists = useCallback(() => rpc.call('faceLists.list', {}), [rpc]);
  const lists = useAnswer(askLists);
  // As many as are on it now: how many were when it was searched is not kept.
  const list = lists.value?.lists.find(({ id }) => id === listId);
  const [shows, setShows] = useState<'person' | 'session' | null>(null);
  const faces = session.analysis?.faces.detected ?? [];
  const captureIds = session.captures
    .filter((capture) => capture.stepId === stepId)
    .map(({ captureId }) => captureId as string);
  const face = faces.find(({ captureId }) => captureIds.includes(captureId));
  if (failure !== null)
    return (
      <Text size="xs" c="dimmed">
        {personsError(t, failure)}
      </Text>
    );
  if (value === null) return null;
  const { person } = value;
  const name = person.details?.name ?? t('persons.nameWithheld');
  return (
    <div className="vd-list-match">
      {face !== undefined && (
        <CropImage
          className="vd-list-match-face"
          captureId={face.captureId}
          regionPx={withMargin(face.regionPx, 0.3)}
          rollDeg={face.rollDeg}
          maxPx={192}
          alt={faceTitle(face, faces, t)}
        />
      )}
      <PersonPicture person={person} className="vd-list-match-face" />
      <div className="vd-list-match-words">
        <Text size="sm" fw={600}>
          <Personal>
            <bdi>{name}</bdi>
          </Personal>
        </Text>
        <Text size="sm">
          {t('persons.reason')}: <bdi>{person.details?.reason ?? t('withheld.value')}</bdi>
        </Text>
        {rate !== null && (
          <Text size="xs">
            {searchHitSentence(rate, { count: list?.persons ?? 0, of: 'people' }, language)}
          </Text>
        )}
        <div className="vd-list-match-actions">
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('persons.open', { name })}
            onClick={() => {
              setShows('person');
            }}
          >
            {t('persons.card')}
          </Button>
          {person.sourceSessionId !== null && person.sourceSessionId !== session.id && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                setShows('session');
              }}
            >
              {t('sideBySide.compare')}
            </Button>
          )}
        </div>
      </div>
      {shows === 'person' && (
        <PersonCard
          person={person}
          listName={list?.name ?? listId}
          onRemoved={() => {
            setShows(null);
          }}
          onClose={() => {
            setShows(null);
          }}
        />
      )}
      {shows === 'session' && person.sourceSessionId !== null && (
        <SideBySide
          session={session}
          otherId={person.sourceSessionId}
          onClose={() => {
            setShows(null);
          }}
        />
      )}
    </div>
  );
}
