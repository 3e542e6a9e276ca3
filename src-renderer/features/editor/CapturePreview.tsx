import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScenarioStep } from '#shared/domain/scenario.ts';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { inkOn } from './ink-on.ts';
import { textOr } from './page-texts.ts';
import { StepIcon } from './StepIcon.tsx';

function askedFor({ type, sides }: ScenarioStep): MessageKey {
  return type === 'document' && sides.length > 1 ? 'preview.documentTwo' : `preview.${type}`;
}

/** What a person sees first on the phone: who asks, why, for what, and what agreeing means. */
export function CapturePreview({ draft }: { readonly draft: ScenarioDraft }): ReactNode {
  const { t, language } = useLocalization();
  const { capturePage, steps } = draft;
  const accent = /^#[0-9a-f]{6}$/.test(capturePage.accentColor) ? capturePage.accentColor : '#1f6feb';
  const isNamed = capturePage.organization !== '';
  const organization = isNamed ? capturePage.organization : t('preview.someone');
  const purpose = capturePage.purpose === '' ? t('preview.purpose') : capturePage.purpose;
  const title = isNamed ? t('preview.title', { organization }) : t('preview.titleUnnamed');
  return (
    <div className="vd-phone" role="img" aria-label={t('preview.label')}>
      <div className="vd-phone-screen" data-scheme={capturePage.colorScheme} aria-hidden>
        <div className="vd-phone-title">{textOr(capturePage, language, 'title', title)}</div>
        <p>{textOr(capturePage, language, 'purpose', purpose)}</p>
        <div className="vd-phone-asked">{t('preview.asked')}</div>
        <ol>
          {steps.map((step) => (
            <li key={step.id}>
              <span style={{ color: accent }}>
                <StepIcon type={step.type} size={18} />
              </span>
              {t(askedFor(step))}
            </li>
          ))}
        </ol>
        <div className="vd-phone-consent">
          <IconLock size={15} />
          <span>{t('preview.privacy', { organization })}</span>
        </div>
        <div className="vd-phone-statement">{t('preview.statement', { organization })}</div>
        <div className="vd-phone-button" style={{ background: accent, color: inkOn(accent) }}>
          {textOr(capturePage, language, 'agree', t('preview.begin'))}
        </div>
      </div>
    </div>
  );
}
