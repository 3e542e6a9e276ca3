import { ActionIcon, Button, Group, Loader, Tooltip, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  IconArrowsMaximize,
  IconPhotoOff,
  IconRotateClockwise,
  IconShape,
  IconZoomIn,
  IconZoomInArea,
  IconZoomOut,
  type Icon,
} from '@tabler/icons-react';
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
import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import { refusalAdvice, refusalSentences } from '#shared/domain/check-sentences.ts';
import { useLocalization } from '../../../app/i18n/i18n.ts';
import { useAction } from '../../../app/keyboard/actions.tsx';
import { keyCapOf, type ActionId } from '../../../app/keyboard/key-map.ts';
import { imageUrl } from '../../../rpc/image-url.ts';
import { captureTitle } from '../../../ui/capture-title.ts';
import { Message } from '../../../ui/Message.tsx';
import type { CaptureView, Zone } from '../review-model.ts';
import { useZoneTitle } from '../zone-title.ts';
import {
  fitView,
  panBy,
  regionView,
  toCss,
  toPicture,
  toScreen,
  zoomBy,
  type Size,
  type View,
} from './view-transform.ts';

/** A wish to look at a region; a new object is a new wish, also for the same region. */
export interface FlyTo {
  readonly captureId: string;
  readonly regionPx: Rect;
  /** Whether a finding speaks of it or it is just looked at. */
  readonly kind: 'finding' | 'place';
}

interface ViewerProps {
  readonly capture: CaptureView;
  readonly zones: readonly Zone[];
  readonly showZones: boolean;
  readonly onToggleZones: () => void;
  readonly selectedZoneId: string | null;
  readonly onSelectZone: (zone: Zone | null) => void;
  /** The region to look at, drawn whether or not zones are shown. */
  readonly highlight: FlyTo | null;
}

/** Enough for a whole screen at once; the full picture follows when the analyst comes closer. */
const overviewPx = 1600;
/** Longest picture that is ever asked for: 40 megapixels are at most about 7,300 pixels wide. */
const fullPx = 8000;
const zoomStep = 1.25;
const panStepPx = 80;
const loupeRadiusPx = 110;

interface LoadedPicture {
  readonly captureId: string;
  readonly naturalSize: Size;
}

/** One picture with everything an analyst does to it: zoom, pan, turn, loupe, and the zones over it. */
export function Viewer(props: ViewerProps): ReactNode {
  const { capture, zones, showZones, onToggleZones, selectedZoneId, onSelectZone, highlight } = props;
  const { t, language } = useLocalization();
  const zoneTitle = useZoneTitle();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const viewport: Size = { width, height };
  const [loaded, setLoaded] = useState<LoadedPicture | null>(null);
  const [failedId, setFailedId] = useState<string | null>(null);
  const [fullLoadedId, setFullLoadedId] = useState<string | null>(null);
  /** `null` is the fitted picture, which stays fitted when the pane changes its size. */
  const [freeView, setFreeView] = useState<{ readonly captureId: string; readonly view: View } | null>(null);
  const [turned, setTurned] = useState<{ readonly captureId: string; readonly deg: number } | null>(null);
  const [flownTo, setFlownTo] = useState<FlyTo | null>(null);
  const [isAnimated, setAnimated] = useState(false);
  const [isDragging, setDragging] = useState(false);
  const [hasLoupe, setLoupe] = useState(false);
  const [pointer, setPointer] = useState<Point | null>(null);
  const [hoveredZoneId, setHoveredZoneId] = useState<string | null>(null);
  const drag = useRef<{ readonly id: number; readonly from: Point; moved: boolean } | null>(null);

  const isLoaded = loaded?.captureId === capture.captureId;
  const picture = capture.sizePx ?? (isLoaded ? loaded.naturalSize : null);
  const rotationDeg = turned?.captureId === capture.captureId ? turned.deg : capture.rotationDeg;
  const hasRoom = width > 0 && height > 0;
  const view =
    picture === null || !hasRoom
      ? null
      : freeView?.captureId === capture.captureId
        ? { ...freeView.view, rotationDeg }
        : fitView(picture, viewport, rotationDeg);
  const pixelRatio = window.devicePixelRatio;
  const needsFull =
    picture !== null &&
    view !== null &&
    Math.max(picture.width, picture.height) * view.scale * pixelRatio > overviewPx * 1.1;
  const wantsFull = needsFull || fullLoadedId === capture.captureId || (hasLoupe && pointer !== null);

  function change(next: View, animated: boolean): void {
    setAnimated(animated);
    setFreeView({ captureId: capture.captureId, view: next });
  }
  function zoom(factor: number, anchor?: Point, animated = true): void {
    if (view !== null) change(zoomBy(view, viewport, factor, anchor), animated);
  }
  function fit(): void {
    setAnimated(true);
    setFreeView(null);
  }
  function actualSize(): void {
    if (view !== null) zoom(1 / pixelRatio / view.scale);
  }
  function rotate(): void {
    setAnimated(false);
    setTurned({ captureId: capture.captureId, deg: (rotationDeg + 90) % 360 });
    setFreeView(null);
  }

  // A new wish is granted while rendering, as soon as the picture's size is known, so that no frame shows the old view.
  if (
    highlight !== null &&
    highlight !== flownTo &&
    highlight.captureId === capture.captureId &&
    picture !== null &&
    hasRoom
  ) {
    setFlownTo(highlight);
    setAnimated(true);
    setFreeView({
      captureId: capture.captureId,
      view: regionView(highlight.regionPx, picture, viewport, rotationDeg),
    });
  }

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

  useAction('fit', fit);
  useAction('actual-size', actualSize);
  useAction('zoom-in', () => {
    zoom(zoomStep);
  });
  useAction('zoom-out', () => {
    zoom(1 / zoomStep);
  });
  useAction('rotate', rotate);
  useAction('loupe', () => {
    setLoupe(!hasLoupe);
  });
  useAction('zones', onToggleZones);

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
    change(panBy(view, picture, delta), false);
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
    change(panBy(view, picture, delta), true);
  }

  const ownZones = zones.filter((zone) => zone.captureId === capture.captureId);
  const named = ownZones.find(({ id }) => id === (hoveredZoneId ?? selectedZoneId));
  const overview = imageUrl(capture.captureId, overviewPx);
  const full = imageUrl(capture.captureId, fullPx);
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

  const tool = (
    action: ActionId,
    label: string,
    Shape: Icon,
    onClick: () => void,
    pressed?: boolean,
  ): ReactNode => (
    <Tooltip label={`${label} (${keyCapOf(action)})`}>
      <ActionIcon
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'ink' : 'gray'}
        size="md"
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={onClick}
      >
        <Shape size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );

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
          setHoveredZoneId(null);
        }}
        onKeyDown={onKeyDown}
        onDoubleClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          zoom(2, { x: event.clientX - box.left, y: event.clientY - box.top });
        }}
      >
        {failedId === capture.captureId ? (
          <Message icon={IconPhotoOff} title={t('viewer.unavailable')} text={t('viewer.unavailableText')}>
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                setFailedId(null);
              }}
            >
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
                  captureId: capture.captureId,
                  naturalSize: { width: currentTarget.naturalWidth, height: currentTarget.naturalHeight },
                });
              }}
              onError={() => {
                setFailedId(capture.captureId);
              }}
            />
            {wantsFull && picture !== null && (
              <img
                key={full}
                className="vd-personal vd-picture-layer vd-picture-full"
                data-pixels={(view !== null && view.scale > 3) || undefined}
                src={full}
                alt=""
                draggable={false}
                style={{ width: picture.width, height: picture.height }}
                onLoad={() => {
                  setFullLoadedId(capture.captureId);
                }}
              />
            )}
            {picture !== null && capture.sizePx !== null && (
              <svg className="vd-zones" width={picture.width} height={picture.height} aria-hidden>
                {ownZones.map((zone) => {
                  const isSelected = zone.id === selectedZoneId;
                  if (!showZones && !isSelected) return null;
                  const corners = zone.quadPx ?? cornersOf(zone.regionPx);
                  return (
                    <polygon
                      key={zone.id}
                      className={`vd-zone vd-zone-${zone.kind}${zone.source === null ? '' : ` vd-zone-${zone.source}`}`}
                      data-selected={isSelected || undefined}
                      data-zone={zone.id}
                      points={corners.map(({ x, y }) => `${x.toString()},${y.toString()}`).join(' ')}
                      onPointerEnter={() => {
                        setHoveredZoneId(zone.id);
                      }}
                      onPointerLeave={() => {
                        setHoveredZoneId(null);
                      }}
                      onClick={() => {
                        if (drag.current?.moved !== true) onSelectZone(zone);
                      }}
                    />
                  );
                })}
                {highlight?.captureId === capture.captureId && (
                  <rect
                    className={`vd-zone vd-zone-highlight vd-zone-${highlight.kind}`}
                    x={highlight.regionPx.x}
                    y={highlight.regionPx.y}
                    width={highlight.regionPx.width}
                    height={highlight.regionPx.height}
                  />
                )}
              </svg>
            )}
          </div>
        )}
        {!isLoaded && failedId !== capture.captureId && (
          <div className="vd-viewer-loading">
            <Loader size="sm" aria-label={t('state.loading')} />
          </div>
        )}
        {named !== undefined && view !== null && (showZones || named.id === selectedZoneId) && (
          <ZoneTag
            title={zoneTitle(named)}
            corners={named.quadPx ?? cornersOf(named.regionPx)}
            view={view}
            viewport={viewport}
          />
        )}
        {hasLoupe && pointer !== null && view !== null && picture !== null && !isDragging && (
          <div
            className="vd-loupe"
            aria-hidden
            style={{
              left: pointer.x - loupeRadiusPx,
              top: pointer.y - loupeRadiusPx,
              width: 2 * loupeRadiusPx,
              height: 2 * loupeRadiusPx,
            }}
          >
            <img
              className="vd-personal vd-picture-layer"
              src={full}
              alt=""
              style={{
                width: picture.width,
                height: picture.height,
                transform: toCss(
                  {
                    center: toPicture(view, viewport, pointer),
                    scale: Math.max(view.scale * 2.5, 1),
                    rotationDeg,
                  },
                  { width: 2 * loupeRadiusPx, height: 2 * loupeRadiusPx },
                ),
              }}
            />
          </div>
        )}
      </div>
      <Group className="vd-viewer-tools" gap={2} role="toolbar" aria-label={t('viewer.tools')} wrap="nowrap">
        {tool('zoom-out', t('viewer.zoomOut'), IconZoomOut, () => {
          zoom(1 / zoomStep);
        })}
        <span className="vd-zoom" aria-live="off">
          {view === null ? '–' : `${Math.round(view.scale * pixelRatio * 100).toString()} %`}
        </span>
        {tool('zoom-in', t('viewer.zoomIn'), IconZoomIn, () => {
          zoom(zoomStep);
        })}
        {tool('fit', t('viewer.fit'), IconArrowsMaximize, fit)}
        <Tooltip label={`${t('viewer.actualSize')} (${keyCapOf('actual-size')})`}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('viewer.actualSize')} onClick={actualSize}>
            <span className="vd-tool-text">1:1</span>
          </ActionIcon>
        </Tooltip>
        {tool('rotate', t('viewer.rotate'), IconRotateClockwise, rotate)}
        {tool(
          'loupe',
          t('viewer.loupe'),
          IconZoomInArea,
          () => {
            setLoupe(!hasLoupe);
          },
          hasLoupe,
        )}
        {tool('zones', t('viewer.zones'), IconShape, onToggleZones, showZones)}
        <span className="vd-picture-facts">
          {picture === null ? '' : `${picture.width.toString()} × ${picture.height.toString()}`}
        </span>
        <VisuallyHidden aria-live="polite">{named === undefined ? '' : zoneTitle(named)}</VisuallyHidden>
      </Group>
    </div>
  );
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

function cornersOf({ x, y, width, height }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

interface ZoneTagProps {
  readonly title: string;
  readonly corners: readonly Point[];
  readonly view: View;
  readonly viewport: Size;
}

/** The zone's name just above it, in the screen's own type size. */
function ZoneTag({ title, corners, view, viewport }: ZoneTagProps): ReactNode {
  const box = boundsOf(corners.map((corner) => toScreen(view, viewport, corner)));
  // 22: the tag's own height with its gap.
  const top = box.y > 26 ? box.y - 22 : Math.min(box.y + box.height + 4, viewport.height - 24);
  const left = Math.min(Math.max(4, box.x), Math.max(4, viewport.width - 180));
  return (
    <span className="vd-zone-tag" aria-hidden style={{ left, top: Math.max(4, top) }}>
      {title}
    </span>
  );
}
