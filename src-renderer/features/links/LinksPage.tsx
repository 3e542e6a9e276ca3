import {
  Alert,
  Button,
  Checkbox,
  Chip,
  Group,
  Loader,
  Modal,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan, IconFilterOff, IconLink, IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { maxLinksAtOnce } from '#shared/domain/link.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useTable } from '../../sync/use-replica.ts';
import { Message } from '../../ui/Message.tsx';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { formatNumber } from '../../ui/number.ts';
import { useScenarioRecords } from '../editor/use-scenario-records.ts';
import { LinkRow, type LinkLine } from './LinkRow.tsx';
import { isResendable, isRevocable, linkStatus, linkStatuses, type LinkStatus } from './link-status.ts';
import { MakeLinksDialog } from './MakeLinksDialog.tsx';
import { ResendLinkDialog } from './ResendLinkDialog.tsx';
import { useLinks } from './use-links.ts';

/** Rows drawn at once, and how many more at a time: a few screens, which a slow machine draws without a halt. */
const rowsAtOnce = 200;

/** One-time links: what became of each, and how to make and revoke them. */
export function LinksPage(): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const mayWrite = useMay('links.write');
  const { links, failure, hasMore, reload, showMore } = useLinks();
  const { records } = useScenarioRecords();
  const { tiles } = useTable();
  const [filter, setFilter] = useState<LinkStatus | 'all'>('all');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [mostRows, setMostRows] = useState(rowsAtOnce);
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<readonly string[] | null>(null);
  const [resending, setResending] = useState<LinkLine | null>(null);
  const [isRevoking, setIsRevoking] = useState(false);
  const [revokeFailure, setRevokeFailure] = useState<string | null>(null);

  // The list is asked for every few seconds, each time with the time of then.
  // eslint-disable-next-line react-hooks/purity
  const nowMs = Date.now();
  const byId = new Map(tiles.map((tile) => [tile.sessionId, tile]));
  const lines: readonly LinkLine[] = (links ?? []).map((link) => {
    const tile = link.sessionId === null ? undefined : byId.get(link.sessionId);
    const record = records?.find(({ id }) => id === link.scenarioId);
    const scenarioName = record === undefined ? link.scenarioId : scenarioTitle(record.name, language);
    return { link, tile, scenarioName, status: linkStatus(link, tile?.status, nowMs) };
  });
  const shown = filter === 'all' ? lines : lines.filter(({ status }) => status === filter);
  const revocable = shown.filter(({ status }) => isRevocable(status));
  const marked = revocable.filter(({ link }) => chosen.has(link.linkId));
  const countOf = (status: LinkStatus): number => lines.filter((line) => line.status === status).length;

  async function revoke(linkIds: readonly string[]): Promise<void> {
    setIsRevoking(true);
    setRevokeFailure(null);
    let revokedCount = 0;
    for (let start = 0; start < linkIds.length; start += maxLinksAtOnce) {
      const reply = await rpc.call('links.revoke', { linkIds: linkIds.slice(start, start + maxLinksAtOnce) });
      if (!reply.ok) {
        setIsRevoking(false);
        setRevokeFailure(t(`rpcError.${reply.code}`));
        return;
      }
      revokedCount += reply.value.revoked.length;
    }
    setIsRevoking(false);
    setRevoking(null);
    setChosen(new Set());
    notifications.show({
      message: t('links.revoked', { count: revokedCount }),
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
    await reload();
  }

  const make = mayWrite && (
    <Button
      size="xs"
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => {
        setMaking(true);
      }}
    >
      {t('links.make')}
    </Button>
  );
  return (
    <div className="vd-links-page">
      <header className="vd-links-head">
        <Group gap={10}>
          <Title order={1} size="h4">
            {t('links.title')}
          </Title>
          {links !== null && (
            <Text size="xs" c="dimmed" className="vd-tabular">
              {t('links.total', { count: links.length })}
            </Text>
          )}
        </Group>
        <Group gap={8}>
          {marked.length > 0 && (
            <Button
              size="xs"
              variant="default"
              className="vd-tone-failed"
              leftSection={<IconBan size={15} aria-hidden />}
              onClick={() => {
                setRevoking(marked.map(({ link }) => link.linkId));
              }}
            >
              {t('links.revokeCount', { count: marked.length })}
            </Button>
          )}
          {make}
        </Group>
      </header>
      {failure !== null && (
        <NotAnswered className="vd-not-answered" onRetry={() => void reload()}>
          {t(`rpcError.${failure}`)}
        </NotAnswered>
      )}
      {links === null ? (
        failure === null && <Loader m="xl" size="sm" aria-label={t('state.loading')} />
      ) : links.length === 0 ? (
        <Message icon={IconLink} title={t('links.empty')} text={t('links.emptyText')}>
          {make}
        </Message>
      ) : (
        <>
          <Chip.Group
            value={filter}
            onChange={(value) => {
              setFilter(linkStatuses.find((status) => status === value) ?? 'all');
              setChosen(new Set());
            }}
          >
            <Group gap={4} className="vd-links-filter" role="radiogroup" aria-label={t('links.filter')}>
              {(['all', ...linkStatuses] as const).map((status) => (
                <Chip key={status} value={status} size="xs" variant="light" radius="sm">
                  {t(`link.${status}`)}{' '}
                  <span className="vd-tabular vd-chip-count">
                    {formatNumber(status === 'all' ? lines.length : countOf(status), language)}
                  </span>
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          {shown.length === 0 ? (
            <Message icon={IconFilterOff} title={t('links.noMatch')}>
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  setFilter('all');
                }}
              >
                {t('logs.clearFilter')}
              </Button>
            </Message>
          ) : (
            <div className="vd-links-scroll" role="region" aria-label={t('links.title')} tabIndex={0}>
              <Table stickyHeader highlightOnHover verticalSpacing={5} className="vd-links-table">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={36}>
                      {mayWrite && (
                        <Checkbox
                          size="xs"
                          aria-label={t('links.chooseAll')}
                          disabled={revocable.length === 0}
                          checked={revocable.length > 0 && marked.length === revocable.length}
                          indeterminate={marked.length > 0 && marked.length < revocable.length}
                          onChange={({ currentTarget }) => {
                            setChosen(
                              new Set(currentTarget.checked ? revocable.map(({ link }) => link.linkId) : []),
                            );
                          }}
                        />
                      )}
                    </Table.Th>
                    <Table.Th>{t('links.link')}</Table.Th>
                    <Table.Th>{t('links.status')}</Table.Th>
                    <Table.Th>{t('add.scenario')}</Table.Th>
                    <Table.Th>{t('add.clientKey')}</Table.Th>
                    <Table.Th>{t('links.createdAt')}</Table.Th>
                    <Table.Th>{t('links.expiresAt')}</Table.Th>
                    <Table.Th>{t('links.session')}</Table.Th>
                    <Table.Th w={72} aria-label={t('links.actions')} />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {shown.slice(0, mostRows).map((line) => (
                    <LinkRow
                      key={line.link.linkId}
                      line={line}
                      mayRevoke={mayWrite}
                      isChosen={chosen.has(line.link.linkId)}
                      onChoose={(isChosen) => {
                        const next = new Set(chosen);
                        if (isChosen) next.add(line.link.linkId);
                        else next.delete(line.link.linkId);
                        setChosen(next);
                      }}
                      canResend={isResendable(line.link, line.status, nowMs)}
                      onResend={() => {
                        setResending(line);
                      }}
                      onRevoke={() => {
                        setRevoking([line.link.linkId]);
                      }}
                    />
                  ))}
                </Table.Tbody>
              </Table>
              {(hasMore || shown.length > mostRows) && (
                <Group justify="center" p="sm">
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => {
                      if (shown.length <= mostRows) showMore();
                      setMostRows(mostRows + rowsAtOnce);
                    }}
                  >
                    {t('links.more')}
                  </Button>
                </Group>
              )}
            </div>
          )}
        </>
      )}
      {isMaking && (
        <MakeLinksDialog
          onMade={() => void reload()}
          onClose={() => {
            setMaking(false);
          }}
        />
      )}
      {resending !== null && (
        <ResendLinkDialog
          line={resending}
          onSent={() => void reload()}
          onClose={() => {
            setResending(null);
          }}
        />
      )}
      {revoking !== null && (
        <Modal
          opened
          onClose={() => {
            setRevoking(null);
          }}
          title={t('links.revokeTitle', { count: revoking.length })}
          closeButtonProps={{ 'aria-label': t('action.close') }}
        >
          <Stack gap="md">
            <Text size="sm">{t('links.revokeText')}</Text>
            {revokeFailure !== null && (
              <Alert color="red" variant="light" role="alert">
                {revokeFailure}
              </Alert>
            )}
            <Group justify="flex-end" gap={8}>
              <Button
                variant="default"
                data-autofocus
                onClick={() => {
                  setRevoking(null);
                }}
              >
                {t('action.cancel')}
              </Button>
              <Button color="red.9" loading={isRevoking} onClick={() => void revoke(revoking)}>
                {t('links.revoke')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </div>
  );
}
