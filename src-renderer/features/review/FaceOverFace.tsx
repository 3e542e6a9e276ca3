import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { IconArrowsExchange, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { flatUrl } from '../../rpc/image-url.ts';
import { CutOut } from '../../ui/CropImage.tsx';
import { eyeAlignedCut } from './eye-aligned-cut.ts';

const modes = ['slider', 'blink'] as const;
type Mode = (typeof modes)[number];

/** Long enough to see a face, short enough to see what differs. */
const blinkMs = 800;
const shownPx = 600;

interface FaceOverFaceProps {
  readonly faces: readonly [AnalyzedFace, AnalyzedFace];
  readonly nameOf: (face: AnalyzedFace) => string;
}

/**
 * Two faces drawn over each other, upright, their eyes at the same places: parted by a line that is moved, or the one after the other. Whoever asked their
 * system for less motion changes them by hand.
 */
export function FaceOverFace({ faces, nameOf }: FaceOverFaceProps): ReactNode {
  const { t } = useLocalization();
  const [mode, setMode] = useState<Mode>('slider');
  const [share, setShare] = useState(50);
  const [isSecond, setIsSecond] = useState(false);
  const wantsLessMotion = useReducedMotion();
  const [isPaused, setIsPaused] = useState(false);
  const isBlinking = mode === 'blink' && !isPaused && !wantsLessMotion;
  useEffect(() => {
    if (!isBlinking) return undefined;
    const timer = setInterval(() => {
      setIsSecond((was) => !was);
    }, blinkMs);
    return () => {
      clearInterval(timer);
    };
  }, [isBlinking]);
  const [first, second] = faces;
  const shown = isSecond ? second : first;
  const layer = (face: AnalyzedFace, alt: string): ReactNode => (
    <CutOut className="vd-over-layer" url={flatUrl(face.captureId, eyeAlignedCut(face), shownPx)} alt={alt} />
  );
  return (
    <section className="vd-over" aria-label={t('faces.overEachOther')}>
      <SegmentedControl
        size="xs"
        aria-label={t('faces.overEachOther')}
        value={mode}
        onChange={(value) => {
          setMode(value);
        }}
        data={modes.map((value) => ({ value, label: t(`faces.${value}`) }))}
      />
      <div className="vd-over-stage">
        {mode === 'slider' ? (
          <>
            {layer(first, nameOf(first))}
            <div className="vd-over-clip" style={{ clipPath: `inset(0 0 0 ${share.toString()}%)` }}>
              {layer(second, nameOf(second))}
            </div>
            <span className="vd-over-line" style={{ insetInlineStart: `${share.toString()}%` }} aria-hidden />
          </>
        ) : (
          // Both are there all the time, so that neither has to load when its turn comes.
          <>
            {layer(first, isSecond ? '' : nameOf(first))}
            <div style={{ visibility: isSecond ? 'visible' : 'hidden' }}>
              {layer(second, isSecond ? nameOf(second) : '')}
            </div>
          </>
        )}
      </div>
      {mode === 'slider' ? (
        <div className="vd-over-range">
          <Text size="xs" aria-hidden>
            {nameOf(first)}
          </Text>
          <Text size="xs" aria-hidden>
            {nameOf(second)}
          </Text>
          <input
            aria-label={t('faces.sliderLabel', { first: nameOf(first), second: nameOf(second) })}
            type="range"
            min={0}
            max={100}
            value={share}
            onChange={({ currentTarget }) => {
              setShare(Number(currentTarget.value));
            }}
          />
        </div>
      ) : (
        <Group gap={8} justify="space-between">
          <Text size="xs">{nameOf(shown)}</Text>
          <Group gap={6}>
            {!wantsLessMotion && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={
                  isPaused ? (
                    <IconPlayerPlay size={13} aria-hidden />
                  ) : (
                    <IconPlayerPause size={13} aria-hidden />
                  )
                }
                onClick={() => {
                  setIsPaused(!isPaused);
                }}
              >
                {t(isPaused ? 'faces.blinkOn' : 'faces.blinkPause')}
              </Button>
            )}
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconArrowsExchange size={13} aria-hidden />}
              onClick={() => {
                setIsPaused(true);
                setIsSecond(!isSecond);
              }}
            >
              {t('faces.other')}
            </Button>
          </Group>
        </Group>
      )}
    </section>
  );
}
