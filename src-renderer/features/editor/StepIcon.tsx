import { IconFaceId, IconId, IconUserScan, IconUserSquareRounded, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StepType } from '#shared/domain/scenario.ts';

const icons: Readonly<Record<StepType, Icon>> = {
  document: IconId,
  selfie: IconUserSquareRounded,
  'selfie-with-document': IconUserScan,
  liveness: IconFaceId,
};

/** The shape of a kind of step; its word stands beside it or in the label around it. */
export function StepIcon({ type, size }: { readonly type: StepType; readonly size: number }): ReactNode {
  const Shape = icons[type];
  return <Shape size={size} stroke={1.6} aria-hidden />;
}
