import { Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconFaceIdError, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import { falseMatchSentence } from '#shared/domain/false-match-sentence.ts';
import { pairLikeness } from '#shared/domain/pair-likeness.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useMay } from '../../app/use-auth.ts';
import { holderName } from '../../db/session-tile.ts';
import { flatUrl, withMargin } from '../../rpc/image-url.ts';
import { CropImage, CutOut } from '../../ui/CropImage.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatNumber, formatPercent } from '../../ui/number.ts';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { AddPersonDialog } from '../persons/AddPersonDialog.tsx';
import type { PersonOfSession } from '../persons/use-session-faces.ts';
import { eyeAlignedCut } from './eye-aligned-cut.ts';
import { faceTitle, shortFaceTitle } from './face-title.ts';
import { FaceMatrix } from './FaceMatrix.tsx';
import { FaceOverFace } from './FaceOverFace.tsx';
import { facesOfPairs, likenessLooks, pairKey, shownPairs } from './pairs-of-faces.ts';
import type { CaptureView } from './review-model.ts';

interface FacesTabProps {
  readonly session: Session;
  readonly captures: readonly CaptureView[];
  readonly onSelectFace: (face: AnalyzedFace) => void;
}

/** Every pair of faces, and one of them large. */
export function FacesTab({ session, captures, onSelectFace }: FacesTabProps): ReactNode {
  const { t, language } = useLocalization();
  const faces = session.analysis?.faces.detected ?? [];
  const pairs = shownPairs(session.analysis?.faces ?? { pairs: [], notCompared: [] });
  const [chosen, setChosen] = useState<string | null>(null);
  const [listed, setListed] = useState<PersonOfSession | null>(null);
  const mayList = useMay('lists.write');
  const comparison = useRef<HTMLElement>(null);
  if (faces.length === 0)
    return <Message icon={IconFaceIdError} title={t('faces.none')} text={t('faces.noneText')} />;
  const shown = pairs.find((candidate) => pairKey(candidate) === chosen) ?? pairs[0];
  const nameOf = (face: AnalyzedFace): string => faceTitle(face, faces, t);
  const find = (id: string): AnalyzedFace | undefined => faces.find((face) => face.id === id);
  const first = shown && find(shown.pair.a);
  const second = shown && find(shown.pair.b);
  const notCompared = shown?.kind === 'not-compared' ? shown.pair : null;
  const poorer = faces.find(({ id }) => id === notCompared?.poorer);
  // Of a face that is too poor to be compared its age and sex are no better told: under a mask a man looks like a girl.
  const poor = new Set((session.analysis?.faces.notCompared ?? []).map((pair) => pair.poorer));
  const inMatrix = pairs.length === 0 ? faces : facesOfPairs(faces, pairs);
  // What is printed small makes a poor template: nobody is put on a list by it.
  const listable = faces.filter(({ role }) => role !== 'ghost-portrait' && role !== 'held-portrait');
  const crop = (face: AnalyzedFace, maxPx: number, className: string, alt: string): ReactNode => (
    <CropImage
      className={className}
      captureId={face.captureId}
      regionPx={withMargin(
        face.regionPx,
        0.3,
        captures.find(({ captureId }) => captureId === face.captureId)?.sizePx ?? undefined,
      )}
      rollDeg={face.rollDeg}
      maxPx={maxPx}
      alt={alt}
    />
  );
  // One pair is shown at once; of several the matrix is the way to the others.
  const isMatrixFirst = pairs.length > 1;
  const matrix = (
    <section aria-label={t('faces.matrix')}>
      <Title order={3} size="h6" mb={6}>
        {t('faces.matrix')}
      </Title>
      <FaceMatrix
        faces={inMatrix}
        pairs={pairs}
        chosen={shown}
        nameOf={nameOf}
        shortNameOf={(face) => shortFaceTitle(face, faces, t)}
        cutOf={(face) => crop(face, 72, 'vd-face-small', '')}
        onChoose={(pair) => {
          setChosen(pairKey(pair));
          comparison.current?.scrollIntoView({ block: 'nearest' });
        }}
      />
    </section>
  );
  return (
    <Stack gap={16}>
      {mayList && (
        <Group justify="flex-end">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUserPlus size={15} aria-hidden />}
            onClick={() => {
              setListed({
                sessionId: session.id,
                name:
                  holderName(
                    session.analysis?.steps.find((step) => step.document !== null)?.document ?? null,
                  ) ?? '',
                faces: listable.map((face) => ({ face, title: nameOf(face) })),
              });
            }}
          >
            {t('persons.fromFaces')}
          </Button>
        </Group>
      )}
      {listed !== null && (
        <AddPersonDialog
          list={null}
          from={listed}
          onAdded={() => {
            setListed(null);
          }}
          onClose={() => {
            setListed(null);
          }}
        />
      )}
      {isMatrixFirst && matrix}
      {shown !== undefined && first !== undefined && second !== undefined && (
        <section ref={comparison} aria-label={t('faces.pair')} className="vd-pair">
          <div className="vd-pair-faces">
            {[first, second].map((face) => (
              <UnstyledButton
                key={face.id}
                className="vd-pair-face"
                onClick={() => {
                  onSelectFace(face);
                }}
              >
                <CutOut
                  className="vd-face-large"
                  url={flatUrl(face.captureId, eyeAlignedCut(face), 480)}
                  alt={nameOf(face)}
                />
                <span>{nameOf(face)}</span>
                {!poor.has(face.id) && (
                  <span className="vd-quiet-word">
                    {face.age === null || face.sex === null
                      ? t('withheld.value')
                      : t('faces.estimate', { age: Math.round(face.age), sex: t(`sex.${face.sex}`) })}
                  </span>
                )}
              </UnstyledButton>
            ))}
          </div>
          {shown.kind === 'compared' ? (
            <>
              <div className="vd-pair-verdict">
                <StatusMark
                  look={findingLooks[likenessLooks[pairLikeness(shown.pair)]]}
                  size={20}
                  label={t(`faces.${pairLikeness(shown.pair)}`)}
                />
                <span className="vd-similarity">
                  {t('faces.similarity')} <b>{formatPercent(shown.pair.similarity, language)}</b>
                </span>
              </div>
              {pairLikeness(shown.pair) === 'uncertain' && <Text size="sm">{t('faces.uncertainText')}</Text>}
              <Text size="sm">{falseMatchSentence(shown.pair, language)}</Text>
              <Text size="xs" c="dimmed">
                {t('faces.distance', { distance: formatNumber(shown.pair.distance, language, 3) })}
              </Text>
            </>
          ) : (
            <>
              <div className="vd-pair-verdict">
                <StatusMark look={findingLooks['not-run']} size={20} label={t('faces.notComparable')} />
              </div>
              <Text size="sm">
                {t(`faces.poor.${shown.pair.reason}`, {
                  face: poorer === undefined ? '' : nameOf(poorer),
                  pixels: formatNumber(poorer?.interEyePx ?? 0, language, 0),
                })}
              </Text>
            </>
          )}
          {[first, second].some(({ id, age }) => age !== null && !poor.has(id)) && (
            <Text size="xs" c="dimmed">
              {t('faces.estimate.error')}
            </Text>
          )}
          <FaceOverFace key={pairKey(shown)} faces={[first, second]} nameOf={nameOf} />
        </section>
      )}
      {pairs.length === 0 && (
        <Message
          icon={IconUsers}
          {...(session.withheld.includes('checks')
            ? { title: t('withheld.pairs'), text: t('withheld.checksText') }
            : { title: t('faces.noPair'), text: t('faces.noPairText') })}
        />
      )}
      {!isMatrixFirst && matrix}
    </Stack>
  );
}
