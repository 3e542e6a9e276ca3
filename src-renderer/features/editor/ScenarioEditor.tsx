import { ActionIcon, Alert, Badge, Button, Group, Menu, Tabs, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconEye,
  IconGitCommit,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { ScenarioDraft, ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { saveFile } from '../../ui/save-file.ts';
import { CommitDialog } from './CommitDialog.tsx';
import { DraftKeeper } from './draft-keeper.ts';
import { DraftFormContext } from './fields.tsx';
import { GeneralSection, NotificationsSection, RulesSection } from './GeneralSections.tsx';
import { PageSection } from './PageSection.tsx';
import { SaveState } from './SaveState.tsx';
import { RecordMarks } from './ScenarioList.tsx';
import { toScenarioFile } from './scenario-file.ts';
import { StaleAlert } from './StaleAlert.tsx';
import { StepsSection } from './StepsSection.tsx';
import { VersionsSection } from './VersionsSection.tsx';

interface ScenarioEditorProps {
  readonly record: ScenarioRecord;
  readonly onRecord: (record: ScenarioRecord) => void;
  readonly onReload: () => Promise<readonly ScenarioRecord[] | null>;
  readonly onDuplicate: (draft: ScenarioDraft) => void;
}

const sections = ['general', 'steps', 'rules', 'notifications', 'page', 'versions'] as const;
type Section = (typeof sections)[number];

/** Which tab a field stands on, by the first part of its path. */
const sectionOf: Readonly<Record<string, Section>> = {
  steps: 'steps',
  rules: 'rules',
  notifications: 'notifications',
  capturePage: 'page',
};

/** One scenario: its draft is saved while it is edited, then committed as a numbered version, then made active. */
export function ScenarioEditor({ record, onRecord, onReload, onDuplicate }: ScenarioEditorProps): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const mayWrite = useMay('scenarios.write');
  const [section, setSection] = useState<Section>('steps');
  const [isCommitting, setCommitting] = useState(false);
  const [keeper] = useState(
    () =>
      new DraftKeeper(record, {
        save: ({ id, revision }, draft) =>
          rpc.call('scenarioRecords.saveDraft', { scenarioId: id, expectedRevision: revision, draft }),
        storage: window.localStorage,
        after: (delayMs, callback) => {
          const timer = setTimeout(callback, delayMs);
          return () => {
            clearTimeout(timer);
          };
        },
        onRecord,
      }),
  );
  const state = useSyncExternalStore(keeper.state.subscribe, keeper.state.get);
  useEffect(() => {
    keeper.accept(record);
  }, [keeper, record]);
  useEffect(
    () => () => {
      void keeper.flush();
    },
    [keeper],
  );

  const { draft, problems, status } = state;
  // What this window saved last may be newer than the list.
  const known = state.record.revision > record.revision ? state.record : record;
  const newest = known.versions.at(-1)?.version ?? null;
  const canCommit = mayWrite && !known.archived && (known.draft !== null || status !== 'saved');

  function refused(code: string): void {
    notifications.show({
      color: 'red',
      message: code === 'stale-edit' ? t('editor.staleAction') : t(`rpcError.${code as 'offline'}`),
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
    void onReload();
  }

  async function archive(archived: boolean): Promise<void> {
    if (archived) await keeper.flush();
    const { id, revision } = keeper.state.get().record;
    const reply = await rpc.call('scenarioRecords.archive', {
      scenarioId: id,
      expectedRevision: Math.max(revision, record.revision),
      archived,
    });
    if (reply.ok) onRecord(reply.value.record);
    else refused(reply.code);
  }

  async function activate(version: number | null): Promise<void> {
    const reply = await rpc.call('scenarioRecords.activate', {
      scenarioId: known.id,
      expectedRevision: known.revision,
      version,
    });
    if (!reply.ok) {
      refused(reply.code);
      return;
    }
    onRecord(reply.value.record);
    notifications.show({
      message: version === null ? t('editor.deactivated') : t('editor.activated', { version }),
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
  }

  const problemsIn = (wanted: Section): number =>
    problems.filter(({ path }) => (sectionOf[path.split('.')[0] ?? ''] ?? 'general') === wanted).length;

  return (
    <DraftFormContext
      value={{
        draft,
        problems,
        isLocked: known.archived || !mayWrite,
        change: (next) => {
          keeper.change(next);
        },
      }}
    >
      <header className="vd-editor-head">
        <div className="vd-editor-title">
          <Title order={2} size="h4" className="vd-ellipsis">
            <bdi>{draft.name.trim() === '' ? draft.id : scenarioTitle(draft.name, language)}</bdi>
          </Title>
          <Group gap={10} wrap="nowrap">
            <RecordMarks record={known} />
            <SaveState
              // A draft of before may be saved and have what cannot be saved any more.
              status={status === 'saved' && known.draft !== null && problems.length > 0 ? 'wrong' : status}
              onShowProblem={() => {
                setSection(sections.find((wanted) => problemsIn(wanted) > 0) ?? 'general');
              }}
            />
          </Group>
        </div>
        <Group gap={8} wrap="nowrap">
          {mayWrite && !known.archived && newest !== null && newest !== known.activeVersion && !canCommit && (
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              onClick={() => void activate(newest)}
            >
              {t('editor.activate', { version: newest })}
            </Button>
          )}
          {canCommit && (
            <Button
              size="xs"
              disabled={problems.length > 0 || status === 'stale' || status === 'refused'}
              leftSection={<IconGitCommit size={15} aria-hidden />}
              onClick={() => {
                setCommitting(true);
              }}
            >
              {t('editor.commit')}
            </Button>
          )}
          {mayWrite && known.archived && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArchiveOff size={15} aria-hidden />}
              onClick={() => void archive(false)}
            >
              {t('editor.unarchive')}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label={t('editor.more')}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {mayWrite && (
                <Menu.Item
                  leftSection={<IconCopy size={15} aria-hidden />}
                  onClick={() => {
                    onDuplicate({
                      ...draft,
                      name: t('editor.copyOf', { name: scenarioTitle(draft.name, language) }),
                    });
                  }}
                >
                  {t('editor.duplicate')}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconDownload size={15} aria-hidden />}
                disabled={problems.length > 0}
                onClick={() => {
                  saveFile(
                    `${draft.id}.json`,
                    new Blob([toScenarioFile(draft)], { type: 'application/json' }),
                  );
                }}
              >
                {t('editor.export')}
              </Menu.Item>
              {mayWrite && !known.archived && (
                <>
                  <Menu.Divider />
                  <Menu.Item
                    leftSection={<IconArchive size={15} aria-hidden />}
                    onClick={() => void archive(true)}
                  >
                    {t('editor.archive')}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </header>
      {status === 'stale' && <StaleAlert keeper={keeper} theirs={record} onReload={onReload} />}
      {!mayWrite && (
        <Alert color="gray" variant="light" mx={20} mt={12} icon={<IconEye size={18} aria-hidden />}>
          {t('editor.readOnly')}
        </Alert>
      )}
      {known.archived && (
        <Alert color="gray" variant="light" mx={20} mt={12} icon={<IconArchive size={18} aria-hidden />}>
          {t('editor.archivedText')}
        </Alert>
      )}
      <Tabs
        value={section}
        className="vd-editor-tabs"
        keepMounted={false}
        onChange={(value) => {
          setSection(sections.find((candidate) => candidate === value) ?? 'general');
        }}
      >
        <Tabs.List aria-label={t('editor.sections')}>
          {sections.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={
                problemsIn(name) > 0 ? (
                  <Badge size="xs" color="red" variant="light" circle aria-label={t('editor.stepWrong')}>
                    !
                  </Badge>
                ) : undefined
              }
            >
              {t(`editor.section.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="general" className="vd-editor-section">
          <GeneralSection />
        </Tabs.Panel>
        <Tabs.Panel value="steps" className="vd-editor-section">
          <StepsSection />
        </Tabs.Panel>
        <Tabs.Panel value="rules" className="vd-editor-section">
          <RulesSection />
        </Tabs.Panel>
        <Tabs.Panel value="notifications" className="vd-editor-section">
          <NotificationsSection scenarioId={known.id} />
        </Tabs.Panel>
        <Tabs.Panel value="page" className="vd-editor-section">
          <PageSection />
        </Tabs.Panel>
        <Tabs.Panel value="versions" className="vd-editor-section" tabIndex={0}>
          <VersionsSection
            record={known}
            draft={draft}
            onActivate={mayWrite ? (version) => void activate(version) : null}
          />
        </Tabs.Panel>
      </Tabs>
      {isCommitting && (
        <CommitDialog
          keeper={keeper}
          record={known}
          draft={draft}
          onRecord={onRecord}
          onClose={() => {
            setCommitting(false);
          }}
        />
      )}
    </DraftFormContext>
  );
}
