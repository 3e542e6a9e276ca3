import type { ReactNode } from 'react';

/** Marks personal data: blurred while the analyst shields the screen from onlookers. */
export function Personal({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <span className={className === undefined ? 'vd-personal' : `vd-personal ${className}`}>{children}</span>
  );
}
