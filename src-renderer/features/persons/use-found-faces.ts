import { useCallback, useState } from 'react';
import type { FoundFace } from '#shared/rpc/face-list-contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { findFaces } from '../../rpc/find-faces.ts';

/** A face to choose, and what it is called. */
export interface OfferedFace {
  readonly face: FoundFace;
  readonly title: string;
}

export interface FoundFaces {
  readonly offered: readonly OfferedFace[];
  readonly chosen: readonly string[];
  readonly isLooking: boolean;
  readonly problem: string | null;
  /** Looks for faces in pictures, one after another; of each the most prominent clear one is chosen. */
  readonly addPictures: (files: readonly File[]) => Promise<void>;
  readonly offer: (faces: readonly OfferedFace[]) => void;
  readonly choose: (faceIds: readonly string[]) => void;
}

/** Faces found on pictures, and which of them are chosen: the last one alone, or several of one person. */
export function useFoundFaces(mode: 'one' | 'many'): FoundFaces {
  const { t } = useLocalization();
  const [offered, setOffered] = useState<readonly OfferedFace[]>([]);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isLooking, setLooking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const offer = useCallback(
    (faces: readonly OfferedFace[]): void => {
      const clear = faces.filter(({ face }) => face.isClear).map(({ face }) => face.faceId);
      setOffered((known) => (mode === 'one' ? faces : [...known, ...faces]));
      setChosen((known) => (mode === 'one' ? clear.slice(0, 1) : [...known, ...clear.slice(0, 1)]));
    },
    [mode],
  );
  return {
    offered,
    chosen,
    isLooking,
    problem,
    offer,
    choose: setChosen,
    async addPictures(files) {
      setLooking(true);
      setProblem(null);
      for (const file of mode === 'one' ? files.slice(0, 1) : files) {
        const reply = await findFaces(file);
        if (!reply.ok) setProblem(`${file.name}: ${t(`faceError.${reply.code}`)}`);
        else if (reply.faces.length === 0) setProblem(`${file.name}: ${t('faceError.no-face')}`);
        else
          offer(
            reply.faces.map((face, i) => ({
              face,
              title: t('persons.face', { number: i + 1, picture: file.name }),
            })),
          );
      }
      setLooking(false);
    },
  };
}
