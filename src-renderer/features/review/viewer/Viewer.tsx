import { IconPhotoOff } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Quad } from '#shared/domain/geometry.ts';
import { refusalAdvice, refusalSentences } from '#shared/domain/refusal-sentences.ts';
import { useLocalization } from '../../../app/i18n/i18n.ts';
import { useAction } from '../../../app/keyboard/actions.tsx';
import type { Preferences } from '../../../app/preferences.ts';
import { captureTitle } from '../../../ui/capture-title.ts';
import { Message } from '../../../ui/Message.tsx';
import type { CaptureView, Zone } from '../review-model.ts';
import { useZoneTitle } from '../zone-title.ts';
import { CornersEditor } from './CornersEditor.tsx';
import { PictureStage } from './PictureStage.tsx';
import { flatSurface, originalSurface } from './surface.ts';
import type { FlyTo } from './use-picture-view.ts';
import { useShownPicture } from './use-shown-picture.ts';
import type { Size } from './view-transform.ts';
import { ViewerTools } from './ViewerTools.tsx';

type Look = Pick<Preferences, 'zones' | 'zoneNames' | 'pictures'>;

interface ViewerProps {
  readonly capture: CaptureView;
  readonly zones: readonly Zone[];
  /** How pictures are looked at, remembered for all of them. */
  readonly look: Look;
  readonly onLook: (part: Partial<Look>) => void;
  readonly selectedZoneId: string | null;
  /** The zone that is pointed at, here or where its field stands. */
  readonly hoveredZoneId: string | null;
  readonly onHoverZone: (zoneId: string | null) => void;
  readonly onSelectZone: (zone: Zone | null) => void;
  /** Where a person says that the document lies, or `null` where it is the program's to find; null while nobody can say. */
  readonly onCorrectCorners: ((quadPx: Quad | null) => void) | null;
  /** The corners of this picture were set by a person. */
  readonly hasGivenCorners: boolean;
  /** The region to look at, drawn whether or not zones are shown. */
  readonly highlight: FlyTo | null;
}

const zoomStep = 1.25;

/** One picture with everything an analyst does to it: as taken, flat or both, zoom, pan, turn, loupe, zones and corners. */
export function Viewer(props: ViewerProps): ReactNode {
  const { capture, zones, look, onLook, highlight, hoveredZoneId, onCorrectCorners } = props;
  const { captureId, flat: flatSide } = capture;
  const { t, language } = useLocalization();
  const zoneTitle = useZoneTitle();
  const originalOf = useMemo(() => originalSurface(capture), [capture]);
  const flatOf = useMemo(
    () => (flatSide === null ? null : flatSurface(captureId, flatSide)),
    [captureId, flatSide],
  );
  const wish = highlight?.captureId === captureId ? highlight : null;
  const original = useShownPicture(originalOf, wish);
  const flat = useShownPicture(flatOf ?? originalOf, flatOf === null ? null : wish);
  const [hasLoupe, setLoupe] = useState(false);
  const [cornersOf, setCornersOf] = useState<string | null>(null);
  const [takesFlat, setTakesFlat] = useState(false);
  const [barSlot, setBarSlot] = useState<HTMLElement | null>(null);

  // Corners are told in the original's pixels, which are known once it is measured or all of it is here.
  const canCorrectCorners = onCorrectCorners !== null && !original.hasFailed && capture.refusal === null;
  const isCorrecting = canCorrectCorners && cornersOf === captureId;
  const shows = flatOf === null || isCorrecting ? 'original' : look.pictures;
  const active = shows === 'flat' || (shows === 'beside' && takesFlat) ? flat : original;

  function zoomIn(): void {
    active.zoom(zoomStep);
  }
  function zoomOut(): void {
    active.zoom(1 / zoomStep);
  }
  function toggleLoupe(): void {
    setLoupe(!hasLoupe);
  }
  function toggleCorners(): void {
    setCornersOf(isCorrecting ? null : captureId);
  }
  function toggleZones(): void {
    onLook({ zones: !look.zones });
  }
  function toggleNames(): void {
    onLook({ zoneNames: !look.zoneNames });
  }
  function toggleFlat(): void {
    onLook({ pictures: look.pictures === 'flat' ? 'original' : 'flat' });
  }
  function toggleBeside(): void {
    onLook({ pictures: look.pictures === 'beside' ? 'original' : 'beside' });
  }
  const canFlatten = flatOf !== null && !isCorrecting;
  useAction('fit', active.fit);
  useAction('actual-size', active.actualSize);
  useAction('zoom-in', zoomIn);
  useAction('zoom-out', zoomOut);
  useAction('rotate', active.rotate);
  useAction('loupe', toggleLoupe);
  useAction('zones', toggleZones);
  useAction('zone-names', toggleNames, look.zones);
  useAction('flat', toggleFlat, canFlatten);
  useAction('beside', toggleBeside, canFlatten);
  useAction('corners', toggleCorners, canCorrectCorners);

  const ownZones = zones.filter((zone) => zone.captureId === captureId);
  const named = ownZones.find(({ id }) => id === (hoveredZoneId ?? props.selectedZoneId));
  const title = captureTitle(capture, t);
  const refusal = capture.refusal as keyof (typeof refusalSentences)['en'] | null;
  if (refusal !== null) {
    return (
      <div className="vd-viewer">
        <Message icon={IconPhotoOff} title={t('viewer.refused')} text={refusalSentences[language][refusal]}>
          <span className="vd-advice">{refusalAdvice[language][refusal]}</span>
        </Message>
      </div>
    );
  }

  const stage = {
    title,
    zones: ownZones,
    showsZones: look.zones,
    showsNames: look.zones && look.zoneNames,
    hasLoupe,
    selectedZoneId: props.selectedZoneId,
    hoveredZoneId,
    onHoverZone: props.onHoverZone,
    onSelectZone: props.onSelectZone,
  };
  return (
    <div className="vd-viewer">
      <div className="vd-stages">
        {shows !== 'flat' && (
          <PictureStage
            {...stage}
            shown={original}
            isTaken={shows === 'beside' && active === original}
            onTake={() => {
              setTakesFlat(false);
            }}
          >
            {isCorrecting && original.view !== null && original.size !== null && (
              <CornersEditor
                key={captureId}
                start={flatSide?.quadPx ?? cornersWithin(original.size)}
                isGiven={props.hasGivenCorners}
                src={original.fullUrl}
                picture={original.size}
                view={original.view}
                viewport={original.viewport}
                barSlot={barSlot}
                onSave={(quadPx) => {
                  setCornersOf(null);
                  onCorrectCorners(quadPx);
                }}
                onClose={() => {
                  setCornersOf(null);
                }}
              />
            )}
          </PictureStage>
        )}
        {shows !== 'original' && (
          <PictureStage
            {...stage}
            shown={flat}
            isTaken={shows === 'beside' && active === flat}
            onTake={() => {
              setTakesFlat(true);
            }}
          />
        )}
      </div>
      {isCorrecting && <div className="vd-corners-slot" ref={setBarSlot} />}
      <ViewerTools
        zoom={active.view === null ? null : active.view.scale * window.devicePixelRatio}
        picture={active.size}
        hasLoupe={hasLoupe}
        look={look}
        zoneTitle={named === undefined ? '' : zoneTitle(named)}
        onZoomOut={zoomOut}
        onZoomIn={zoomIn}
        onFit={active.fit}
        onActualSize={active.actualSize}
        onRotate={active.rotate}
        onToggleLoupe={toggleLoupe}
        onToggleZones={toggleZones}
        onToggleNames={toggleNames}
        onToggleFlat={canFlatten ? toggleFlat : null}
        onToggleBeside={canFlatten ? toggleBeside : null}
        isCorrectingCorners={isCorrecting}
        onToggleCorners={canCorrectCorners ? toggleCorners : null}
      />
    </div>
  );
}

/** Where none were found, a tenth inside the picture: near enough to be taken hold of. */
const startMargin = 0.1;

function cornersWithin({ width, height }: Size): Quad {
  const [left, top] = [Math.round(startMargin * width), Math.round(startMargin * height)];
  const [right, bottom] = [width - left, height - top];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
