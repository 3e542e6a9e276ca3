import { ActionIcon, Button, Group, Loader, Text, Tooltip } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import {
  IconAlertTriangle,
  IconCamera,
  IconCheck,
  IconFile,
  IconPhotoUp,
  IconTrash,
} from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import { captureTitle } from '../../ui/capture-title.ts';
import type { Slot } from './slots.ts';

/** How far one file is on its way. */
export type SlotState =
  | { readonly kind: 'chosen' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly message: MessageKey };

interface SlotCardProps {
  readonly slot: Slot;
  readonly file: File | undefined;
  readonly state: SlotState | undefined;
  readonly isLocked: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onRemove: () => void;
  readonly onCamera: () => void;
}

/** One picture that the scenario asks for: drop, choose, paste or take it. */
export function SlotCard({
  slot,
  file,
  state,
  isLocked,
  onFiles,
  onRemove,
  onCamera,
}: SlotCardProps): ReactNode {
  const { t, language } = useLocalization();
  const title = captureTitle(slot, t);
  return (
    <section className="vd-slot" aria-label={title} data-state={state?.kind}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {state?.kind === 'sending' && <Loader size={14} aria-label={t('add.sending')} />}
        {state?.kind === 'sent' && (
          <span className="vd-mark vd-tone-passed">
            <IconCheck size={15} aria-hidden /> {t('add.sent')}
          </span>
        )}
      </Group>
      {file === undefined ? (
        <Dropzone
          className="vd-dropzone"
          onDrop={onFiles}
          onReject={(rejections) => {
            // What a file is gets decided by its bytes in the pipeline; here only its size can be known to be wrong.
            onFiles(rejections.map(({ file: rejected }) => rejected));
          }}
          multiple
          disabled={isLocked}
          inputProps={{ 'aria-label': title }}
        >
          <span className="vd-dropzone-inner">
            <IconPhotoUp size={26} stroke={1.4} aria-hidden />
            <span>{t('add.drop')}</span>
          </span>
        </Dropzone>
      ) : (
        <div className="vd-slot-file">
          <Preview file={file} alt={title} />
          <span className="vd-slot-facts">
            <Text size="xs" truncate className="vd-personal">
              {file.name}
            </Text>
            <Text size="xs" c="dimmed">
              {new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(file.size / 1e6)} MB
            </Text>
          </span>
          {!isLocked && (
            <Tooltip label={t('add.remove')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t('add.remove')}: ${title}`}
                onClick={onRemove}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      )}
      {state?.kind === 'refused' && (
        <Text size="sm" className="vd-mark vd-tone-failed" role="alert">
          <IconAlertTriangle size={16} aria-hidden />{' '}
          {t(state.message, { megabytes: maxCaptureBytes / 1024 / 1024 })}
        </Text>
      )}
      {file === undefined && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          disabled={isLocked}
          leftSection={<IconCamera size={14} aria-hidden />}
          onClick={onCamera}
        >
          {t('camera.take')}
        </Button>
      )}
    </section>
  );
}

/** The file as the browser shows it; a kind that it cannot show is still accepted and looks like a file. */
function Preview({ file, alt }: { readonly file: File; readonly alt: string }): ReactNode {
  const [url, setUrl] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    // The URL is the browser's, made and given back with the effect.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setUrl(made);
    setFailed(false);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [file]);
  if (failed || url === null) {
    return (
      <span className="vd-slot-preview">
        <IconFile size={28} stroke={1.2} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className="vd-slot-preview vd-personal"
      src={url}
      alt={alt}
      onError={() => {
        setFailed(true);
      }}
    />
  );
}
