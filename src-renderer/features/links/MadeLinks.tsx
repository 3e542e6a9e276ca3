import { ActionIcon, Alert, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import {
  IconCheck,
  IconCopy,
  IconDeviceDesktop,
  IconFileTypeCsv,
  IconInfoCircle,
  IconPrinter,
} from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type ReactNode } from 'react';
import type { Scenario } from '#shared/domain/scenario.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { saveFile } from '../../ui/save-file.ts';
import { exactTime } from '../../ui/time.ts';
import { shortLinkId } from './link-status.ts';
import { toLinksCsv, type MadeLink } from './links-csv.ts';
import { fetchQrSheet } from './qr-sheet-file.ts';

/** Of one address, in pixels. */
const rowHeightPx = 34;

interface MadeLinksProps {
  readonly links: readonly MadeLink[];
  readonly scenario: Pick<Scenario, 'id' | 'name'>;
  /** The person wants to close without having taken the addresses along. */
  readonly isLeaving: boolean;
  readonly onTaken: () => void;
  readonly onClose: () => void;
}

/** Whether an address leads no phone here: an intake of the workstation's own listens on loopback unless somebody says otherwise. */
function isOnThisComputer(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

/** The new addresses and every way to take them along. They are told here only. */
export function MadeLinks({ links, scenario, isLeaving, onTaken, onClose }: MadeLinksProps): ReactNode {
  const { t, language } = useLocalization();
  const [copied, setCopied] = useState<string | null>(null);
  const [isDrawing, setDrawing] = useState(false);
  const [problem, setProblem] = useState<'links.copyFailed' | 'links.sheetFailed' | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions change what they answer; the React Compiler, which is not in use here, could not memoize them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: links.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
  });
  const expiresAt = links[0]?.expiresAt;
  // The scenario and the minute say which batch it is; nothing of the tokens in a file's name.
  const fileName = `links-${scenario.id}-${(links[0]?.createdAt ?? '').slice(0, 16).replaceAll(':', '')}`;

  async function copy(what: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(what);
      setProblem(null);
      onTaken();
    } catch {
      setProblem('links.copyFailed');
    }
  }
  async function print(): Promise<void> {
    setDrawing(true);
    setProblem(null);
    const sheet = await fetchQrSheet({
      language,
      scenarioName: scenarioTitle(scenario.name, language),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      links: links.map(({ linkId, url, expiresAt: until, clientKey }) => ({
        url,
        expiresAt: until,
        clientKey,
        shortId: shortLinkId(linkId),
      })),
    });
    setDrawing(false);
    if (sheet === null) {
      setProblem('links.sheetFailed');
      return;
    }
    saveFile(`${fileName}.pdf`, sheet);
    onTaken();
  }

  return (
    <Stack gap="md">
      <Alert
        variant="light"
        color="gray"
        className={isLeaving ? 'vd-alert-failed' : 'vd-alert-warning'}
        role={isLeaving ? 'alert' : 'note'}
        icon={<IconInfoCircle size={18} aria-hidden />}
        title={t('links.onlyNow')}
      >
        {isLeaving ? t('links.leaving') : t('links.onlyNowText')}
      </Alert>
      {links.some(({ url }) => isOnThisComputer(url)) && (
        <Alert
          variant="light"
          color="gray"
          className="vd-alert-warning"
          role="note"
          icon={<IconDeviceDesktop size={18} aria-hidden />}
          title={t('links.thisComputer')}
        >
          {t('links.thisComputerText')
            .split(/(--[\w-]+)/)
            // An option is one word: after its dashes a line would break.
            .map((part) => (part.startsWith('--') ? <code key={part}>{part}</code> : part))}
        </Alert>
      )}
      <Group gap={8}>
        <Button
          size="xs"
          data-autofocus
          leftSection={
            copied === 'all' ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />
          }
          onClick={() => void copy('all', links.map(({ url }) => url).join('\n'))}
        >
          {copied === 'all' ? t('json.copied') : t('links.copyAll')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileTypeCsv size={15} aria-hidden />}
          onClick={() => {
            saveFile(`${fileName}.csv`, new Blob([toLinksCsv(links)], { type: 'text/csv;charset=utf-8' }));
            onTaken();
          }}
        >
          {t('links.csv')}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={isDrawing}
          leftSection={<IconPrinter size={15} aria-hidden />}
          onClick={() => void print()}
        >
          {t('links.sheet')}
        </Button>
        {expiresAt !== undefined && (
          <Text size="xs" c="dimmed">
            {t('links.validUntil', { when: exactTime(expiresAt, language) })}
          </Text>
        )}
      </Group>
      {problem !== null && (
        <Alert color="red" variant="light" role="alert">
          {t(problem)}
        </Alert>
      )}
      <div
        className="vd-made-links"
        ref={scroller}
        role="region"
        aria-label={t('links.addresses')}
        tabIndex={0}
      >
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const link = links[index];
            if (link === undefined) return null;
            return (
              <li
                key={link.linkId}
                aria-setsize={links.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start.toString()}px)`, height: rowHeightPx }}
              >
                <span className="vd-quiet-word vd-tabular">{index + 1}</span>
                <span className="vd-made-id" title={t('links.link')}>
                  {shortLinkId(link.linkId)}
                </span>
                <span className="vd-mono vd-ellipsis vd-personal">{link.url}</span>
                <Tooltip
                  label={
                    copied === link.linkId ? t('json.copied') : t('links.copyOne', { number: index + 1 })
                  }
                >
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('links.copyOne', { number: index + 1 })}
                    onClick={() => void copy(link.linkId, link.url)}
                  >
                    {copied === link.linkId ? <IconCheck size={15} /> : <IconCopy size={15} />}
                  </ActionIcon>
                </Tooltip>
              </li>
            );
          })}
        </ul>
      </div>
      <Group justify="flex-end">
        <Button variant="default" {...(isLeaving ? { className: 'vd-tone-failed' } : {})} onClick={onClose}>
          {t(isLeaving ? 'links.leaveAnyway' : 'action.close')}
        </Button>
      </Group>
    </Stack>
  );
}
