import { ActionIcon, Group, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconLayoutColumns,
  IconId,
  IconPerspective,
  IconRotateClockwise,
  IconShape,
  IconTag,
  IconZoomIn,
  IconZoomInArea,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocalization } from '../../../app/i18n/i18n.ts';
import { keyCapOf, type ActionId } from '../../../app/keyboard/key-map.ts';
import { formatPercent } from '../../../ui/number.ts';
import type { Preferences } from '../../../app/preferences.ts';
import type { Size } from './view-transform.ts';

export interface ViewerToolsProps {
  /** Screen pixels per picture pixel; `null` before it is known. */
  readonly zoom: number | null;
  readonly picture: Size | null;
  readonly hasLoupe: boolean;
  readonly look: Pick<Preferences, 'zones' | 'zoneNames' | 'pictures'>;
  /** Name of the zone that is pointed at or chosen; empty when there is none. */
  readonly zoneTitle: string;
  readonly onZoomOut: () => void;
  readonly onZoomIn: () => void;
  readonly onFit: () => void;
  readonly onActualSize: () => void;
  readonly onRotate: () => void;
  readonly onToggleLoupe: () => void;
  readonly onToggleZones: () => void;
  readonly onToggleNames: () => void;
  /** `null` where the picture holds no document to make flat. */
  readonly onToggleFlat: (() => void) | null;
  readonly onToggleBeside: (() => void) | null;
  readonly isCorrectingCorners: boolean;
  /** `null` where the corners of this picture are nobody's to correct. */
  readonly onToggleCorners: (() => void) | null;
}

/** What can be done with the picture, below it. */
export function ViewerTools(props: ViewerToolsProps): ReactNode {
  const { zoom, picture, hasLoupe, look, zoneTitle } = props;
  const { t, language } = useLocalization();
  const tool = (
    action: ActionId,
    label: string,
    shape: ReactNode,
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
        {shape}
      </ActionIcon>
    </Tooltip>
  );
  const icon = { size: 17, stroke: 1.7 };
  return (
    <Group className="vd-viewer-tools" gap={2} role="toolbar" aria-label={t('viewer.tools')} wrap="nowrap">
      {tool('zoom-out', t('viewer.zoomOut'), <IconZoomOut {...icon} />, props.onZoomOut)}
      <span className="vd-zoom" aria-live="off">
        {zoom === null ? '–' : formatPercent(zoom, language)}
      </span>
      {tool('zoom-in', t('viewer.zoomIn'), <IconZoomIn {...icon} />, props.onZoomIn)}
      {tool('fit', t('viewer.fit'), <IconArrowsMaximize {...icon} />, props.onFit)}
      {tool(
        'actual-size',
        t('viewer.actualSize'),
        <span className="vd-tool-text">1:1</span>,
        props.onActualSize,
      )}
      {tool('rotate', t('viewer.rotate'), <IconRotateClockwise {...icon} />, props.onRotate)}
      {tool('loupe', t('viewer.loupe'), <IconZoomInArea {...icon} />, props.onToggleLoupe, hasLoupe)}
      {tool('zones', t('viewer.zones'), <IconShape {...icon} />, props.onToggleZones, look.zones)}
      {look.zones &&
        tool('zone-names', t('viewer.zoneNames'), <IconTag {...icon} />, props.onToggleNames, look.zoneNames)}
      {props.onToggleFlat !== null &&
        tool('flat', t('viewer.flat'), <IconId {...icon} />, props.onToggleFlat, look.pictures === 'flat')}
      {props.onToggleBeside !== null &&
        tool(
          'beside',
          t('viewer.beside'),
          <IconLayoutColumns {...icon} />,
          props.onToggleBeside,
          look.pictures === 'beside',
        )}
      {props.onToggleCorners !== null &&
        tool(
          'corners',
          t('viewer.corners'),
          <IconPerspective {...icon} />,
          props.onToggleCorners,
          props.isCorrectingCorners,
        )}
      <span className="vd-picture-facts">
        {picture === null ? '' : `${picture.width.toString()} × ${picture.height.toString()}`}
      </span>
      <VisuallyHidden aria-live="polite">{zoneTitle}</VisuallyHidden>
    </Group>
  );
}
