import { Button, Loader } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconPhotoOff } from '@tabler/icons-react';
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { refusalAdvice, refusalSentences } from '#shared/domain/refusal-sentences.ts';
import { useLocalization } from '../../../app/i18n/i18n.ts';
import { useAction } from '../../../app/keyboard/actions.tsx';
import { imageUrl } from '../../../rpc/image-url.ts';
import { captureTitle } from '../../../ui/capture-title.ts';
import { Message } from '../../../ui/Message.tsx';
import { usePictureFailure } from '../../../ui/use-picture-failure.ts';
import type { CaptureView, Zone } from '../review-model.ts';
import { useZoneTitle } from '../zone-title.ts';
import { CornersEditor } from './CornersEditor.tsx';
import { Loupe } from './Loupe.tsx';
import { usePictureView, type FlyTo } from './use-picture-view.ts';
import { toCss, type Size, type View } from './view-transform.ts';
import { ViewerTools } from './ViewerTools.tsx';
import { ZoneLayer, ZoneTag } from './ZoneLayer.tsx';

interface ViewerProps {
  readonly capture: CaptureView;
  readonly zones: readonly Zone[];
  readonly showZones: boolean;
  readonly onToggleZones: () => void;
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

/** Enough for a whole screen at once; the full picture follows when the analyst comes closer. */
const overviewPx = 1600;
/** Longest picture that is ever asked for: 40 megapixels are at most about 7,300 pixels wide. */
const fullPx = 8000;
const zoomStep = 1.25;
const panStepPx = 80;

interface LoadedPicture {
  readonly captureId: string;
  readonly naturalSize: Size;
}

/** One picture with everything an analyst does to it: zoom, pan, turn, loupe, and the zones over it. */
export function Viewer(props: ViewerProps): ReactNode {
  const { capture, zones, showZones, onToggleZones, selectedZoneId, onSelectZone, highlight } = props;
  const { hoveredZoneId, onHoverZone, onCorrectCorners, hasGivenCorners } = props;
  const { captureId } = capture;
  const { t, language } = useLocalization();
  const zoneTitle = useZoneTitle();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const viewport: Size = { width, height };
  const [loaded, setLoaded] = useState<LoadedPicture | null>(null);
  const overview = imageUrl(captureId, overviewPx);
  const full = imageUrl(captureId, fullPx);
  const { hasFailed, onError, retry } = usePictureFailure(overview);
  const fullFailure = usePictureFailure(full);
  const [fullLoadedId, setFullLoadedId] = useState<string | null>(null);
  const [isDragging, setDragging] = useState(false);
  const [hasLoupe, setLoupe] = useState(false);
  const [cornersOf, setCornersOf] = useState<string | null>(null);
  const [pointer, setPointer] = useState<Point | null>(null);
  const drag = useRef<{ readonly id: number; readonly from: Point; moved: boolean } | null>(null);

  const isLoaded = loaded?.captureId === captureId;
  const picture = capture.sizePx ?? (isLoaded ? loaded.naturalSize : null);
  const { view, isAnimated, zoom, pan, fit, actualSize, rotate } = usePictureView({
    captureId,
    foundRotationDeg: capture.rotationDeg,
    picture,
    viewport,
    highlight,
  });
  const pixelRatio = window.devicePixelRatio;
  const needsFull =
    picture !== null &&
    view !== null &&
    Math.max(picture.width, picture.height) * view.scale * pixelRatio > overviewPx * 1.1;
  const wantsFull = needsFull || fullLoadedId === captureId || (hasLoupe && pointer !== null);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    // A notch of a wheel is 100 or 120 units; a touchpad sends many small ones.
    zoom(Math.exp(-event.deltaY / 500), { x: event.clientX - box.left, y: event.clientY - box.top }, false);
  });
  const element = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const target = element.current;
    const listener = (event: WheelEvent): void => {
      onWheel(event);
    };
    // React listens to wheels passively, and a passive listener cannot keep the page from zooming.
    target?.addEventListener('wheel', listener, { passive: false });
    return () => {
      target?.removeEventListener('wheel', listener);
    };
  }, []);

  function zoomIn(): void {
    zoom(zoomStep);
  }
  function zoomOut(): void {
    zoom(1 / zoomStep);
  }
  function toggleLoupe(): void {
    setLoupe(!hasLoupe);
  }
  useAction('fit', fit);
  useAction('actual-size', actualSize);
  useAction('zoom-in', zoomIn);
  useAction('zoom-out', zoomOut);
  useAction('rotate', rotate);
  useAction('loupe', toggleLoupe);
  useAction('zones', onToggleZones);
  // Corners are told in the original's pixels, which are known once a picture was analyzed.
  const canCorrectCorners = onCorrectCorners !== null && capture.sizePx !== null && !hasFailed;
  const isCorrecting = canCorrectCorners && cornersOf === captureId;
  function toggleCorners(): void {
    setCornersOf(isCorrecting ? null : captureId);
  }
  useAction('corners', toggleCorners, canCorrectCorners);

  function localPoint(event: PointerEvent): Point {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0 || view === null) return;
    drag.current = { id: event.pointerId, from: localPoint(event), moved: false };
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const at = localPoint(event);
    setPointer(at);
    const held = drag.current;
    if (held?.id !== event.pointerId || view === null || picture === null) return;
    const delta = { x: at.x - held.from.x, y: at.y - held.from.y };
    // Four pixels: less is a click with an unsteady hand.
    if (!held.moved && Math.hypot(delta.x, delta.y) < 4) return;
    if (!held.moved) event.currentTarget.setPointerCapture(event.pointerId);
    setDragging(true);
    drag.current = { id: event.pointerId, from: at, moved: true };
    pan(delta, false);
  }
  function onPointerUp(): void {
    if (drag.current !== null && !drag.current.moved && hoveredZoneId === null) onSelectZone(null);
    drag.current = null;
    setDragging(false);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const directions: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: panStepPx, y: 0 },
      ArrowRight: { x: -panStepPx, y: 0 },
      ArrowUp: { x: 0, y: panStepPx },
      ArrowDown: { x: 0, y: -panStepPx },
    };
    const delta = directions[event.key];
    if (!event.shiftKey || delta === undefined || view === null || picture === null) return;
    event.preventDefault();
    pan(delta, true);
  }

  const ownZones = zones.filter((zone) => zone.captureId === captureId);
  const named = ownZones.find(({ id }) => id === (hoveredZoneId ?? selectedZoneId));
  const refusal = capture.refusal as keyof (typeof refusalSentences)['en'] | null;
  const title = captureTitle(capture, t);

  if (refusal !== null) {
    return (
      <div className="vd-viewer" ref={ref}>
        <Message icon={IconPhotoOff} title={t('viewer.refused')} text={refusalSentences[language][refusal]}>
          <span className="vd-advice">{refusalAdvice[language][refusal]}</span>
        </Message>
      </div>
    );
  }

  return (
    <div className="vd-viewer">
      <div
        ref={(node) => {
          element.current = node;
          if (node !== null) return ref(node);
          return undefined;
        }}
        className="vd-viewport"
        data-dragging={isDragging || undefined}
        data-loupe={hasLoupe || undefined}
        role="group"
        aria-label={t('viewer.label', { picture: title })}
        // The picture takes the keyboard: Shift and the arrows move it.
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onPointerLeave={() => {
          setPointer(null);
          onHoverZone(null);
        }}
        onKeyDown={onKeyDown}
        onDoubleClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          zoom(2, { x: event.clientX - box.left, y: event.clientY - box.top });
        }}
      >
        {hasFailed ? (
          <Message icon={IconPhotoOff} title={t('viewer.unavailable')} text={t('viewer.unavailableText')}>
            <Button variant="default" size="xs" onClick={retry}>
              {t('action.retry')}
            </Button>
          </Message>
        ) : (
          <div
            className="vd-picture"
            data-animated={isAnimated || undefined}
            style={view === null ? { visibility: 'hidden' } : pictureStyle(view, viewport)}
          >
            <img
              key={overview}
              className="vd-personal vd-picture-layer"
              src={overview}
              alt={title}
              draggable={false}
              style={picture === null ? undefined : { width: picture.width, height: picture.height }}
              onLoad={({ currentTarget }) => {
                setLoaded({
                  captureId,
                  naturalSize: { width: currentTarget.naturalWidth, height: currentTarget.naturalHeight },
                });
              }}
              onError={onError}
            />
            {wantsFull && !fullFailure.hasFailed && picture !== null && (
              <img
                key={full}
                className="vd-personal vd-picture-layer vd-picture-full"
                data-pixels={(view !== null && view.scale > 3) || undefined}
                src={full}
                alt=""
                draggable={false}
                style={{ width: picture.width, height: picture.height }}
                onLoad={() => {
                  setFullLoadedId(captureId);
                }}
                onError={fullFailure.onError}
              />
            )}
            {picture !== null && capture.sizePx !== null && (
              <ZoneLayer
                picture={picture}
                zones={ownZones}
                showsAll={showZones}
                selectedZoneId={selectedZoneId}
                hoveredZoneId={hoveredZoneId}
                highlight={highlight?.captureId === captureId ? highlight : null}
                onHover={onHoverZone}
                onSelect={(zone) => {
                  if (drag.current?.moved !== true) onSelectZone(zone);
                }}
              />
            )}
          </div>
        )}
        {!isLoaded && !hasFailed && (
          <div className="vd-viewer-loading">
            <Loader size="sm" aria-label={t('state.loading')} />
          </div>
        )}
        {named !== undefined && view !== null && (
          <ZoneTag title={zoneTitle(named)} zone={named} view={view} viewport={viewport} />
        )}
        {isCorrecting && view !== null && picture !== null && (
          <CornersEditor
            key={captureId}
            start={cornersToStart(ownZones, picture)}
            isGiven={hasGivenCorners}
            src={full}
            picture={picture}
            view={view}
            viewport={viewport}
            onSave={(quadPx) => {
              setCornersOf(null);
              onCorrectCorners(quadPx);
            }}
            onClose={() => {
              setCornersOf(null);
            }}
          />
        )}
        {hasLoupe &&
          !isCorrecting &&
          pointer !== null &&
          view !== null &&
          picture !== null &&
          !isDragging && <Loupe src={full} picture={picture} view={view} viewport={viewport} at={pointer} />}
      </div>
      <ViewerTools
        zoom={view === null ? null : view.scale * pixelRatio}
        picture={picture}
        hasLoupe={hasLoupe}
        showZones={showZones}
        zoneTitle={named === undefined ? '' : zoneTitle(named)}
        onZoomOut={zoomOut}
        onZoomIn={zoomIn}
        onFit={fit}
        onActualSize={actualSize}
        onRotate={rotate}
        onToggleLoupe={toggleLoupe}
        onToggleZones={onToggleZones}
        isCorrectingCorners={isCorrecting}
        onToggleCorners={canCorrectCorners ? toggleCorners : null}
      />
    </div>
  );
}

/** Where none were found, a tenth inside the picture: near enough to be taken hold of. */
const startMargin = 0.1;

function cornersToStart(zones: readonly Zone[], { width, height }: Size): Quad {
  const [a, b, c, d] = zones.find(({ kind }) => kind === 'document')?.quadPx ?? [];
  if (a !== undefined && b !== undefined && c !== undefined && d !== undefined) return [a, b, c, d];
  const [left, top] = [Math.round(startMargin * width), Math.round(startMargin * height)];
  const [right, bottom] = [width - left, height - top];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

/** How strongly a shielded picture is blurred, in screen pixels: no face is known and no print is read. */
const shieldPx = 26;

function pictureStyle(view: View, viewport: Size): CSSProperties {
  const style: CSSProperties & Record<`--${string}`, string> = {
    transform: toCss(view, viewport),
    '--blur': `${(shieldPx / view.scale).toFixed(1)}px`,
    // One screen pixel in the picture's own: lines keep their width at any zoom.
    '--pixel': `${(1 / view.scale).toFixed(4)}px`,
  };
  return style;
}
