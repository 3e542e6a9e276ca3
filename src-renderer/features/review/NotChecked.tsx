import { Button, Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Finding } from '#shared/domain/analysis.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { checkTitle, findingSentence } from './finding-text.ts';
import { findingKey, notCheckedByReason } from './review-model.ts';

interface NotCheckedProps {
  readonly findings: readonly Finding[];
  readonly selectedKey: string | null;
  readonly onSelect: (finding: Finding) => void;
}

/** What was not checked, a line for each reason; which checks those are unfolds. */
export function NotChecked({ findings, ...props }: NotCheckedProps): ReactNode {
  const { t } = useLocalization();
  const groups = notCheckedByReason(findings);
  if (groups.length === 0) return null;
  return (
    <section aria-label={t('checks.notChecked')} className="vd-not-checked">
      {groups.map((own) => (
        <Group key={own[0]?.reason ?? ''} {...props} findings={own} />
      ))}
    </section>
  );
}

function Group({ findings, selectedKey, onSelect }: NotCheckedProps): ReactNode {
  const { t, language } = useLocalization();
  const [wasOpened, setOpened] = useState(false);
  const [first] = findings;
  if (first === undefined) return null;
  // The keyboard's way through the findings goes through this list, too.
  const isOpen = wasOpened || findings.some((finding) => findingKey(finding) === selectedKey);
  return (
    <div>
      <Button
        className="vd-not-checked-why"
        variant="subtle"
        color="gray"
        size="compact-sm"
        justify="flex-start"
        fullWidth
        aria-expanded={isOpen}
        leftSection={<IconChevronRight size={14} aria-hidden className={isOpen ? 'vd-turned' : undefined} />}
        onClick={() => {
          setOpened(!isOpen);
        }}
      >
        {t('checks.notCheckedWhy', { count: findings.length, why: findingSentence(first, language) })}
      </Button>
      <Collapse expanded={isOpen}>
        <div className="vd-checks">
          {findings.map((finding) => (
            <UnstyledButton
              key={findingKey(finding)}
              className="vd-check"
              tabIndex={isOpen ? 0 : -1}
              data-selected={findingKey(finding) === selectedKey || undefined}
              aria-pressed={findingKey(finding) === selectedKey}
              onClick={() => {
                onSelect(finding);
              }}
            >
              <StatusMark look={findingLooks['not-run']} />
              <span className="vd-check-text">
                <span className="vd-check-sentence">{checkTitle(finding.id, language)}</span>
                <span className="vd-check-id">
                  {finding.id} · v{finding.versions.check}
                </span>
              </span>
            </UnstyledButton>
          ))}
        </div>
      </Collapse>
    </div>
  );
}
