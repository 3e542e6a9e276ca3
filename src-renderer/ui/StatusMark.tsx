import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconEye,
  IconHelpOctagon,
  IconHourglassEmpty,
  IconLoader,
  IconMinus,
  IconRefresh,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FindingStatus, Recommendation } from '#shared/domain/analysis.ts';
import type { SessionStatus } from '#shared/domain/session.ts';
import type { StepMark } from '../db/session-tile.ts';

/** How serious a state is; each has a color, and every use of a color has a shape and a word beside it. */
export type Tone = 'failed' | 'warning' | 'passed' | 'info' | 'quiet';

export interface Look {
  readonly tone: Tone;
  readonly icon: Icon;
}

export const sessionLooks: Readonly<Record<SessionStatus, Look>> = {
  collecting: { tone: 'quiet', icon: IconCircleDashed },
  queued: { tone: 'quiet', icon: IconClock },
  analyzing: { tone: 'info', icon: IconLoader },
  failed: { tone: 'failed', icon: IconHelpOctagon },
  review: { tone: 'warning', icon: IconEye },
  approved: { tone: 'passed', icon: IconCircleCheck },
  declined: { tone: 'failed', icon: IconCircleX },
  'ask-again': { tone: 'info', icon: IconRefresh },
  blocked: { tone: 'failed', icon: IconBan },
  frozen: { tone: 'quiet', icon: IconHourglassEmpty },
};

export const findingLooks: Readonly<Record<FindingStatus, Look>> = {
  failed: { tone: 'failed', icon: IconCircleX },
  warning: { tone: 'warning', icon: IconAlertTriangle },
  passed: { tone: 'passed', icon: IconCircleCheck },
  'not-run': { tone: 'quiet', icon: IconMinus },
  error: { tone: 'failed', icon: IconHelpOctagon },
};

export const stepLooks: Readonly<Record<StepMark, Look>> = {
  failed: { tone: 'failed', icon: IconCircleX },
  warning: { tone: 'warning', icon: IconAlertTriangle },
  passed: { tone: 'passed', icon: IconCircleCheck },
  'not-run': { tone: 'quiet', icon: IconMinus },
  pending: { tone: 'quiet', icon: IconCircleDashed },
  submitted: { tone: 'info', icon: IconLoader },
  retry: { tone: 'warning', icon: IconRefresh },
};

export const recommendationLooks: Readonly<Record<Recommendation, Look>> = {
  approve: { tone: 'passed', icon: IconCircleCheck },
  review: { tone: 'warning', icon: IconEye },
  'ask-again': { tone: 'info', icon: IconRefresh },
  decline: { tone: 'failed', icon: IconCircleX },
};

interface StatusMarkProps {
  readonly look: Look;
  /** The word beside the shape; without it the shape is decoration and the word stands elsewhere. */
  readonly label?: string;
  readonly size?: number;
}

/** A state as shape, color and word. */
export function StatusMark({ look, label, size = 16 }: StatusMarkProps): ReactNode {
  const Shape = look.icon;
  return (
    <span className={`vd-mark vd-tone-${look.tone}`}>
      <Shape
        size={size}
        stroke={2}
        aria-hidden
        className={look.icon === IconLoader ? 'vd-spin' : undefined}
      />
      {label !== undefined && <span>{label}</span>}
    </span>
  );
}
