import { IconShieldLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { StepIcon } from './StepIcon.tsx';
import { inkOn } from './ink-on.ts';

/** What a person sees first on the phone: who asks, why, for what, and the button that begins. */
export function CapturePreview({ draft }: { readonly draft: ScenarioDraft }): ReactNode {
  const { t } = useLocalization();
  const { capturePage, steps, rules } = draft;
  const accent = /^#[0-9a-f]{6}$/.test(capturePage.accentColor) ? capturePage.accentColor : '#1f6feb';
  const organization =
    capturePage.organization.trim() === '' ? t('preview.organization') : capturePage.organization;
  return (
    <div className="vd-phone" role="img" aria-label={t('preview.label')}>
      <div className="vd-phone-screen" aria-hidden>
        <div className="vd-phone-organization" style={{ color: accent }}>
          {organization}
        </div>
        <div className="vd-phone-title">{t('preview.title', { organization })}</div>
        <p>{capturePage.purpose.trim() === '' ? t('preview.purpose') : capturePage.purpose}</p>
        <ol>
          {steps.map(({ id, type }) => (
            <li key={id}>
              <span style={{ color: accent }}>
                <StepIcon type={type} size={18} />
              </span>
              {t(`step.${type}`)}
            </li>
          ))}
        </ol>
        <div className="vd-phone-consent">
          <IconShieldLock size={15} />
          <span>
            {rules.storageDays === 0
              ? t('preview.storedForever')
              : t('preview.stored', { count: rules.storageDays })}
          </span>
        </div>
        <div className="vd-phone-button" style={{ background: accent, color: inkOn(accent) }}>
          {t('preview.begin')}
        </div>
      </div>
    </div>
  );
}
