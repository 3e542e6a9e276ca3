import { Alert, Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { maxClientKeyLength } from '#shared/domain/client-key.ts';
import { maxLinkMinutes, maxLinksAtOnce } from '#shared/domain/link.ts';
import type { Scenario } from '#shared/domain/scenario.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { fieldOrder } from '../editor/fields.tsx';
import { MadeLinks } from './MadeLinks.tsx';
import type { MadeLink } from './links-csv.ts';

const units = { minutes: 1, hours: 60, days: 24 * 60 } as const;
type Unit = keyof typeof units;
const unitNames = Object.keys(units) as readonly Unit[];

interface MakeLinksDialogProps {
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Scenario, lifetime and number; then the new addresses, which are told once. */
export function MakeLinksDialog({ onMade, onClose }: MakeLinksDialogProps): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const [scenarios, setScenarios] = useState<readonly Scenario[] | null>(null);
  const [scenarioId, setScenarioId] = useState<string | null>(null);
  const [count, setCount] = useState<number | ''>(1);
  const [amount, setAmount] = useState<number | ''>(3);
  const [unit, setUnit] = useState<Unit>('days');
  const [clientKey, setClientKey] = useState('');
  // One for each intention: a lost answer asks again and gets the same links.
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<RpcErrorCode<'links.create' | 'scenarios.list'> | null>(null);
  const [made, setMade] = useState<readonly MadeLink[] | null>(null);
  const [isTaken, setTaken] = useState(false);
  const [isLeaving, setLeaving] = useState(false);

  useEffect(() => {
    let isShown = true;
    void rpc.call('scenarios.list', {}).then((reply) => {
      if (!isShown) return;
      if (reply.ok) {
        setScenarios(reply.value.scenarios);
        setScenarioId(reply.value.scenarios[0]?.id ?? null);
      } else setFailure(reply.code);
    });
    return () => {
      isShown = false;
    };
  }, [rpc]);

  const scenario = scenarios?.find(({ id }) => id === scenarioId);
  const minutes = amount === '' ? 0 : amount * units[unit];
  const isLifetimeRight = Number.isInteger(minutes) && minutes >= 1 && minutes <= maxLinkMinutes;
  const isCountRight = count !== '' && Number.isInteger(count) && count >= 1 && count <= maxLinksAtOnce;
  const canMake = scenario !== undefined && isLifetimeRight && isCountRight;
  const fresh = (): void => {
    setRequestId(crypto.randomUUID());
  };

  async function make(): Promise<void> {
    if (!canMake) return;
    setSending(true);
    setFailure(null);
    const key = clientKey.trim();
    const reply = await rpc.call('links.create', {
      requestId,
      scenarioId: scenario.id,
      count,
      lifetimeMinutes: minutes,
      clientKey: key === '' ? null : key,
    });
    setSending(false);
    if (!reply.ok) {
      setFailure(reply.code);
      return;
    }
    setMade(reply.value.links);
    onMade();
  }

  function close(): void {
    if (made !== null && !isTaken && !isLeaving) setLeaving(true);
    else onClose();
  }

  return (
    <Modal
      opened
      size={made === null ? 'md' : 'xl'}
      onClose={close}
      title={made === null ? t('links.make') : t('links.made', { count: made.length })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {made !== null && scenario !== undefined ? (
        <MadeLinks
          links={made}
          scenario={scenario}
          isLeaving={isLeaving}
          onTaken={() => {
            setTaken(true);
            setLeaving(false);
          }}
          onClose={close}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <Stack gap="md">
            {failure !== null && (
              <Alert color="red" variant="light" role="alert">
                {t(`rpcError.${failure}`)}
              </Alert>
            )}
            {scenarios?.length === 0 ? (
              <Alert color="gray" variant="light" icon={<IconRoute size={18} aria-hidden />}>
                {t('links.noScenario')} <a href="#/scenarios">{t('editor.title')}</a>
              </Alert>
            ) : (
              <Select
                data-autofocus
                label={t('add.scenario')}
                inputWrapperOrder={fieldOrder}
                description={t('links.scenario.help')}
                data={(scenarios ?? []).map(({ id, name }) => ({
                  value: id,
                  label: scenarioTitle(name, language),
                }))}
                value={scenarioId}
                allowDeselect={false}
                disabled={scenarios === null}
                onChange={(value) => {
                  setScenarioId(value);
                  fresh();
                }}
              />
            )}
            <div className="vd-links-numbers">
              <NumberInput
                label={t('links.count')}
                inputWrapperOrder={fieldOrder}
                description={t('links.count.help', { most: maxLinksAtOnce })}
                value={count}
                min={1}
                max={maxLinksAtOnce}
                allowDecimal={false}
                hideControls
                error={isCountRight ? undefined : t('links.countWrong', { most: maxLinksAtOnce })}
                onChange={(value) => {
                  setCount(typeof value === 'number' ? value : '');
                  fresh();
                }}
              />
              <NumberInput
                label={t('links.lifetime')}
                inputWrapperOrder={fieldOrder}
                description={t('links.lifetime.help')}
                value={amount}
                min={1}
                allowDecimal={false}
                hideControls
                error={!isLifetimeRight}
                onChange={(value) => {
                  setAmount(typeof value === 'number' ? value : '');
                  fresh();
                }}
              />
              <Select
                label={t('links.unit')}
                data={unitNames.map((value) => ({ value, label: t(`links.unit.${value}`) }))}
                value={unit}
                allowDeselect={false}
                onChange={(value) => {
                  setUnit(unitNames.find((known) => known === value) ?? 'days');
                  fresh();
                }}
              />
            </div>
            {!isLifetimeRight && (
              <Alert color="red" variant="light" p="xs" role="alert">
                {t('links.lifetimeWrong', { days: maxLinkMinutes / units.days })}
              </Alert>
            )}
            <TextInput
              label={t('add.clientKey')}
              inputWrapperOrder={fieldOrder}
              description={t('links.clientKey.help')}
              maxLength={maxClientKeyLength}
              value={clientKey}
              onChange={({ currentTarget }) => {
                setClientKey(currentTarget.value);
                fresh();
              }}
            />
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={isSending} disabled={!canMake}>
                {t('links.makeCount', { count: count === '' ? 0 : count })}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
