import type { ReactNode } from 'react';
import type { Zone } from '../review-model.ts';
import type { PlacedZone } from './surface.ts';
import type { FlyTo } from './use-picture-view.ts';
import { placeNames } from './place-names.ts';
import { toScreen, type Size, type View } from './view-transform.ts';

interface ZoneLayerProps {
  readonly picture: Size;
  /** Those to be drawn, the larger ones first. */
  readonly zones: readonly PlacedZone[];
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
  const { picture, zones, selectedZoneId, hoveredZoneId, highlight, onHover, onSelect } = props;
  return (
    <svg className="vd-zones" width={picture.width} height={picture.height} aria-hidden>
      {zones.map(({ zone, corners }) => (
        <polygon
          key={zone.id}
          className={`vd-zone vd-zone-${zone.kind}${zone.source === null ? '' : ` vd-zone-${zone.source}`}`}
          data-selected={zone.id === selectedZoneId || undefined}
          data-hovered={zone.id === hoveredZoneId || undefined}
          data-zone={zone.id}
          points={corners.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ')}
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
      ))}
      {highlight !== null && (
        <rect className={`vd-zone vd-zone-highlight vd-zone-${highlight.kind}`} {...highlight.regionPx} />
      )}
    </svg>
  );
}

interface ZoneNamesProps {
  /** Those to be named, the larger ones first. */
  readonly zones: readonly PlacedZone[];
  readonly titleOf: (zone: Zone) => string;
  /** The zone that is pointed at or chosen: named in any case, and above all others. */
  readonly chosenId: string | null;
  readonly view: View;
  readonly viewport: Size;
}

/** The zones' names beside them, in the screen's own type size. */
export function ZoneNames({ zones, titleOf, chosenId, view, viewport }: ZoneNamesProps): ReactNode {
  const chosenFirst = [...zones].sort(
    (a, b) => Number(b.zone.id === chosenId) - Number(a.zone.id === chosenId),
  );
  const names = placeNames(
    chosenFirst.map(({ zone, corners }) => ({
      id: zone.id,
      text: titleOf(zone),
      corners: corners.map((corner) => toScreen(view, viewport, corner)),
      isForced: zone.id === chosenId,
      isGround: zone.kind === 'document' || zone.kind === 'other-document',
    })),
    viewport,
  );
  return names.map(({ id, text, box }) => (
    <span
      key={id}
      className="vd-zone-tag"
      data-chosen={id === chosenId || undefined}
      aria-hidden
      style={{ left: box.x, top: box.y }}
    >
      {text}
    </span>
  ));
}
