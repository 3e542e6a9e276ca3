import { useEffect, useState } from 'react';
import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import { captureIdSchema, type SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { personsError } from './persons-error.ts';
import type { FoundFaces } from './use-found-faces.ts';

/** A session that somebody is put on a list from, or gets further faces from. */
export interface PersonOfSession {
  readonly sessionId: SessionId;
  readonly name: string;
  readonly faces: readonly { readonly face: AnalyzedFace; readonly title: string }[];
}

/** Looks the faces of a session up on this machine and offers them, where there is a session. */
export function useSessionFaces(
  from: PersonOfSession | null,
  offer: FoundFaces['offer'],
): { readonly isLookingUp: boolean; readonly lookUpProblem: string | null } {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [isLookingUp, setLookingUp] = useState(from !== null);
  const [lookUpProblem, setLookUpProblem] = useState<string | null>(null);
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
  return { isLookingUp, lookUpProblem };
}
