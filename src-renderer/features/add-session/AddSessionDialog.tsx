import { Alert, Button, Group, Loader, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowRight, IconPlugConnectedX, IconSend2 } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { maxClientKeyLength } from '#shared/domain/client-key.ts';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import { captureIdSchema, sessionIdSchema, type CaptureId, type SessionId } from '#shared/domain/ids.ts';
import type { Scenario } from '#shared/domain/scenario.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { routeHash } from '../../app/route.ts';
import { uploadCapture } from '../../rpc/upload-capture.ts';
import { useProgress, useTable } from '../../sync/use-replica.ts';
import { StatusMark, recommendationLooks, sessionLooks } from '../../ui/StatusMark.tsx';
import { CameraDialog } from './CameraDialog.tsx';
import { SlotCard, type SlotState } from './SlotCard.tsx';
import { placeFiles, slotsOf, type Slot } from './slots.ts';

interface AddSessionDialogProps {
  readonly onClose: () => void;
}

interface Chosen {
  readonly file: File;
  /** Made once per file, so that sending again after a broken connection creates nothing twice. */
  readonly captureId: CaptureId;
}

type Phase = 'choosing' | 'sending' | 'submitted';

function newSessionId(): SessionId {
  return sessionIdSchema.parse(crypto.randomUUID());
}

/** A session by hand: files for each picture of the scenario, then its analysis, watched from here. */
export function AddSessionDialog({ onClose }: AddSessionDialogProps): ReactNode {
  const { t, language } = useLocalization();
  const { rpc, sync } = useServices();
  const [scenarios, setScenarios] = useState<readonly Scenario[] | null>(null);
  const [failure, setFailure] = useState<RpcErrorCode<'sessions.create' | 'scenarios.list'> | null>(null);
  const [scenarioId, setScenarioId] = useState<string | null>(null);
  const [clientKey, setClientKey] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [states, setStates] = useState<ReadonlyMap<string, SlotState>>(new Map());
  /** Pasted before it was known what pictures are asked for. */
  const [early, setEarly] = useState<readonly File[]>([]);
  const [camera, setCamera] = useState<Slot | null>(null);
  const [phase, setPhase] = useState<Phase>('choosing');
  const [sessionId, setSessionId] = useState(newSessionId);
  const [created, setCreated] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    rpc
      .call('scenarios.list', {}, stop.signal)
      .then((reply) => {
        if (stop.signal.aborted) return;
        if (reply.ok) {
          setScenarios(reply.value.scenarios);
          setScenarioId(reply.value.scenarios[0]?.id ?? null);
        } else setFailure(reply.code);
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
    return () => {
      stop.abort();
    };
  }, [rpc]);

  const scenario = scenarios?.find(({ id }) => id === scenarioId);
  const slots = scenario === undefined ? [] : slotsOf(scenario);
  const isComplete = slots.length > 0 && slots.every(({ key }) => chosen.has(key));
  const isLocked = phase !== 'choosing';

  function addFiles(files: readonly File[], first?: string): void {
    const placed = placeFiles(slots, new Set(chosen.keys()), files, first);
    const nextChosen = new Map(chosen);
    const nextStates = new Map(states);
    for (const [key, file] of placed) {
      nextChosen.set(key, { file, captureId: captureIdSchema.parse(crypto.randomUUID()) });
      nextStates.delete(key);
    }
    setChosen(nextChosen);
    setStates(nextStates);
  }

  if (scenario !== undefined && early.length > 0) {
    setEarly([]);
    addFiles(early);
  }

  function remove(key: string): void {
    const next = new Map(chosen);
    next.delete(key);
    setChosen(next);
    const nextStates = new Map(states);
    nextStates.delete(key);
    setStates(nextStates);
  }

  useEffect(() => {
    if (isLocked) return undefined;
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      if (scenario === undefined) setEarly([...early, ...files]);
      else addFiles(files);
    };
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('paste', onPaste);
    };
  });

  async function submit(): Promise<void> {
    if (scenario === undefined) return;
    setPhase('sending');
    setFailure(null);
    if (!created) {
      const key = clientKey.trim();
      const reply = await rpc.call('sessions.create', {
        sessionId,
        scenarioId: scenario.id,
        clientKey: key === '' ? null : key,
      });
      // A session that exists is ours: its id was made here, and only a lost answer makes us ask twice.
      if (!reply.ok && reply.code !== 'session-exists') {
        setFailure(reply.code);
        setPhase('choosing');
        return;
      }
      setCreated(true);
    }
    let isWhole = true;
    const note = (key: string, state: SlotState): void => {
      setStates((previous) => new Map(previous).set(key, state));
    };
    for (const { key, stepId, side } of slots) {
      const picked = chosen.get(key);
      if (picked === undefined || states.get(key)?.kind === 'sent') continue;
      if (picked.file.size > maxCaptureBytes) {
        note(key, { kind: 'refused', message: 'upload.too-many-bytes' });
        isWhole = false;
        continue;
      }
      note(key, { kind: 'sending' });
      const reply = await uploadCapture({
        sessionId,
        captureId: picked.captureId,
        stepId,
        side,
        file: picked.file,
      });
      if (reply.ok || reply.code === 'capture-exists') note(key, { kind: 'sent' });
      else {
        note(key, { kind: 'refused', message: `upload.${reply.code}` });
        isWhole = false;
      }
    }
    if (!isWhole) {
      setPhase('choosing');
      return;
    }
    await sync.enqueue({
      idempotencyKey: crypto.randomUUID(),
      sessionId,
      command: { type: 'session.submit' },
    });
    setPhase('submitted');
  }

  function startAnother(): void {
    setSessionId(newSessionId());
    setCreated(false);
    setChosen(new Map());
    setStates(new Map());
    setClientKey('');
    setPhase('choosing');
  }

  return (
    <>
      <Modal
        opened
        onClose={onClose}
        size="xl"
        title={t('add.title')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Stack gap="md">
          {failure !== null && (
            <Alert
              color="red"
              variant="light"
              role="alert"
              icon={<IconPlugConnectedX size={20} aria-hidden />}
            >
              {t(`rpcError.${failure}`)}
            </Alert>
          )}
          {scenarios === null && failure === null && <Loader size="sm" aria-label={t('state.loading')} />}
          {scenarios !== null && (
            <Group grow align="flex-start">
              <Select
                label={t('add.scenario')}
                data={scenarios.map(({ id, name }) => ({ value: id, label: scenarioTitle(name, language) }))}
                value={scenarioId}
                allowDeselect={false}
                disabled={isLocked || created}
                onChange={setScenarioId}
              />
              <TextInput
                label={t('add.clientKey')}
                description={t('add.clientKeyHint')}
                inputWrapperOrder={['label', 'input', 'description']}
                maxLength={maxClientKeyLength}
                value={clientKey}
                disabled={isLocked || created}
                onChange={({ currentTarget }) => {
                  setClientKey(currentTarget.value);
                }}
              />
            </Group>
          )}
          <div className="vd-slots">
            {slots.map((slot) => (
              <SlotCard
                key={slot.key}
                slot={slot}
                file={chosen.get(slot.key)?.file}
                state={states.get(slot.key)}
                isLocked={isLocked || states.get(slot.key)?.kind === 'sent'}
                onFiles={(files) => {
                  addFiles(files, slot.key);
                }}
                onRemove={() => {
                  remove(slot.key);
                }}
                onCamera={() => {
                  setCamera(slot);
                }}
              />
            ))}
          </div>
          {phase === 'submitted' ? (
            <Outcome sessionId={sessionId} onClose={onClose} onAnother={startAnother} />
          ) : (
            <Group justify="space-between">
              <Text size="xs" c="dimmed">
                {t('add.pasteHint')}
              </Text>
              <Group gap={8}>
                <Button variant="default" onClick={onClose}>
                  {t('action.cancel')}
                </Button>
                <Button
                  leftSection={<IconSend2 size={16} aria-hidden />}
                  disabled={!isComplete}
                  loading={phase === 'sending'}
                  onClick={() => {
                    void submit();
                  }}
                >
                  {t('add.submit')}
                </Button>
              </Group>
            </Group>
          )}
        </Stack>
      </Modal>
      {camera !== null && (
        <CameraDialog
          side={camera.side}
          onPhoto={(photo) => {
            addFiles([photo], camera.key);
          }}
          onClose={() => {
            setCamera(null);
          }}
        />
      )}
    </>
  );
}

interface OutcomeProps {
  readonly sessionId: SessionId;
  readonly onClose: () => void;
  readonly onAnother: () => void;
}

/** How far the new session is, and the way to it. */
function Outcome({ sessionId, onClose, onAnother }: OutcomeProps): ReactNode {
  const { t } = useLocalization();
  const { tiles } = useTable();
  const progress = useProgress().get(sessionId);
  const tile = tiles.find((candidate) => candidate.sessionId === sessionId);
  const status = tile?.status ?? 'queued';
  const isDone = status !== 'collecting' && status !== 'queued' && status !== 'analyzing';
  const percent = isDone ? 100 : (progress?.fraction ?? 0) * 100;
  return (
    <div className="vd-outcome" role="status">
      <Group justify="space-between">
        <StatusMark look={sessionLooks[status]} size={18} label={t(`status.${status}`)} />
        {tile?.recommendation !== null && tile?.recommendation !== undefined && (
          <StatusMark
            look={recommendationLooks[tile.recommendation]}
            label={`${t('verdict.recommended')} ${t(`recommendation.${tile.recommendation}`)}`}
          />
        )}
      </Group>
      <div
        className="vd-running-track"
        role="progressbar"
        aria-label={t('status.analyzing')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent)}
      >
        <span style={{ width: `${percent.toString()}%` }} />
      </div>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {isDone
            ? t('add.result', { failed: tile?.failed ?? 0, warnings: tile?.warnings ?? 0 })
            : progress === undefined
              ? t('status.queued')
              : t(`stage.${progress.stage}`)}
        </Text>
        <Group gap={8}>
          <Button variant="default" onClick={onAnother}>
            {t('add.another')}
          </Button>
          <Button
            rightSection={<IconArrowRight size={16} aria-hidden />}
            data-autofocus
            onClick={() => {
              window.location.hash = routeHash({ page: 'logs', sessionId });
              onClose();
            }}
          >
            {t('add.open')}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
