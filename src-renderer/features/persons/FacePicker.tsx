import { Loader, Text, UnstyledButton } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconCheck, IconPhotoUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { mostTemplates } from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { faceUrl } from '../../rpc/find-faces.ts';
import { CutOut } from '../../ui/CropImage.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import type { FoundFaces } from './use-found-faces.ts';

interface FacePickerProps {
  readonly mode: 'one' | 'many';
  readonly found: FoundFaces;
  /** Whether photographs of this machine may be added. */
  readonly takesPictures: boolean;
}

/** Photographs, the faces on them, and which of these are meant. */
export function FacePicker({ mode, found, takesPictures }: FacePickerProps): ReactNode {
  const { t } = useLocalization();
  const { offered, chosen, isLooking, problem, addPictures, choose } = found;
  const prompt = t(mode === 'one' ? 'persons.chooseOne' : 'persons.choosePhoto');
  return (
    <>
      {takesPictures && (
        <Dropzone
          className="vd-dropzone"
          multiple={mode === 'many'}
          disabled={isLooking}
          inputProps={{ 'aria-label': prompt }}
          onDrop={(files) => void addPictures(files)}
          onReject={(rejections) => {
            // What a file is gets decided by its bytes, in the analysis.
            void addPictures(rejections.map(({ file }) => file));
          }}
        >
          <span className="vd-dropzone-inner vd-persons-drop">
            <IconPhotoUp size={24} stroke={1.4} aria-hidden />
            <span>{prompt}</span>
          </span>
        </Dropzone>
      )}
      {isLooking && (
        <Text size="sm" role="status" className="vd-persons-looking">
          <Loader size={14} aria-hidden /> {t('persons.looking')}
        </Text>
      )}
      <ProblemAlert problem={problem} />
      {offered.length > 0 && (
        <div className="vd-persons-faces" role="group" aria-label={t('persons.faces')}>
          {offered.map(({ face, title }) => {
            const isChosen = chosen.includes(face.faceId);
            const isFull = mode === 'many' && !isChosen && chosen.length >= mostTemplates;
            return (
              <UnstyledButton
                key={face.faceId}
                className="vd-persons-face"
                aria-pressed={isChosen}
                aria-label={face.isClear ? title : `${title}: ${t('persons.poor')}`}
                disabled={!face.isClear || isFull}
                onClick={() => {
                  const others = chosen.filter((faceId) => faceId !== face.faceId);
                  choose(mode === 'one' ? [face.faceId] : isChosen ? others : [...others, face.faceId]);
                }}
              >
                <CutOut className="vd-persons-picture" url={faceUrl(face.faceId)} alt="" />
                {isChosen && (
                  <span className="vd-persons-chosen" aria-hidden>
                    <IconCheck size={14} stroke={3} />
                  </span>
                )}
                <span className="vd-persons-face-title">{title}</span>
                {!face.isClear && <span className="vd-quiet-word">{t('persons.poor')}</span>}
              </UnstyledButton>
            );
          })}
        </div>
      )}
    </>
  );
}
