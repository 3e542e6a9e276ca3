import { Button, Collapse, Stack, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconCircleCheck, IconEyeOff, IconPhotoOff } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Finding } from '#shared/domain/analysis.ts';
import { sideTitles } from '#shared/domain/document-words.ts';
import { refusalAdvice, refusalSentences } from '#shared/domain/refusal-sentences.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { CutOut } from '../../ui/CropImage.tsx';
import { flatUrl } from '../../rpc/image-url.ts';
import { Message } from '../../ui/Message.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { stepNumberOf, stepTitle } from '../../ui/step-title.ts';
import { checkTitle, findingAdvice, findingSentence } from './finding-text.ts';
import { NotChecked } from './NotChecked.tsx';
import { findingKey, troublesOf, type CaptureView } from './review-model.ts';
import { uprightCut } from './upright-cut.ts';

/** Two: a pair of faces, or a place and its counterpart. The viewer shows the others. */
const shownCutOuts = 2;
/** A region wider than this is a line of text: it gets the width of the card, not its corner. */
const stripAspect = 3;

/** Such as a frame of a challenge, which is not listed and lies as it was taken. */
const unknownCapture = { flat: null, sizePx: null, rotationDeg: 0 } as const;

interface FindingCardProps {
  readonly finding: Finding;
  /** Name of its step where there are several of the kind, so that the pictures alone do not say which; else `null`. */
  readonly place: string | null;
  readonly captures: readonly CaptureView[];
  readonly isSelected: boolean;
  readonly onSelect: (finding: Finding) => void;
}

/** A finding that asks for an eye: what was found, its cut-out, and what the person should do. */
function FindingCard({ finding, place, captures, isSelected, onSelect }: FindingCardProps): ReactNode {
  const { t, language } = useLocalization();
  const cutOuts = finding.evidence.slice(0, shownCutOuts).map(({ captureId, regionPx }) => {
    const capture = captures.find((candidate) => candidate.captureId === captureId);
    return { captureId, ...uprightCut(capture ?? unknownCapture, regionPx) };
  });
  const isStrip = cutOuts.length > 0 && cutOuts.every(({ size }) => size.width > stripAspect * size.height);
  const advice = findingAdvice(finding, language);
  return (
    <UnstyledButton
      className={`vd-finding vd-edge-${findingLooks[finding.status].tone}`}
      data-strip={isStrip || undefined}
      data-selected={isSelected || undefined}
      aria-pressed={isSelected}
      data-finding={findingKey(finding)}
      onClick={() => {
        onSelect(finding);
      }}
    >
      <span className="vd-finding-text">
        <span className="vd-finding-title">
          <StatusMark look={findingLooks[finding.status]} label={checkTitle(finding.id, language)} />
          <span className="vd-quiet-word">
            {place !== null && `${place} · `}
            {t(`finding.${finding.status}`)}
          </span>
        </span>
        <Personal className="vd-finding-sentence">{findingSentence(finding, language)}</Personal>
        {isSelected && advice !== undefined && (
          <span className="vd-advice">
            <b>{t('summary.advice')}</b> {advice}
          </span>
        )}
      </span>
      {cutOuts.length > 0 && (
        <span className="vd-finding-crops">
          {cutOuts.map((cutOut) => (
            <CutOut
              key={`${cutOut.captureId}/${cutOut.quadPx[0].x.toString()}/${cutOut.quadPx[0].y.toString()}`}
              className="vd-finding-crop"
              url={flatUrl(cutOut.captureId, cutOut, isStrip ? 720 : 240)}
              alt={t('summary.cutout')}
            />
          ))}
        </span>
      )}
    </UnstyledButton>
  );
}

interface SummaryTabProps {
  readonly session: Session;
  readonly captures: readonly CaptureView[];
  readonly selectedKey: string | null;
  readonly onSelect: (finding: Finding) => void;
  readonly onShowCapture: (captureId: string) => void;
}

/** Verdict first: what failed in one sentence each; what passed folds away. */
export function SummaryTab({
  session,
  captures,
  selectedKey,
  onSelect,
  onShowCapture,
}: SummaryTabProps): ReactNode {
  const { t, language } = useLocalization();
  const [isOpen, setOpen] = useState(false);
  const { analysis } = session;
  // A refused picture is told of once, at the top, and not again by the checks that needed it.
  const refused = captures.filter(({ refusal }) => refusal !== null);
  const troubles = troublesOf(analysis).filter(
    ({ stepId, reason }) =>
      !refused.some((capture) => capture.stepId === stepId && capture.refusal === reason),
  );
  const passed = analysis?.findings.filter(({ status }) => status === 'passed') ?? [];
  const isWithheld = session.withheld.includes('checks');
  const isKnownBad =
    session.history.matches.length > 0 ||
    session.lists.some(({ status, kind }) => status === 'matched' && kind === 'blacklist');
  const { steps } = session.scenario;
  const placeOf = ({ stepId }: Finding): string | null => {
    const step = steps.find(({ id }) => id === stepId);
    return step === undefined || stepNumberOf(step.id, steps) === null ? null : stepTitle(step, steps, t);
  };
  return (
    <Stack gap={8}>
      {refused.map(({ captureId, side, refusal }) => {
        const code = refusal as keyof (typeof refusalSentences)['en'];
        return (
          <UnstyledButton
            key={captureId}
            className="vd-finding vd-edge-failed"
            onClick={() => {
              onShowCapture(captureId);
            }}
          >
            <span className="vd-finding-text">
              <span className="vd-finding-title">
                <StatusMark
                  look={{ tone: 'failed', icon: IconPhotoOff }}
                  label={t('summary.refused', { side: sideTitles[language][side] })}
                />
              </span>
              <span className="vd-finding-sentence">{refusalSentences[language][code]}</span>
              <span className="vd-advice">{refusalAdvice[language][code]}</span>
            </span>
          </UnstyledButton>
        );
      })}
      {troubles.map((finding) => (
        <FindingCard
          key={findingKey(finding)}
          finding={finding}
          place={placeOf(finding)}
          captures={captures}
          isSelected={findingKey(finding) === selectedKey}
          onSelect={onSelect}
        />
      ))}
      {isWithheld && (
        <Message icon={IconEyeOff} title={t('withheld.checks')} text={t('withheld.checksText')} />
      )}
      {/* Where nothing was run nothing failed either, which is no good news; nor is it below an alert of what came before. */}
      {passed.length > 0 && !isWithheld && !isKnownBad && troubles.length === 0 && refused.length === 0 && (
        <div className="vd-allclear">
          <StatusMark
            look={{ tone: 'passed', icon: IconCircleCheck }}
            size={20}
            label={t('summary.nothingFailed')}
          />
        </div>
      )}
      {passed.length > 0 && (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-expanded={isOpen}
            leftSection={
              <IconChevronRight size={14} aria-hidden className={isOpen ? 'vd-turned' : undefined} />
            }
            onClick={() => {
              setOpen(!isOpen);
            }}
          >
            {t('summary.passed', { count: passed.length })}
          </Button>
          <Collapse expanded={isOpen}>
            <Stack gap={2} mt={4}>
              {passed.map((finding) => (
                <UnstyledButton
                  key={findingKey(finding)}
                  className="vd-passed"
                  tabIndex={isOpen ? 0 : -1}
                  onClick={() => {
                    onSelect(finding);
                  }}
                >
                  <StatusMark look={findingLooks.passed} size={14} />
                  <span>{findingSentence(finding, language)}</span>
                </UnstyledButton>
              ))}
            </Stack>
          </Collapse>
        </div>
      )}
      <NotChecked findings={analysis?.findings ?? []} selectedKey={selectedKey} onSelect={onSelect} />
    </Stack>
  );
}
