import { Stack, TagsInput, Title } from '@mantine/core';
import { useCallback, type ReactNode } from 'react';
import type { SessionRules } from '#shared/domain/scenario.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { fieldOrder, SwitchField, useDraftForm } from './fields.tsx';

/** Rules about whom the intake has seen before, or has on a list, and about who issued the document. */
export function PeopleRules(): ReactNode {
  const { t } = useLocalization();
  const { draft, change } = useDraftForm();
  const { rules } = draft;
  const set = (part: Partial<SessionRules>): void => {
    change({ ...draft, rules: { ...rules, ...part } });
  };
  return (
    <>
      <SwitchField
        field="editor.otherData"
        value={rules.blockSamePersonOtherData}
        onChange={(blockSamePersonOtherData) => {
          set({ blockSamePersonOtherData });
        }}
      />
      <SwitchField
        field="editor.divisionCodes"
        value={rules.matchDivisionCodes}
        onChange={(matchDivisionCodes) => {
          set({ matchDivisionCodes });
        }}
      />
      <fieldset className="vd-fieldset">
        <Title order={2} size="h6" component="legend">
          {t('lists.title')}
        </Title>
        <Stack gap="lg">
          <SwitchField
            field="editor.findFaces"
            value={rules.findFaces}
            onChange={(findFaces) => {
              set({ findFaces });
            }}
          />
          <ListIds
            field="editor.blacklists"
            path="rules.blacklistIds"
            value={rules.blacklistIds}
            onChange={(blacklistIds) => {
              set({ blacklistIds });
            }}
          />
          <SwitchField
            field="editor.blacklisted"
            value={rules.blockBlacklisted}
            onChange={(blockBlacklisted) => {
              set({ blockBlacklisted });
            }}
          />
          <ListIds
            field="editor.customerLists"
            path="rules.customerListIds"
            value={rules.customerListIds}
            onChange={(customerListIds) => {
              set({ customerListIds });
            }}
          />
        </Stack>
      </fieldset>
    </>
  );
}

interface ListIdsProps {
  readonly field: 'editor.blacklists' | 'editor.customerLists';
  readonly path: string;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

function ListIds({ field, path, value, onChange }: ListIdsProps): ReactNode {
  const { t } = useLocalization();
  const { isLocked, problems } = useDraftForm();
  // One of the ids, or all of them, may be what is wrong.
  const problem = problems.find((candidate) => candidate.path.startsWith(path));
  const { rpc } = useServices();
  const mayReadLists = useMay('lists.read');
  const ask = useCallback(
    () =>
      mayReadLists ? rpc.call('faceLists.list', {}) : Promise.resolve({ ok: true as const, value: null }),
    [rpc, mayReadLists],
  );
  const kind = field === 'editor.blacklists' ? 'blacklist' : 'customers';
  const offered = (useAnswer(ask).value?.lists ?? []).filter((list) => list.kind === kind);
  const nameOf = (listId: string): string => offered.find(({ id }) => id === listId)?.name ?? listId;
  return (
    <TagsInput
      inputWrapperOrder={fieldOrder}
      label={t(field)}
      description={t(`${field}.help`)}
      error={problem === undefined ? undefined : t(problem.key, problem.values)}
      value={[...value]}
      splitChars={[',', ' ', ';']}
      // One that is to be made later can be typed as well.
      data={offered.map(({ id }) => id)}
      renderOption={({ option: { value: id } }) => (
        <span>
          <bdi>{nameOf(id)}</bdi> · <span className="vd-mono">{id}</span>
        </span>
      )}
      disabled={isLocked}
      clearable
      clearButtonProps={{ 'aria-label': t('editor.lists.clear') }}
      acceptValueOnBlur
      onChange={(ids) => {
        // What is typed is split as it is typed, but not what another program fills in.
        onChange([
          ...new Set(ids.flatMap((id) => id.toLowerCase().split(/[\s,;]+/)).filter((id) => id !== '')),
        ]);
      }}
    />
  );
}
