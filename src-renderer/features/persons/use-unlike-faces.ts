import { useEffect, useState } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import type { FoundFaces } from './use-found-faces.ts';

interface Unlike {
  /** What was asked about, in one word: an answer about faces chosen before is none about those chosen now. */
  readonly asked: string;
  readonly apart: readonly [string, string] | null;
  readonly unlikePerson: string | null;
}

/**
 * What speaks against the chosen faces being one person's, or `person`'s, in words; null where nothing does. It only warns: people change, and
 * whoever adds them sees them.
 */
export function useUnlikeFaces(
  { chosen, offered }: Pick<FoundFaces, 'chosen' | 'offered'>,
  person: ListedPerson | null,
): string | null {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [unlike, setUnlike] = useState<Unlike | null>(null);
  const personId = person?.personId ?? null;
  const asked = chosen.join(' ');
  useEffect(() => {
    const faceIds = asked.split(' ').filter((id) => id !== '');
    if (faceIds.length === 0 || (faceIds.length === 1 && personId === null)) return;
    let isShown = true;
    void rpc.call('faces.compare', { faceIds, personId }).then((reply) => {
      if (isShown && reply.ok) setUnlike({ asked, ...reply.value });
    });
    return () => {
      isShown = false;
    };
  }, [rpc, asked, personId]);
  if (unlike?.asked !== asked) return null;
  const titleOf = (id: string): string => offered.find(({ face }) => face.faceId === id)?.title ?? '';
  if (unlike.apart !== null) {
    const [a, b] = unlike.apart;
    return t('persons.apart', { a: titleOf(a), b: titleOf(b) });
  }
  return unlike.unlikePerson === null
    ? null
    : t('persons.unlike', {
        face: titleOf(unlike.unlikePerson),
        name: person?.details?.name ?? t('persons.nameWithheld'),
      });
}
