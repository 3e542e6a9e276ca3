import type { Icon } from '@tabler/icons-react';
import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface MessageProps {
  readonly icon: Icon;
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** What stands where content would be: nothing yet, nothing found, something went wrong; and what to do next. */
export function Message({ icon: Shape, title, text, children }: MessageProps): ReactNode {
  return (
    <Stack align="center" justify="center" gap="sm" className="vd-message">
      <Shape size={36} stroke={1.4} aria-hidden className="vd-tone-quiet" />
      <Title order={2} size="h5" ta="center">
        {title}
      </Title>
      {text !== undefined && (
        <Text size="sm" c="dimmed" ta="center" maw={420}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}
