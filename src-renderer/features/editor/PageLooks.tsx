import {
  Code,
  Group,
  Input,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useState, type ReactNode } from 'react';
import {
  pageColorSchemes,
  pageLanguageChoices,
  pageLanguages,
  pageTextNames,
  type PageLanguage,
} from '#shared/domain/page-looks.ts';
import type { CapturePage } from '#shared/domain/scenario.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { fieldOrder, SwitchField, useDraftForm, useProblem } from './fields.tsx';
import { withText } from './page-texts.ts';

interface PartProps {
  readonly page: CapturePage;
  readonly set: (part: Partial<CapturePage>) => void;
}

/** In which language and colors the page begins. */
export function PageLooks({ page, set }: PartProps): ReactNode {
  const { t } = useLocalization();
  const { isLocked } = useDraftForm();
  return (
    <Group grow align="flex-start">
      <Select
        inputWrapperOrder={fieldOrder}
        label={t('editor.pageLanguage')}
        description={t('editor.pageLanguage.help')}
        allowDeselect={false}
        disabled={isLocked}
        data={pageLanguageChoices.map((value) => ({ value, label: t(`editor.pageLanguage.${value}`) }))}
        value={page.language}
        onChange={(language) => {
          if (language !== null) set({ language });
        }}
      />
      <Select
        inputWrapperOrder={fieldOrder}
        label={t('editor.colorScheme')}
        description={t('editor.colorScheme.help')}
        allowDeselect={false}
        disabled={isLocked}
        data={pageColorSchemes.map((value) => ({ value, label: t(`editor.colorScheme.${value}`) }))}
        value={page.colorScheme}
        onChange={(colorScheme) => {
          if (colorScheme !== null) set({ colorScheme });
        }}
      />
    </Group>
  );
}

/** Fields of several lines, and the longest that each may be. */
const isLong = {
  title: false,
  purpose: true,
  agree: false,
  finishedTitle: false,
  finishedText: true,
} as const;
const maxLengths = { title: 120, purpose: 500, agree: 60, finishedTitle: 120, finishedText: 500 } as const;

/** The organization's words in the place of the page's, one language at a time. */
export function PageTextFields({ page, set }: PartProps): ReactNode {
  const { t, language: shown } = useLocalization();
  const [language, setLanguage] = useState<PageLanguage>(shown);
  return (
    <fieldset className="vd-fieldset">
      <Title order={2} size="h6" component="legend">
        {t('editor.texts')}
      </Title>
      <Stack gap="md">
        <Text size="xs" c="dimmed">
          {t('editor.texts.help')}
        </Text>
        <SegmentedControl
          aria-label={t('editor.textsLanguage')}
          data={pageLanguages.map((value) => ({ value, label: t(`editor.pageLanguage.${value}`) }))}
          value={language}
          onChange={setLanguage}
        />
        {pageTextNames.map((name) => (
          <PageTextField
            key={`${language}.${name}`}
            language={language}
            name={name}
            value={page.texts[language]?.[name] ?? ''}
            onChange={(text) => {
              set({ texts: withText(page.texts, language, name, text) });
            }}
          />
        ))}
      </Stack>
    </fieldset>
  );
}

function PageTextField({
  language,
  name,
  value,
  onChange,
}: {
  readonly language: PageLanguage;
  readonly name: (typeof pageTextNames)[number];
  readonly value: string;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const { t } = useLocalization();
  const { isLocked } = useDraftForm();
  const props = {
    inputWrapperOrder: fieldOrder,
    label: t(`editor.text.${name}`),
    description: t(`editor.text.${name}.help`),
    error: useProblem(`capturePage.texts.${language}.${name}`),
    maxLength: maxLengths[name],
    disabled: isLocked,
    lang: language,
    value,
  };
  return isLong[name] ? (
    <Textarea
      {...props}
      autosize
      minRows={2}
      maxRows={6}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  ) : (
    <TextInput
      {...props}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}

/** How the widget may begin, and what the site's page needs for it. */
export function WidgetFields({ page, set }: PartProps): ReactNode {
  const { t } = useLocalization();
  const { draft } = useDraftForm();
  const { openFromWidget, requireEncryptedClientKey } = page;
  const opening = openFromWidget
    ? `Vidimus.open({ schemaId: '${draft.id}', clientKey: '…' })`
    : `Vidimus.open({ link: 'https://id.example.org/c#…' })`;
  return (
    <fieldset className="vd-fieldset">
      <Title order={2} size="h6" component="legend">
        {t('editor.widget')}
      </Title>
      <Stack gap="md">
        <Text size="xs" c="dimmed">
          {t('editor.widget.help')}
        </Text>
        <SwitchField
          field="editor.openFromWidget"
          value={openFromWidget}
          onChange={(value) => {
            set({ openFromWidget: value });
          }}
        />
        <SwitchField
          field="editor.requireEncryptedClientKey"
          value={requireEncryptedClientKey}
          disabled={!openFromWidget}
          onChange={(value) => {
            set({ requireEncryptedClientKey: value });
          }}
        />
        <Input.Wrapper label={t('editor.widgetCode')} labelElement="div">
          <Code block mt={4} tabIndex={0}>
            {`<script src="https://id.example.org/widget.js"></script>\n${opening}`}
          </Code>
        </Input.Wrapper>
      </Stack>
    </fieldset>
  );
}
