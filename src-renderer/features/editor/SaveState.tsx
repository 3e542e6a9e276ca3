import { Anchor } from '@mantine/core';
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { StatusMark, type Look } from '../../ui/StatusMark.tsx';
import type { SaveStatus } from './draft-keeper.ts';

/** `wrong`: saved as it is, but it cannot be committed so. */
type ShownStatus = SaveStatus | 'wrong';

const looks: Readonly<Record<ShownStatus, Look>> = {
  saved: { tone: 'quiet', icon: IconCloudCheck },
  waiting: { tone: 'quiet', icon: IconCloudUp },
  saving: { tone: 'quiet', icon: IconCloudUp },
  wrong: { tone: 'failed', icon: IconAlertTriangle },
  invalid: { tone: 'failed', icon: IconAlertTriangle },
  stale: { tone: 'warning', icon: IconAlertTriangle },
  offline: { tone: 'warning', icon: IconCloudOff },
  refused: { tone: 'failed', icon: IconAlertTriangle },
};

/** Where the last edit is, in one line; from a draft in which something is wrong there is a way to what is wrong. */
export function SaveState({
  status,
  onShowProblem,
}: {
  readonly status: ShownStatus;
  readonly onShowProblem: () => void;
}): ReactNode {
  const { t } = useLocalization();
  const mark = <StatusMark look={looks[status]} size={14} label={t(`save.${status}`)} />;
  return (
    <span className="vd-save-state" role="status">
      {status === 'invalid' || status === 'wrong' ? (
        <Anchor component="button" type="button" size="xs" onClick={onShowProblem}>
          {mark}
        </Anchor>
      ) : (
        mark
      )}
    </span>
  );
}
