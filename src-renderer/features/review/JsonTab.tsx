import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import {
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconDownload,
  IconSearch,
} from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Session } from '#shared/domain/session.ts';
import { toResult } from '#shared/domain/to-result.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { formatNumber } from '../../ui/number.ts';
import { jsonLines } from './json-lines.ts';

/** Height of a line of JSON in pixels; the style sheet draws it at the same. */
const lineHeightPx = 19;

/** The result as the API returns it. */
export function JsonTab({ session }: { readonly session: Session }): ReactNode {
  const { t, language } = useLocalization();
  const result = useMemo(() => toResult(session), [session]);
  const lines = useMemo(() => jsonLines(result), [result]);
  const clipboard = useClipboard({ timeout: 1500 });
  const [copiedPath, setCopiedPath] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [hit, setHit] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions change what they answer; the React Compiler, which is not in use here, could not memoize them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeightPx,
    overscan: 20,
  });
  const needle = text.trim().toLowerCase();
  const hits = useMemo(
    () =>
      needle === ''
        ? []
        : lines.flatMap((line, index) =>
            `${line.key ?? ''} ${line.text} ${line.path}`.toLowerCase().includes(needle) ? [index] : [],
          ),
    [lines, needle],
  );
  const current = hits[hit % Math.max(1, hits.length)];

  function go(step: number): void {
    if (hits.length === 0) return;
    const next = (hit + step + hits.length) % hits.length;
    setHit(next);
    const line = hits[next];
    if (line !== undefined) rows.scrollToIndex(line, { align: 'center' });
  }
  function save(): void {
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = url;
    // The session's id only: file names end up in lists that others read.
    link.download = `${session.id}.json`;
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <div className="vd-json">
      <Group gap={6} wrap="nowrap">
        <TextInput
          size="xs"
          type="search"
          flex={1}
          aria-label={t('json.search')}
          placeholder={t('json.search')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setHit(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter')
              go(event.shiftKey ? -1 : hits.length > 0 && hit === 0 && rows.scrollOffset === 0 ? 0 : 1);
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        {needle !== '' && (
          <Text size="xs" c="dimmed" className="vd-tabular" role="status">
            {hits.length === 0
              ? t('json.noHits')
              : `${formatNumber((hit % hits.length) + 1, language)} / ${formatNumber(hits.length, language)}`}
          </Text>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('json.previous')}
          disabled={hits.length === 0}
          onClick={() => {
            go(-1);
          }}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('json.next')}
          disabled={hits.length === 0}
          onClick={() => {
            go(1);
          }}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
      </Group>
      <Group gap={6}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={
            clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
          }
          onClick={() => {
            clipboard.copy(JSON.stringify(result, null, 2));
          }}
        >
          {clipboard.copied ? t('json.copied') : t('json.copy')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={save}
        >
          {t('json.save')}
        </Button>
        <Text size="xs" c="dimmed" role="status" className="vd-ellipsis" flex={1}>
          {copiedPath === null ? t('json.pathHint') : t('json.pathCopied', { path: copiedPath })}
        </Text>
      </Group>
      <div
        className="vd-json-scroll vd-personal"
        ref={scroller}
        role="region"
        aria-label={t('tabs.json')}
        tabIndex={0}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <button
                key={index}
                type="button"
                tabIndex={-1}
                className="vd-json-line"
                data-hit={(needle !== '' && hits.includes(index)) || undefined}
                data-current={(needle !== '' && current === index) || undefined}
                title={line.path}
                style={{
                  transform: `translateY(${start.toString()}px)`,
                  paddingInlineStart: 8 + line.depth * 14,
                }}
                onClick={() => {
                  clipboard.copy(line.path);
                  setCopiedPath(line.path);
                }}
              >
                {line.key !== null && <span className="vd-json-key">{JSON.stringify(line.key)}: </span>}
                <span className={`vd-json-${line.kind}`}>{line.text}</span>
              </button>
            );
          })}
        </div>
      </div>
    </div>
  );
}
