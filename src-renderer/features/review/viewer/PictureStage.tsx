import { Button, Loader } from '@mantine/core';
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
import type { Point } from '#shared/domain/geometry.ts';
import { useLocalization } from '../../../app/i18n/i18n.ts';
import { Message } from '../../../ui/Message.tsx';
import type { Zone } from '../review-model.ts';
import { useZoneTitle } from '../zone-title.ts';
import { Loupe } from './Loupe.tsx';
import { zonesOn } from './surface.ts';
import type { ShownPicture } from './use-shown-picture.ts';
import { toCss, type Size, type View } from './view-transform.ts';
import { ZoneLayer, ZoneNames } from './ZoneLayer.tsx';

interface PictureStageProps {
  readonly shown: ShownPicture;
  readonly title: string;
  /** Zones of this picture, in the original's pixels. */
  readonly zones: readonly Zone[];
  readonly showsZones: boolean;
  readonly showsNames: boolean;
  readonly hasLoupe: boolean;
  readonly selectedZoneId: string | null;
  /** The zone that is pointed at, here or where its field stands. */
  readonly hoveredZoneId: string | null;
  readonly onHoverZone: (zoneId: string | null) => void;
  readonly onSelectZone: (zone: Zone | null) => void;
  /** The tools and keys are this stage's from now on. */
  readonly onTake: () => void;
  /** Whether it has them where there is another one beside it. */
  readonly isTaken: boolean;
  /** Handles over the picture, which then show what they need themselves. */
  readonly children?: ReactNode;
}

const panStepPx = 80;

/** One surface under the hand: wheel, drag, double click, loupe, and the zones over it. */
export function PictureStage(props: PictureStageProps): ReactNode {
  const { shown, title, zones, showsZones, showsNames, hasLoupe, selectedZoneId, hoveredZoneId } = props;
  const { onHoverZone, onSelectZone, onTake, isTaken, children } = props;
  const { surface, view, viewport, size, zoom, pan, viewportRef } = shown;
  const { t } = useLocalization();
  const zoneTitle = useZoneTitle();
  const [isDragging, setDragging] = useState(false);
  const [pointer, setPointer] = useState<Point | null>(null);
  const drag = useRef<{ readonly id: number; readonly from: Point; moved: boolean } | null>(null);

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

  function localPoint(event: PointerEvent): Point {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    onTake();
    if (event.button !== 0 || view === null) return;
    drag.current = { id: event.pointerId, from: localPoint(event), moved: false };
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const at = localPoint(event);
    setPointer(at);
    const held = drag.current;
    if (held?.id !== event.pointerId || view === null || size === null) return;
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
    if (!event.shiftKey || delta === undefined || view === null || size === null) return;
    event.preventDefault();
    pan(delta, true);
  }

  const chosenId = hoveredZoneId ?? selectedZoneId;
  const placed = zonesOn(surface, zones).filter(
    ({ zone: { id } }) => showsZones || id === selectedZoneId || id === hoveredZoneId,
  );
  const isCovered = children !== undefined && children !== false && children !== null;
  return (
    <div
      ref={(node) => {
        element.current = node;
        return viewportRef(node);
      }}
      className="vd-viewport"
      data-surface={surface.isFlat ? 'flat' : 'original'}
      data-taken={isTaken || undefined}
      data-dragging={isDragging || undefined}
      data-loupe={hasLoupe || undefined}
      role="group"
      aria-label={t(surface.isFlat ? 'viewer.flatLabel' : 'viewer.label', { picture: title })}
      // The picture takes the keyboard: Shift and the arrows move it.
      tabIndex={0}
      onFocus={onTake}
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
      {shown.hasFailed ? (
        <Message icon={IconPhotoOff} title={t('viewer.unavailable')} text={t('viewer.unavailableText')}>
          <Button variant="default" size="xs" onClick={shown.retry}>
            {t('action.retry')}
          </Button>
        </Message>
      ) : (
        <div
          className="vd-picture"
          data-animated={shown.isAnimated || undefined}
          style={view === null ? { visibility: 'hidden' } : pictureStyle(view, viewport)}
        >
          <img
            key={shown.overviewUrl}
            className="vd-personal vd-picture-layer"
            src={shown.overviewUrl}
            alt={title}
            draggable={false}
            style={size === null ? undefined : { width: size.width, height: size.height }}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              shown.onOverviewLoad({ width: naturalWidth, height: naturalHeight });
            }}
            onError={shown.onOverviewError}
          />
          {(shown.needsFull || (hasLoupe && pointer !== null)) && !shown.fullHasFailed && size !== null && (
            <img
              key={shown.fullUrl}
              className="vd-personal vd-picture-layer vd-picture-full"
              data-pixels={(view !== null && view.scale > 3) || undefined}
              src={shown.fullUrl}
              alt=""
              draggable={false}
              style={{ width: size.width, height: size.height }}
              onLoad={shown.onFullLoad}
              onError={shown.onFullError}
            />
          )}
          {surface.size !== null && (
            <ZoneLayer
              picture={surface.size}
              zones={placed}
              selectedZoneId={selectedZoneId}
              hoveredZoneId={hoveredZoneId}
              highlight={shown.highlight}
              onHover={onHoverZone}
              onSelect={(zone) => {
                if (drag.current?.moved !== true) onSelectZone(zone);
              }}
            />
          )}
        </div>
      )}
      {!shown.isLoaded && !shown.hasFailed && (
        <div className="vd-viewer-loading">
          <Loader size="sm" aria-label={t('state.loading')} />
        </div>
      )}
      {view !== null && surface.size !== null && !isCovered && !isDragging && (
        <ZoneNames
          zones={placed.filter(
            // What a barcode says has no place of its own in it: a dozen names for one zone.
            ({ zone: { id, source } }) => id === chosenId || (showsNames && source !== 'barcode'),
          )}
          titleOf={zoneTitle}
          chosenId={chosenId}
          view={view}
          viewport={viewport}
        />
      )}
      {children}
      {hasLoupe && !isCovered && pointer !== null && view !== null && size !== null && !isDragging && (
        <Loupe src={shown.fullUrl} picture={size} view={view} viewport={viewport} at={pointer} />
      )}
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
