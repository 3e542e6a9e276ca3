import { ActionIcon, Button, Group, Menu, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { stepTypes } from '#shared/domain/scenario.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useDraftForm, useProblem } from './fields.tsx';
import { moved, newStep } from './new-draft.ts';
import { StepForm } from './StepForm.tsx';
import { StepIcon } from './StepIcon.tsx';

/** The schema's most. */
const mostSteps = 20;

/** The steps in their order, moved by drag, by buttons or by Alt and arrows, beside the settings of the chosen one. */
export function StepsSection(): ReactNode {
  const { t } = useLocalization();
  const { draft, problems, isLocked, change } = useDraftForm();
  const { steps } = draft;
  const [chosenId, setChosenId] = useState(steps[0]?.id ?? '');
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const focusAfter = useRef<string | null>(null);
  const problem = useProblem('steps');
  const chosenIndex = Math.max(
    0,
    steps.findIndex(({ id }) => id === chosenId),
  );
  const chosen = steps[chosenIndex];

  useEffect(() => {
    // A moved element loses the focus; whoever moves a step with keys wants to move it on.
    if (focusAfter.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-step="${focusAfter.current}"] .vd-step-choose`)?.focus();
    focusAfter.current = null;
  }, [steps]);

  function move(from: number, to: number): void {
    const step = steps[from];
    const next = moved(steps, from, to);
    if (next === steps || step === undefined) return;
    change({ ...draft, steps: [...next] });
    setChosenId(step.id);
    focusAfter.current = step.id;
    setSaid(t('editor.stepMoved', { step: t(`step.${step.type}`), place: to + 1, count: steps.length }));
  }
  function remove(index: number): void {
    const next = steps.filter((_, other) => other !== index);
    change({ ...draft, steps: next });
    setChosenId(next[Math.min(index, next.length - 1)]?.id ?? '');
    list.current?.querySelector<HTMLElement>('.vd-step-choose')?.focus();
  }

  return (
    <div className="vd-steps-section">
      <Stack gap={8} className="vd-step-column">
        <ol ref={list} className="vd-step-list" aria-label={t('editor.steps')}>
          {steps.map((step, index) => {
            const title = t(`step.${step.type}`);
            const isWrong = problems.some(({ path }) => path.startsWith(`steps.${index.toString()}.`));
            return (
              <li
                key={step.id}
                className="vd-step-row"
                data-step={step.id}
                data-current={index === chosenIndex || undefined}
                data-over={(over === index && dragged !== index) || undefined}
                draggable={!isLocked}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move';
                  event.dataTransfer.setData('text/plain', step.id);
                  setDragged(index);
                }}
                onDragOver={(event) => {
                  if (dragged === null) return;
                  event.preventDefault();
                  setOver(index);
                }}
                onDrop={(event) => {
                  event.preventDefault();
                  if (dragged !== null) move(dragged, index);
                }}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
              >
                <IconGripVertical size={15} aria-hidden className="vd-step-grip" />
                <button
                  type="button"
                  className="vd-step-choose"
                  aria-pressed={index === chosenIndex}
                  aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  onClick={() => {
                    setChosenId(step.id);
                  }}
                  onKeyDown={(event) => {
                    if (!event.altKey || isLocked) return;
                    if (event.key === 'ArrowUp') move(index, index - 1);
                    else if (event.key === 'ArrowDown') move(index, index + 1);
                    else return;
                    event.preventDefault();
                  }}
                >
                  <StepIcon type={step.type} size={18} />
                  <span className="vd-step-words">
                    <span>
                      {index + 1}. {title}
                    </span>
                    <span className="vd-quiet-word vd-mono vd-ellipsis">{step.id}</span>
                    {isWrong && <span className="vd-tone-failed">{t('editor.stepWrong')}</span>}
                  </span>
                </button>
                {!isLocked && (
                  <Group gap={0} wrap="nowrap">
                    <StepButton
                      label={t('editor.stepUp', { step: title })}
                      disabled={index === 0}
                      onClick={() => {
                        move(index, index - 1);
                      }}
                    >
                      <IconArrowUp size={15} />
                    </StepButton>
                    <StepButton
                      label={t('editor.stepDown', { step: title })}
                      disabled={index === steps.length - 1}
                      onClick={() => {
                        move(index, index + 1);
                      }}
                    >
                      <IconArrowDown size={15} />
                    </StepButton>
                    <StepButton
                      label={t('editor.stepRemove', { step: title })}
                      disabled={steps.length === 1}
                      onClick={() => {
                        remove(index);
                      }}
                    >
                      <IconTrash size={15} />
                    </StepButton>
                  </Group>
                )}
              </li>
            );
          })}
        </ol>
        <span className="vd-unseen" role="status">
          {said}
        </span>
        {problem !== undefined && (
          <Text size="sm" className="vd-tone-failed" role="alert">
            {problem}
          </Text>
        )}
        {!isLocked && (
          <>
            <Menu position="bottom-start">
              <Menu.Target>
                <Button
                  size="xs"
                  variant="default"
                  disabled={steps.length >= mostSteps}
                  leftSection={<IconPlus size={14} aria-hidden />}
                >
                  {t('editor.stepAdd')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {stepTypes.map((type) => (
                  <Menu.Item
                    key={type}
                    leftSection={<StepIcon type={type} size={16} />}
                    onClick={() => {
                      const step = newStep(type, steps);
                      change({ ...draft, steps: [...steps, step] });
                      setChosenId(step.id);
                    }}
                  >
                    {t(`step.${type}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Text size="xs" c="dimmed">
              {t('editor.stepsHint')}
            </Text>
          </>
        )}
      </Stack>
      {chosen !== undefined && <StepForm key={chosen.id} step={chosen} index={chosenIndex} />}
    </div>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function StepButton({ label, disabled, onClick, children }: StepButtonProps): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
