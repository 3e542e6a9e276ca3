import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { useAppInfo } from '../../sync/use-replica.ts';

interface GateFrameProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** What stands before the work: one thing to do, which intake it is about, and the language. */
export function GateFrame({ title, text, children }: GateFrameProps): ReactNode {
  const { language } = useLocalization();
  const { preferences } = useBase();
  const info = useAppInfo();
  return (
    <div className="vd-gate">
      <section className="vd-gate-card" aria-label={title}>
        <Stack gap={4}>
          <Title order={1} size="h3">
            {title}
          </Title>
          {text !== undefined && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
        </Stack>
        {children}
      </section>
      <Group className="vd-gate-foot" justify="space-between" gap={12}>
        <Text size="xs" c="dimmed" className="vd-ellipsis">
          Vidimus{info !== null && info.intake.url !== '' && ` · ${info.intake.url}`}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Language, язык"
          value={language}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          onChange={(value) => {
            preferences.change({ language: value });
          }}
        />
      </Group>
    </div>
  );
}
