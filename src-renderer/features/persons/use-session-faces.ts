import { useEffect, useState } from 'react';
import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import { captureIdSchema, type SessionId } from '#shared/domain/ids.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { personsError } from './persons-error.ts';
import { useFoundFaces, type FoundFaces } from './use-found-faces.ts';

/** A session that somebody is put on a list from, or gets further faces from. */
export interface PersonOfSession {
  readonly sessionId: SessionId;
  readonly name: string;
  readonly faces: readonly { readonly face: AnalyzedFace; readonly title: string }[];
}

export interface SessionFaces extends FoundFaces {
  readonly lookUpProblem: string | null;
}

/** Faces to choose from: where there is a session its own ones, which are looked up on this machine, else those of pictures. */
export function useSessionFaces(from: PersonOfSession | null): SessionFaces {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const found = useFoundFaces('many');
  const { offer } = found;
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
  return { ...found, isLooking: found.isLooking || isLookingUp, lookUpProblem };
}
