import { ActionIcon, Checkbox, Table, Tooltip } from '@mantine/core';
import {
  IconArrowRight,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconEye,
  IconHourglassEmpty,
  IconProgress,
  IconSend,
} from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { Link } from '#shared/domain/link.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import type { SessionTile } from '../../db/session-tile.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark, type Look } from '../../ui/StatusMark.tsx';
import { exactTime } from '../../ui/time.ts';
import { liveWords } from '../logs/live-words.ts';
import { isRevocable, shortLinkId, type LinkStatus } from './link-status.ts';

/** A link with its session, as far as either is known. */
export interface LinkLine {
  readonly link: Link;
  readonly tile: SessionTile | undefined;
  readonly status: LinkStatus;
  /** The scenario's name; its id where no such scenario is known any more. */
  readonly scenarioName: string;
}

const looks: Readonly<Record<LinkStatus, Look>> = {
  new: { tone: 'quiet', icon: IconCircleDashed },
  opened: { tone: 'info', icon: IconEye },
  progress: { tone: 'info', icon: IconProgress },
  success: { tone: 'passed', icon: IconCircleCheck },
  failure: { tone: 'failed', icon: IconCircleX },
  expired: { tone: 'quiet', icon: IconHourglassEmpty },
  revoked: { tone: 'quiet', icon: IconBan },
};

interface LinkRowProps {
  readonly line: LinkLine;
  /** Whether this person may revoke links at all. */
  readonly mayRevoke: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly canResend: boolean;
  readonly onResend: () => void;
  readonly onRevoke: () => void;
}

/** One link in the list. */
export const LinkRow = memo(function LinkRow({
  line,
  mayRevoke,
  isChosen,
  onChoose,
  canResend,
  onResend,
  onRevoke,
}: LinkRowProps): ReactNode {
  const { t, language } = useLocalization();
  const { link, tile, status } = line;
  const canRevoke = mayRevoke && isRevocable(status);
  const short = shortLinkId(link.linkId);
  return (
    <Table.Tr data-link={link.linkId}>
      <Table.Td>
        {mayRevoke && (
          <Checkbox
            size="xs"
            aria-label={t('links.choose', { link: short })}
            disabled={!canRevoke}
            checked={canRevoke && isChosen}
            onChange={({ currentTarget }) => {
              onChoose(currentTarget.checked);
            }}
          />
        )}
      </Table.Td>
      <Table.Td className="vd-mono" title={link.linkId}>
        {short}
      </Table.Td>
      <Table.Td>
        <StatusMark look={looks[status]} size={15} label={t(`link.${status}`)} />
      </Table.Td>
      <Table.Td>
        <bdi title={link.scenarioId}>{line.scenarioName}</bdi>{' '}
        <span className="vd-quiet-word">v{link.scenarioVersion}</span>
      </Table.Td>
      <Table.Td>
        <bdi>{link.clientKey ?? '–'}</bdi>
      </Table.Td>
      <Table.Td>
        <RelativeTime at={link.createdAt} />
      </Table.Td>
      <Table.Td className="vd-tabular">
        <time dateTime={link.expiresAt}>{exactTime(link.expiresAt, language)}</time>
      </Table.Td>
      <Table.Td>
        {link.sessionId === null ? (
          <span className="vd-quiet-word">–</span>
        ) : (
          <a className="vd-link-session" href={routeHash({ page: 'logs', sessionId: link.sessionId })}>
            {tile === undefined ? t('links.open') : liveWords(tile, t)}
            <IconArrowRight size={13} aria-hidden />
          </a>
        )}
      </Table.Td>
      <Table.Td className="vd-link-actions">
        {canResend && (
          <Tooltip label={t('links.resend')}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('links.resendOne', { link: short })}
              onClick={onResend}
            >
              <IconSend size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        {canRevoke && (
          <Tooltip label={t('links.revoke')}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('links.revokeOne', { link: short })}
              onClick={onRevoke}
            >
              <IconBan size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </Table.Td>
    </Table.Tr>
  );
});
