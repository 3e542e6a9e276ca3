import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { readScenarioFile } from './scenario-file.ts';

/** A scenario from a file, to be named and then created. */
export function ImportScenario({ onDraft }: { readonly onDraft: (draft: ScenarioDraft) => void }): ReactNode {
  const { t } = useLocalization();
  const reset = useRef<() => void>(null);
  async function take(file: File | null): Promise<void> {
    if (file === null) return;
    const read = readScenarioFile(await file.text());
    reset.current?.();
    if (read.ok) onDraft(read.draft);
    else
      notifications.show({
        color: 'red',
        title: t('editor.importFailed'),
        message:
          read.code === 'not-json'
            ? t('editor.importNotJson')
            : t('editor.importWrong', { where: read.where }),
        closeButtonProps: { 'aria-label': t('action.dismiss') },
      });
  }
  return (
    <FileButton accept="application/json,.json" resetRef={reset} onChange={(file) => void take(file)}>
      {(props) => (
        <Button {...props} size="xs" variant="default" leftSection={<IconUpload size={14} aria-hidden />}>
          {t('editor.import')}
        </Button>
      )}
    </FileButton>
  );
}
