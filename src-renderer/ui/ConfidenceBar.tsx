import type { ReactNode } from 'react';
import { useLocalization } from '../app/i18n/i18n.ts';

/** How sure a reading is, as a quiet bar with its number on hover. Rounded down, so that 100 % means 100 %. */
export function ConfidenceBar({ value }: { readonly value: number }): ReactNode {
  const { t } = useLocalization();
  const percent = Math.floor(value * 100);
  // 0.9 and 0.7: bands for the eye only; no check uses them.
  const band = value >= 0.9 ? 'high' : value >= 0.7 ? 'middle' : 'low';
  return (
    <span className="vd-confidence" data-band={band} title={t('document.confidence', { percent })}>
      <span className="vd-confidence-track" aria-hidden>
        <span style={{ width: `${percent.toString()}%` }} />
      </span>
      <span className="vd-confidence-number">{percent}</span>
    </span>
  );
}
