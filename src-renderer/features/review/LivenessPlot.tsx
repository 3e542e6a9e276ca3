import { Text } from '@mantine/core';
import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import type { LivenessAnalysis, LivenessMeasure } from '#shared/domain/analysis.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { formatNumber } from '../../ui/number.ts';
import { livenessPlot, valueOf, type LivenessPlot as Plot, type MeasurePlot } from './liveness-plot.ts';

interface LivenessPlotProps {
  readonly analysis: LivenessAnalysis;
  readonly currentId: string | null;
  readonly onShow: (captureId: string) => void;
}

const width = 430;
const rowHeight = 92;
const left = 40;
const right = 10;
const plotWidth = width - left - right;
const top = 18;
const inner = rowHeight - 24;
/** From here on points of the usual size would run into each other. */
const manyFrames = 40;

/**
 * The measured angles over time: a row for each measure, what was asked for shaded and numbered, from where on a movement counts as a
 * dashed line. For the keyboard and for who does not see it, it is a slider over the frames that tells each one's values.
 */
export function LivenessPlot({ analysis, currentId, onShow }: LivenessPlotProps): ReactNode {
  const { t } = useLocalization();
  const say = useFrameInWords(analysis);
  const plot = useMemo(() => livenessPlot(analysis), [analysis]);
  const { frames } = analysis;
  const current = frames.findIndex(({ captureId }) => captureId === currentId);
  const go = (index: number): void => {
    const frame = frames[Math.max(0, Math.min(frames.length - 1, index))];
    if (frame !== undefined) onShow(frame.captureId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: frames.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(to);
  };
  if (plot.measures.length === 0) return null;
  const height = top + plot.measures.length * rowHeight;
  return (
    <figure className="vd-liveness-plot">
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('liveness.plot')}
        aria-valuemin={1}
        aria-valuemax={frames.length}
        aria-valuenow={Math.max(1, current + 1)}
        aria-valuetext={current < 0 ? t('liveness.plotNone') : say(current)}
        onKeyDown={onKeyDown}
      >
        <svg viewBox={`0 0 ${width.toString()} ${height.toString()}`} aria-hidden>
          <Spans plot={plot} height={height} analysis={analysis} />
          {plot.measures.map((measure, row) => (
            <Row
              key={measure.measure}
              radius={frames.length > manyFrames ? 2 : 3}
              measure={measure}
              offset={top + row * rowHeight}
              currentId={currentId}
              onShow={onShow}
            />
          ))}
        </svg>
      </div>
      <figcaption>
        <Text size="xs" c="dimmed" aria-live="polite">
          {current < 0 ? t('liveness.plotNone') : say(current)}
        </Text>
      </figcaption>
    </figure>
  );
}

function Spans({
  plot,
  height,
  analysis,
}: {
  readonly plot: Plot;
  readonly height: number;
  readonly analysis: LivenessAnalysis;
}): ReactNode {
  return plot.spans.map(({ place, from, to }) =>
    place === null ? null : (
      <g key={place}>
        <rect
          className={`vd-plot-span vd-plot-span-${analysis.actions[place]?.status ?? 'unclear'}`}
          x={left + from * plotWidth}
          y={0}
          width={(to - from) * plotWidth}
          height={height}
        />
        <text className="vd-plot-text" x={left + ((from + to) / 2) * plotWidth} y={12} textAnchor="middle">
          {place + 1}
        </text>
      </g>
    ),
  );
}

interface RowProps {
  readonly measure: MeasurePlot;
  /** Of a frame's point. */
  readonly radius: number;
  readonly offset: number;
  readonly currentId: string | null;
  readonly onShow: (captureId: string) => void;
}

function Row({ measure, radius, offset, currentId, onShow }: RowProps): ReactNode {
  const { t, language } = useLocalization();
  const toX = (x: number): number => left + x * plotWidth;
  const toY = (y: number): number => offset + 18 + (1 - y) * (inner - 14);
  const unitDigits = measure.measure === 'yaw' || measure.measure === 'pitch' ? 0 : 1;
  return (
    <g>
      <text className="vd-plot-text vd-plot-name" x={left} y={offset + 11}>
        {t(`liveness.measure.${measure.measure}`)}
      </text>
      {[measure.most, measure.least].map((value, index) => (
        <text key={index} className="vd-plot-text" x={left - 6} y={toY(1 - index) + 4} textAnchor="end">
          {`${formatNumber(value, language, unitDigits)}${unitDigits === 0 ? '°' : ''}`}
        </text>
      ))}
      <path
        className="vd-plot-frame"
        d={`M${toX(0).toString()} ${toY(1).toString()}V${toY(0).toString()}H${toX(1).toString()}`}
      />
      {measure.neutralY !== null && (
        <line
          className="vd-plot-neutral"
          x1={toX(0)}
          x2={toX(1)}
          y1={toY(measure.neutralY)}
          y2={toY(measure.neutralY)}
        />
      )}
      {measure.thresholds.map(({ place, from, to, y }) => (
        <line key={place} className="vd-plot-threshold" x1={toX(from)} x2={toX(to)} y1={toY(y)} y2={toY(y)} />
      ))}
      {measure.lines.map((line) => (
        <polyline
          key={line[0]?.captureId}
          className="vd-plot-line"
          points={line.map(({ x, y }) => `${toX(x).toFixed(1)},${toY(y ?? 0).toFixed(1)}`).join(' ')}
        />
      ))}
      {measure.points.map(({ captureId, x, y }) =>
        y === null ? null : (
          <circle
            key={captureId}
            className={captureId === currentId ? 'vd-plot-point vd-plot-current' : 'vd-plot-point'}
            cx={toX(x)}
            cy={toY(y)}
            r={captureId === currentId ? 5.5 : radius}
            onClick={() => {
              onShow(captureId);
            }}
          />
        ),
      )}
    </g>
  );
}

/** A frame by its time and what was measured on it. */
function useFrameInWords(analysis: LivenessAnalysis): (index: number) => string {
  const { t, language } = useLocalization();
  const measures: readonly LivenessMeasure[] = [...new Set(analysis.actions.map(({ measure }) => measure))];
  return (index) => {
    const frame = analysis.frames[index];
    if (frame === undefined) return '';
    const seconds = formatNumber(frame.atMs / 1000, language, 2);
    if (frame.face === null) return t('liveness.frameNoFace', { seconds });
    const values = measures.flatMap((measure) => {
      const value = valueOf(frame.face, measure);
      if (value === null) return [];
      const isAngle = measure === 'yaw' || measure === 'pitch';
      return [
        `${t(`liveness.measure.${measure}`)} ${formatNumber(value, language, isAngle ? 0 : 2)}${isAngle ? '°' : ''}`,
      ];
    });
    return t('liveness.frameValues', { seconds, values: values.join(', ') });
  };
}
