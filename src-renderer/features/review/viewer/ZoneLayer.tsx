import type { ReactNode } from 'react';
import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import type { Zone } from '../review-model.ts';
import type { FlyTo } from './use-picture-view.ts';
import { toScreen, type Size, type View } from './view-transform.ts';

interface ZoneLayerProps {
  readonly picture: Size;
  readonly zones: readonly Zone[];
  /** Zones besides the selected one. */
  readonly showsAll: boolean;
  readonly selectedZoneId: string | null;
  /** Pointed at, here or where its field stands. */
  readonly hoveredZoneId: string | null;
  /** The region that is looked at, when it is in this picture. */
  readonly highlight: FlyTo | null;
  readonly onHover: (zoneId: string | null) => void;
  readonly onSelect: (zone: Zone) => void;
}

/** The zones of a picture, drawn in its own pixels. */
export function ZoneLayer(props: ZoneLayerProps): ReactNode {
  const { picture, zones, showsAll, selectedZoneId, hoveredZoneId, highlight, onHover, onSelect } = props;
  return (
    <svg className="vd-zones" width={picture.width} height={picture.height} aria-hidden>
      {zones.map((zone) => {
        const isSelected = zone.id === selectedZoneId;
        const isHovered = zone.id === hoveredZoneId;
        if (!showsAll && !isSelected && !isHovered) return null;
        return (
          <polygon
            key={zone.id}
            className={`vd-zone vd-zone-${zone.kind}${zone.source === null ? '' : ` vd-zone-${zone.source}`}`}
            data-selected={isSelected || undefined}
            data-hovered={isHovered || undefined}
            data-zone={zone.id}
            points={cornersOf(zone)
              .map(({ x, y }) => `${x.toString()},${y.toString()}`)
              .join(' ')}
            onPointerEnter={() => {
              onHover(zone.id);
            }}
            onPointerLeave={() => {
              onHover(null);
            }}
            onClick={() => {
              onSelect(zone);
            }}
          />
        );
      })}
      {highlight !== null && (
        <rect className={`vd-zone vd-zone-highlight vd-zone-${highlight.kind}`} {...highlight.regionPx} />
      )}
    </svg>
  );
}

function cornersOf({ quadPx, regionPx }: Pick<Zone, 'quadPx' | 'regionPx'>): readonly Point[] {
  return quadPx ?? cornersOfRect(regionPx);
}

function cornersOfRect({ x, y, width, height }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

interface ZoneTagProps {
  readonly title: string;
  readonly zone: Zone;
  readonly view: View;
  readonly viewport: Size;
}

/** The zone's name just above it, in the screen's own type size. */
export function ZoneTag({ title, zone, view, viewport }: ZoneTagProps): ReactNode {
  const box = boundsOf(cornersOf(zone).map((corner) => toScreen(view, viewport, corner)));
  // 22: the tag's own height with its gap.
  const top = box.y > 26 ? box.y - 22 : Math.min(box.y + box.height + 4, viewport.height - 24);
  const left = Math.min(Math.max(4, box.x), Math.max(4, viewport.width - 180));
  return (
    <span className="vd-zone-tag" aria-hidden style={{ left, top: Math.max(4, top) }}>
      {title}
    </span>
  );
}
