import { Kbd, Modal, SimpleGrid, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from './i18n/i18n.ts';
import { keyCap, keyMap, type ActionGroup } from './keyboard/key-map.ts';

const groups: readonly ActionGroup[] = ['sessions', 'picture', 'decision', 'everywhere'];

/** All keys of the workstation. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useLocalization();
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {groups.map((group) => (
          <div key={group} role="group" aria-labelledby={`keys-${group}`}>
            <Title order={3} size="h6" mb={6} id={`keys-${group}`}>
              {t(`keys.${group}`)}
            </Title>
            <dl className="vd-keys">
              {keyMap
                .filter((binding) => binding.group === group)
                .map(({ action, label, keys }) => (
                  <div key={action}>
                    <dt>{t(label)}</dt>
                    <dd>
                      {keys.map((key) => (
                        <Kbd key={key} size="xs">
                          {keyCap(key)}
                        </Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </div>
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="md">
        {t('keys.layoutHint')}
      </Text>
    </Modal>
  );
}
