import type { Translate } from '../../app/i18n/i18n.ts';
import type { SessionTile } from '../../db/session-tile.ts';

/** Where a session stands; of one that a person behind a link goes through: at which step and attempt. */
export function liveWords(tile: SessionTile, t: Translate): string {
  if (tile.status !== 'collecting' || tile.source !== 'link') return t(`status.${tile.status}`);
  const current = tile.steps.find(({ mark }) => mark !== 'passed' && mark !== 'not-run');
  if (current === undefined) return t('status.collecting');
  const { type, mark, attempts } = current;
  const step = t(`step.${type}`);
  if (mark === 'submitted') return t('tile.stepChecking', { step, attempts });
  if (mark === 'retry') return t('tile.stepAgain', { step, attempts, most: tile.attemptsPerStep });
  return tile.captureCount === 0 ? t('tile.opened') : t('tile.stepOpen', { step });
}
