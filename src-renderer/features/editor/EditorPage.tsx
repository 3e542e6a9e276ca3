import { Button, Group, Loader } from '@mantine/core';
import { IconHandClick, IconPlus, IconRoute } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useMay } from '../../app/use-auth.ts';
import { Message } from '../../ui/Message.tsx';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { ImportScenario } from './ImportScenario.tsx';
import { NewScenarioDialog } from './NewScenarioDialog.tsx';
import { ScenarioEditor } from './ScenarioEditor.tsx';
import { ScenarioList } from './ScenarioList.tsx';
import { inOrder, useScenarioRecords } from './use-scenario-records.ts';

/** The scenarios beside the one that is open. */
export function EditorPage({ scenarioId }: { readonly scenarioId: string | null }): ReactNode {
  const { t, language } = useLocalization();
  const mayWrite = useMay('scenarios.write');
  const { records, failure, reload, put } = useScenarioRecords();
  const [template, setTemplate] = useState<ScenarioDraft | 'empty' | null>(null);
  const current = records?.find(({ id }) => id === scenarioId);
  const buttons = mayWrite && (
    <Group gap={8} justify="center">
      <Button
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => {
          setTemplate('empty');
        }}
      >
        {t('editor.new')}
      </Button>
      <ImportScenario onDraft={setTemplate} />
    </Group>
  );
  return (
    <div className="vd-editor-page">
      <nav className="vd-scenarios" aria-label={t('editor.title')}>
        <ScenarioList
          records={records === null ? null : inOrder(records, language)}
          currentId={scenarioId}
          onNew={() => {
            setTemplate('empty');
          }}
        />
      </nav>
      <div className="vd-editor-detail">
        {failure !== null && (
          <NotAnswered className="vd-not-answered" onRetry={() => void reload()}>
            {t(`rpcError.${failure}`)}
          </NotAnswered>
        )}
        {records === null ? (
          failure === null && <Loader m="xl" size="sm" aria-label={t('state.loading')} />
        ) : current !== undefined ? (
          <ScenarioEditor
            key={current.id}
            record={current}
            onRecord={put}
            onReload={reload}
            onDuplicate={setTemplate}
          />
        ) : scenarioId !== null ? (
          <Message icon={IconRoute} title={t('editor.missing')} text={t('editor.missingText')}>
            {buttons}
          </Message>
        ) : records.length === 0 ? (
          <Message icon={IconRoute} title={t('editor.empty')} text={t('editor.emptyText')}>
            {buttons}
          </Message>
        ) : (
          <Message icon={IconHandClick} title={t('editor.choose')} text={t('editor.chooseText')}>
            {buttons}
          </Message>
        )}
      </div>
      {template !== null && (
        <NewScenarioDialog
          template={template === 'empty' ? null : template}
          takenIds={(records ?? []).map(({ id }) => id)}
          onCreated={(record) => {
            put(record);
            setTemplate(null);
            window.location.hash = routeHash({ page: 'scenarios', scenarioId: record.id });
          }}
          onClose={() => {
            setTemplate(null);
          }}
        />
      )}
    </div>
  );
}
