import {
  Button,
  FileButton,
  Group,
  Modal,
  Progress,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFolderOpen, IconTableImport } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { legalBases, type FaceList } from '#shared/domain/face-lists.ts';
import type { ImportPreview, ImportState } from '#shared/rpc/person-import-contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { openImport } from '../../rpc/open-import.ts';
import { formatNumber } from '../../ui/number.ts';
import { Personal } from '../../ui/Personal.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { fieldOrder } from '../editor/fields.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import { rowFaultSentence } from './import-sentences.ts';

interface ImportDialogProps {
  readonly list: FaceList;
  /** Somebody was put on the list, and the dialog is closed. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** More rows than this are counted, and not shown: the faulty ones come first. */
const mostShown = 200;
/** Between two looks at how far it is: a picture takes about as long. */
const lookMs = 400;

/** People from a table and pictures: what of it can be taken, who is being taken, and what came of it. */
export function ImportDialog({ list, onChanged, onClose }: ImportDialogProps): ReactNode {
  const { t } = useLocalization();
  useReturnFocus();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [state, setState] = useState<ImportState | null>(null);
  const close = (): void => {
    if (state === null) onClose();
    else onChanged();
  };
  return (
    <Modal
      opened
      size="xl"
      // A click beside the dialog must not end the look at an import that goes on.
      closeOnClickOutside={state?.state !== 'running'}
      onClose={close}
      title={t('import.into', { list: list.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {preview === null ? (
        <ChooseFiles onOpened={setPreview} />
      ) : state === null ? (
        <StartImport list={list} preview={preview} onStarted={setState} onClose={onClose} />
      ) : (
        <ImportRun importId={preview.importId} state={state} onState={setState} onClose={close} />
      )}
    </Modal>
  );
}

function ChooseFiles({ onOpened }: { readonly onOpened: (preview: ImportPreview) => void }): ReactNode {
  const { t } = useLocalization();
  const { isSending, problem, send } = useSending();
  const open = (files: readonly File[]): void => {
    if (files.length === 0) return;
    void send(async () => {
      const reply = await openImport(files);
      if (!reply.ok) return t(`importError.${reply.code}`);
      onOpened(reply.preview);
      return null;
    });
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t('import.format')}</Text>
      <pre className="vd-import-example">{'name,file,reason,note\nANNA ERIKSSON,pictures/anna.jpg,…,'}</pre>
      <Dropzone
        className="vd-dropzone"
        multiple
        loading={isSending}
        inputProps={{ 'aria-label': t('import.choose') }}
        onDrop={open}
        onReject={(rejections) => {
          // What a file is gets decided by its bytes.
          open(rejections.map(({ file }) => file));
        }}
      >
        <span className="vd-dropzone-inner vd-persons-drop">
          <IconTableImport size={24} stroke={1.4} aria-hidden />
          <span>{t('import.choose')}</span>
        </span>
      </Dropzone>
      <ProblemAlert problem={problem} />
      <Group justify="flex-end">
        <FileButton multiple onChange={open} inputProps={{ webkitdirectory: '' } as object}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={isSending}
              leftSection={<IconFolderOpen size={15} aria-hidden />}
            >
              {t('import.folder')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}

function StartImport({
  list,
  preview: { importId, rows },
  onStarted,
  onClose,
}: {
  readonly list: FaceList;
  readonly preview: ImportPreview;
  readonly onStarted: (state: ImportState) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const { isSending, problem, send } = useSending();
  const [reason, setReason] = useState('');
  const [legalBasis, setLegalBasis] = useState<(typeof legalBases)[number] | null>(null);
  const faulty = rows.filter(({ fault }) => fault !== null);
  const right = rows.filter(({ fault }) => fault === null);
  const needsReason = right.some((row) => row.reason === null);
  const canStart = right.length > 0 && legalBasis !== null && (!needsReason || reason.trim() !== '');
  const shown = [...faulty, ...right].slice(0, mostShown);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!canStart || isSending) return;
        void send(async () => {
          const reply = await rpc.call('personImport.start', {
            importId,
            listId: list.id,
            legalBasis,
            reason,
          });
          if (!reply.ok) return t(reply.code === 'import-gone' ? 'import.gone' : `rpcError.${reply.code}`);
          onStarted(reply.value);
          return null;
        });
      }}
    >
      <Stack gap="md">
        <Text size="sm" role="status">
          {t('import.canBe', { count: right.length })}{' '}
          {faulty.length > 0 && t('import.cannotBe', { count: faulty.length })}
        </Text>
        <div className="vd-import-rows" role="region" aria-label={t('import.rows')} tabIndex={0}>
          <Table stickyHeader verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('import.row')}</Table.Th>
                <Table.Th>{t('persons.name')}</Table.Th>
                <Table.Th>{t('persons.reason')}</Table.Th>
                <Table.Th>{t('import.pictures')}</Table.Th>
                <Table.Th>{t('import.finding')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ number, name, reason: own, pictures, fault }) => (
                <Table.Tr key={number}>
                  <Table.Td className="vd-tabular">{number}</Table.Td>
                  <Table.Td>
                    <Personal>
                      <bdi>{name}</bdi>
                    </Personal>
                  </Table.Td>
                  <Table.Td>
                    <bdi>{own ?? reason}</bdi>
                  </Table.Td>
                  <Table.Td className="vd-tabular">{pictures}</Table.Td>
                  <Table.Td className={fault === null ? 'vd-quiet-word' : 'vd-tone-failed'}>
                    {fault === null ? t('import.toBeLookedAt') : rowFaultSentence(t, fault)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        {rows.length > shown.length && (
          <Text size="xs" c="dimmed">
            {t('import.notShown', { count: rows.length - shown.length })}
          </Text>
        )}
        <Select
          inputWrapperOrder={fieldOrder}
          label={t('persons.legalBasis')}
          description={t('persons.legalBasis.help')}
          data={legalBases.map((value) => ({ value, label: t(`legalBasis.${value}`) }))}
          value={legalBasis}
          onChange={(value) => {
            setLegalBasis(legalBases.find((known) => known === value) ?? null);
          }}
        />
        {needsReason && (
          <TextInput
            autoComplete="off"
            inputWrapperOrder={fieldOrder}
            label={t('import.reason')}
            description={t('persons.reason.help')}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget }) => {
              setReason(currentTarget.value);
            }}
          />
        )}
        <ProblemAlert problem={problem} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={isSending} disabled={!canStart}>
            {t('import.start', { count: formatNumber(right.length, language) })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ImportRun({
  importId,
  state,
  onState,
  onClose,
}: {
  readonly importId: string;
  readonly state: ImportState;
  readonly onState: (state: ImportState) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [isGone, setGone] = useState(false);
  const [isCanceling, setCanceling] = useState(false);
  const isRunning = state.state === 'running' && !isGone;
  useEffect(() => {
    if (!isRunning) return;
    let isShown = true;
    const timer = setTimeout(() => {
      void rpc.call('personImport.state', { importId }).then((reply) => {
        if (!isShown) return;
        if (reply.ok) onState(reply.value);
        else if (reply.code === 'import-gone') setGone(true);
        // Whatever else: the next look may be answered.
        else onState({ ...state });
      });
    }, lookMs);
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [rpc, importId, isRunning, state, onState]);

  const faults = state.faults.toSorted((a, b) => a.number - b.number);
  const percent = state.rows === 0 ? 100 : (100 * state.done) / state.rows;
  return (
    <Stack gap="md">
      <Progress value={percent} aria-label={t('import.progress')} animated={isRunning} />
      <Text size="sm" role="status">
        {isRunning
          ? t('import.running', { done: state.done, rows: state.rows })
          : state.state === 'canceled'
            ? t('import.canceled', { done: state.done, rows: state.rows })
            : state.state === 'done'
              ? t('import.done')
              : ''}
      </Text>
      <ProblemAlert
        problem={
          isGone ? t('import.gone') : state.failure === null ? null : t(`importFailure.${state.failure}`)
        }
      />
      <dl className="vd-person-facts">
        {(
          [
            [t('import.added'), state.added],
            [t('import.there'), state.there],
            [t('import.refused'), faults.length],
          ] as const
        ).map(([term, count]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="vd-tabular">{count}</dd>
          </div>
        ))}
      </dl>
      {faults.length > 0 && (
        <div className="vd-import-rows" role="region" aria-label={t('import.refused')} tabIndex={0}>
          <ul className="vd-import-faults">
            {faults.slice(0, mostShown).map(({ number, fault }) => (
              <li key={number}>{t('import.rowFault', { number, fault: rowFaultSentence(t, fault) })}</li>
            ))}
          </ul>
        </div>
      )}
      <Group justify="flex-end" gap={8}>
        {isRunning && (
          <Button
            variant="default"
            loading={isCanceling}
            onClick={() => {
              setCanceling(true);
              void rpc.call('personImport.cancel', { importId });
            }}
          >
            {t('import.cancel')}
          </Button>
        )}
        <Button variant={isRunning ? 'default' : 'filled'} onClick={onClose}>
          {t('action.close')}
        </Button>
      </Group>
    </Stack>
  );
}
