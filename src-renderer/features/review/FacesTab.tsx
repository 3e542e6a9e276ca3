import { Button, Group, Stack, Table, Text, Title, UnstyledButton } from '@mantine/core';
import { IconFaceIdError, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AnalyzedFace, FacePair } from '#shared/domain/analysis.ts';
import { falseMatchSentence } from '#shared/domain/false-match-sentence.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useMay } from '../../app/use-auth.ts';
import { holderName } from '../../db/session-tile.ts';
import { withMargin } from '../../rpc/image-url.ts';
import { CropImage } from '../../ui/CropImage.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatNumber, formatPercent } from '../../ui/number.ts';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { AddPersonDialog } from '../persons/AddPersonDialog.tsx';
import type { PersonOfSession } from '../persons/use-session-faces.ts';
import { faceTitle } from './face-title.ts';
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
  const pairs = session.analysis?.faces.pairs ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [listed, setListed] = useState<PersonOfSession | null>(null);
  const mayList = useMay('lists.write');
  if (faces.length === 0)
    return <Message icon={IconFaceIdError} title={t('faces.none')} text={t('faces.noneText')} />;
  const keyOf = ({ a, b }: FacePair): string => `${a}|${b}`;
  const pair = pairs.find((candidate) => keyOf(candidate) === chosen) ?? pairs[0];
  const nameOf = (face: AnalyzedFace): string => faceTitle(face, faces, t);
  const find = (id: string): AnalyzedFace | undefined => faces.find((face) => face.id === id);
  const first = pair === undefined ? undefined : find(pair.a);
  const second = pair === undefined ? undefined : find(pair.b);
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
                faces: faces.map((face) => ({ face, title: nameOf(face) })),
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
      {pair !== undefined && first !== undefined && second !== undefined && (
        <section aria-label={t('faces.pair')} className="vd-pair">
          <div className="vd-pair-faces">
            {[first, second].map((face) => (
              <UnstyledButton
                key={face.id}
                className="vd-pair-face"
                onClick={() => {
                  onSelectFace(face);
                }}
              >
                {crop(face, 480, 'vd-face-large', nameOf(face))}
                <span>{nameOf(face)}</span>
                <span className="vd-quiet-word">
                  {face.age === null || face.sex === null
                    ? t('withheld.value')
                    : t('faces.estimate', { age: Math.round(face.age), sex: t(`sex.${face.sex}`) })}
                </span>
              </UnstyledButton>
            ))}
          </div>
          <div className="vd-pair-verdict">
            <StatusMark
              look={findingLooks[pair.matched ? 'passed' : 'failed']}
              size={20}
              label={t(pair.matched ? 'faces.matched' : 'faces.notMatched')}
            />
            <span className="vd-similarity">
              {t('faces.similarity')} <b>{formatPercent(pair.similarity, language)}</b>
            </span>
          </div>
          <Text size="sm">{falseMatchSentence(pair, language)}</Text>
          <Text size="xs" c="dimmed">
            {t('faces.distance', { distance: formatNumber(pair.distance, language, 3) })}
          </Text>
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
      <section aria-label={t('faces.matrix')}>
        <Title order={3} size="h6" mb={6}>
          {t('faces.matrix')}
        </Title>
        <div className="vd-matrix-scroll">
          <Table className="vd-matrix" withTableBorder withColumnBorders aria-label={t('faces.matrix')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Td />
                {faces.map((face) => (
                  <Table.Th key={face.id} scope="col">
                    {crop(face, 96, 'vd-face-small', '')}
                    <span>{nameOf(face)}</span>
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {faces.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Th scope="row">
                    {crop(row, 96, 'vd-face-small', '')}
                    <span>{nameOf(row)}</span>
                  </Table.Th>
                  {faces.map((column) => {
                    const cell = pairs.find(
                      ({ a, b }) => (a === row.id && b === column.id) || (a === column.id && b === row.id),
                    );
                    if (cell === undefined)
                      return <Table.Td key={column.id}>{row === column ? '' : '–'}</Table.Td>;
                    return (
                      <Table.Td key={column.id}>
                        <UnstyledButton
                          className="vd-cell"
                          aria-pressed={cell === pair}
                          aria-label={`${nameOf(row)}, ${nameOf(column)}: ${formatPercent(cell.similarity, language)}, ${t(cell.matched ? 'faces.matched' : 'faces.notMatched')}`}
                          onClick={() => {
                            setChosen(keyOf(cell));
                          }}
                        >
                          <StatusMark look={findingLooks[cell.matched ? 'passed' : 'failed']} size={14} />
                          {formatPercent(cell.similarity, language)}
                        </UnstyledButton>
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </section>
    </Stack>
  );
}
