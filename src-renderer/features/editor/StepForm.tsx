import {
  Alert,
  Checkbox,
  Group,
  Input,
  SegmentedControl,
  Stack,
  Switch,
  TagsInput,
  Title,
} from '@mantine/core';
import { IconEyeQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { documentTypeTitles } from '#shared/domain/document-words.ts';
import { captureFrames, documentTypes, type ScenarioStep, type Side } from '#shared/domain/scenario.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { ChecksTable } from './ChecksTable.tsx';
import { fieldOrder, useDraftForm, useProblem } from './fields.tsx';

/** An unknown type cannot be asked for. */
const offeredTypes = documentTypes.filter((type) => type !== 'unknown');
const documentSides: readonly Side[] = ['front', 'back'];

/** Every setting of one step. */
export function StepForm({
  step,
  index,
}: {
  readonly step: ScenarioStep;
  readonly index: number;
}): ReactNode {
  const { t, language } = useLocalization();
  const { draft, isLocked, change, problems } = useDraftForm();
  const path = `steps.${index.toString()}`;
  const set = (part: Partial<ScenarioStep>): void => {
    change({
      ...draft,
      steps: draft.steps.map((other) => (other.id === step.id ? { ...other, ...part } : other)),
    });
  };
  const sidesProblem = useProblem(`${path}.sides`);
  const countryProblem = problems.find((problem) => problem.path.startsWith(`${path}.countries`));
  const isDocument = step.type === 'document';
  const showsDocument = isDocument || step.type === 'selfie-with-document';
  return (
    <section className="vd-step-form" aria-label={t(`step.${step.type}`)}>
      <Stack gap="lg">
        <Title order={2} size="h5">
          {index + 1}. {t(`step.${step.type}`)}
        </Title>
        {isDocument && (
          <>
            <Checkbox.Group
              label={t('editor.sides')}
              description={t('editor.sides.help')}
              error={sidesProblem}
              value={[...step.sides]}
              onChange={(chosen) => {
                // In the order in which they are taken, whichever was ticked first.
                set({ sides: documentSides.filter((side) => chosen.includes(side)) });
              }}
            >
              <Group gap="lg" mt={6}>
                {documentSides.map((side) => (
                  <Checkbox key={side} value={side} label={t(`side.${side}`)} disabled={isLocked} />
                ))}
              </Group>
            </Checkbox.Group>
            <Checkbox.Group
              label={t('editor.documentTypes')}
              description={t('editor.documentTypes.help')}
              value={[...step.documentTypes]}
              onChange={(chosen) => {
                set({ documentTypes: documentTypes.filter((type) => chosen.includes(type)) });
              }}
            >
              <Group gap="lg" mt={6}>
                {offeredTypes.map((type) => (
                  <Checkbox
                    key={type}
                    value={type}
                    label={capitalized(documentTypeTitles[language][type])}
                    disabled={isLocked}
                  />
                ))}
              </Group>
            </Checkbox.Group>
            <TagsInput
              inputWrapperOrder={fieldOrder}
              label={t('editor.countries')}
              description={t('editor.countries.help')}
              placeholder={step.countries.length === 0 ? t('editor.countries.any') : ''}
              error={countryProblem === undefined ? undefined : t(countryProblem.key, countryProblem.values)}
              value={[...step.countries]}
              splitChars={[',', ' ', ';']}
              disabled={isLocked}
              clearable
              clearButtonProps={{ 'aria-label': t('editor.countries.clear') }}
              acceptValueOnBlur
              onChange={(codes) => {
                set({ countries: [...new Set(codes.map((code) => code.toUpperCase()))] });
              }}
            />
            <Switch
              label={t('editor.mrzRequired')}
              description={t('editor.mrzRequired.help')}
              checked={step.mrzRequired}
              disabled={isLocked}
              onChange={({ currentTarget }) => {
                set({ mrzRequired: currentTarget.checked });
              }}
            />
          </>
        )}
        {showsDocument && (
          <Input.Wrapper label={t('editor.captureFrame')} description={t('editor.captureFrame.help')}>
            <div>
              <SegmentedControl
                mt={6}
                aria-label={t('editor.captureFrame')}
                value={step.captureFrame}
                disabled={isLocked}
                data={captureFrames.map((value) => ({ value, label: t(`editor.frame.${value}`) }))}
                onChange={(captureFrame) => {
                  set({ captureFrame });
                }}
              />
            </div>
          </Input.Wrapper>
        )}
        {step.type === 'liveness' && (
          <Alert
            variant="light"
            color="gray"
            icon={<IconEyeQuestion size={18} aria-hidden />}
            title={t('editor.liveness.title')}
          >
            {t('editor.liveness.text')}
          </Alert>
        )}
        <ChecksTable
          step={step}
          steps={draft.steps}
          onChange={(checks) => {
            set({ checks });
          }}
        />
      </Stack>
    </section>
  );
}
