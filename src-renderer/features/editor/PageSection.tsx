import { ColorInput, Stack, Text, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { CapturePreview } from './CapturePreview.tsx';
import { PageLooks, PageTextFields, WidgetFields } from './PageLooks.tsx';
import { fieldOrder, TextField, useDraftForm, useProblem } from './fields.tsx';

/** Dark enough for white letters on them, each at 4.5:1 or more. */
const swatches = ['#1f6feb', '#0b7285', '#237032', '#7048e8', '#a61e4d', '#c2410c', '#343a40'];

/** How the page looks that a person opens, beside its first screen as it will be. */
export function PageSection(): ReactNode {
  const { t } = useLocalization();
  const { draft, isLocked, change } = useDraftForm();
  const { capturePage } = draft;
  const set = (part: Partial<typeof capturePage>): void => {
    change({ ...draft, capturePage: { ...capturePage, ...part } });
  };
  return (
    <div className="vd-page-section">
      <Stack gap="lg" flex={1} maw={620}>
        <TextField
          field="editor.organization"
          path="capturePage.organization"
          maxLength={100}
          value={capturePage.organization}
          onChange={(organization) => {
            set({ organization });
          }}
        />
        <Textarea
          inputWrapperOrder={fieldOrder}
          label={t('editor.purpose')}
          description={t('editor.purpose.help')}
          error={useProblem('capturePage.purpose')}
          placeholder={t('preview.purpose')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          disabled={isLocked}
          value={capturePage.purpose}
          onChange={({ currentTarget }) => {
            set({ purpose: currentTarget.value });
          }}
        />
        <ColorInput
          inputWrapperOrder={fieldOrder}
          label={t('editor.color')}
          description={t('editor.color.help')}
          error={useProblem('capturePage.accentColor')}
          format="hex"
          swatches={swatches}
          disabled={isLocked}
          eyeDropperButtonProps={{ 'aria-label': t('editor.colorPick') }}
          value={capturePage.accentColor}
          onChange={(accentColor) => {
            set({ accentColor: accentColor.toLowerCase() });
          }}
        />
        <TextField
          field="editor.redirectUrl"
          path="capturePage.redirectUrl"
          maxLength={2000}
          placeholder="https://"
          value={capturePage.redirectUrl ?? ''}
          onChange={(url) => {
            set({ redirectUrl: url.trim() === '' ? null : url.trim() });
          }}
        />
        <PageLooks page={capturePage} set={set} />
        <PageTextFields page={capturePage} set={set} />
        <WidgetFields page={capturePage} set={set} />
      </Stack>
      <Stack gap={6} align="center" className="vd-page-preview">
        <CapturePreview draft={draft} />
        <Text size="xs" c="dimmed">
          {t('preview.caption')}
        </Text>
      </Stack>
    </div>
  );
}
