import { Progress } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import { documentTypeTitles } from '#shared/domain/document-words.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import type { SessionTile } from '../../db/session-tile.ts';
import { withMargin } from '../../rpc/image-url.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { CropImage } from '../../ui/CropImage.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark, sessionLooks, stepLooks } from '../../ui/StatusMark.tsx';
import { liveWords } from './live-words.ts';

interface SessionTileProps {
  readonly tile: SessionTile;
  readonly isCurrent: boolean;
  /** Whether the Tab key stops here: at one tile of the list. */
  readonly isTabStop: boolean;
  readonly progress: AnalysisProgress | undefined;
}

/** One session in the list. */
export function SessionTileView({ tile, isCurrent, isTabStop, progress }: SessionTileProps): ReactNode {
  const { t, language } = useLocalization();
  const isRunning = tile.status === 'queued' || tile.status === 'analyzing';
  /** The analysis is still to come or under way. */
  const isAhead = isRunning || tile.status === 'collecting';
  const documentTitle =
    tile.documentType === null || tile.documentType === 'unknown'
      ? null
      : capitalized(documentTypeTitles[language][tile.documentType]);
  const document = [documentTitle, tile.country].filter((part) => part !== null).join(' · ');
  const { face } = tile;
  return (
    <a
      className="vd-tile"
      href={routeHash({ page: 'logs', sessionId: tile.sessionId })}
      aria-current={isCurrent ? 'true' : undefined}
      data-session={tile.sessionId}
      // The keys J and K walk the list; each tile a tab stop would put thousands of stops before the picture.
      tabIndex={isTabStop ? 0 : -1}
    >
      {face === null ? (
        <span className="vd-tile-face vd-tile-noface" aria-hidden>
          <IconUser size={20} stroke={1.4} />
        </span>
      ) : (
        <CropImage
          className="vd-tile-face"
          captureId={face.captureId}
          regionPx={withMargin(face.regionPx, 0.25)}
          rollDeg={face.rollDeg}
          maxPx={128}
          alt=""
        />
      )}
      <span className="vd-tile-body">
        <span className="vd-tile-line">
          {tile.name === null ? (
            <span className="vd-tile-name vd-tile-unnamed">
              {tile.clientKey ?? t(isAhead ? 'logs.unnamed' : 'logs.nameless')}
            </span>
          ) : (
            <Personal className="vd-tile-name">
              <bdi>{tile.name}</bdi>
            </Personal>
          )}
          <RelativeTime at={tile.createdAt} isBrief />
        </span>
        <span className="vd-tile-line vd-tile-quiet">
          <span className="vd-ellipsis">
            {document === '' ? scenarioTitle(tile.scenarioName, language) : document}
          </span>
          <span
            className="vd-steps"
            role="img"
            aria-label={tile.steps
              .map(({ type, mark }) => `${t(`step.${type}`)}: ${t(`mark.${mark}`)}`)
              .join(', ')}
          >
            {tile.steps.map(({ id, mark }) => (
              <StatusMark key={id} look={stepLooks[mark]} size={13} />
            ))}
          </span>
        </span>
        <span className="vd-tile-line">
          <StatusMark
            look={sessionLooks[tile.status]}
            size={14}
            label={progress === undefined ? liveWords(tile, t) : t(`stage.${progress.stage}`)}
          />
          {isRunning ? (
            <Progress
              className="vd-tile-progress"
              size={4}
              value={(progress?.fraction ?? 0) * 100}
              animated={progress === undefined}
              aria-label={progress === undefined ? t('status.queued') : t(`stage.${progress.stage}`)}
            />
          ) : (
            (tile.failed > 0 || tile.warnings > 0) && (
              <span className="vd-tile-counts">
                {tile.failed > 0 && (
                  <span className="vd-tone-failed" title={t('count.failed', { count: tile.failed })}>
                    ✗ {tile.failed}
                  </span>
                )}
                {tile.warnings > 0 && (
                  <span className="vd-tone-warning" title={t('count.warnings', { count: tile.warnings })}>
                    ! {tile.warnings}
                  </span>
                )}
              </span>
            )
          )}
        </span>
      </span>
    </a>
  );
}
