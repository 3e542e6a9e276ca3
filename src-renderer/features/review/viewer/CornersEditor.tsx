import { Button, Group, Text } from '@mantine/core';
import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { areCorners } from '#shared/domain/decide.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { useLocalization } from '../../../app/i18n/i18n.ts';
import { useAction } from '../../../app/keyboard/actions.tsx';
import { Loupe } from './Loupe.tsx';
import { toPicture, toScreen, type Size, type View } from './view-transform.ts';

interface CornersEditorProps {
  /** Where the corners are now, in the picture's own pixels. */
  readonly start: Quad;
  /** A person set them: the program can have them back. */
  readonly isGiven: boolean;
  readonly src: string;
  readonly picture: Size;
  readonly view: View;
  readonly viewport: Size;
  /** Where its buttons go: beside the picture, so that they cover no corner. */
  readonly barSlot: HTMLElement | null;
  /** `null` gives the corners back to the program. */
  readonly onSave: (quadPx: Quad | null) => void;
  readonly onClose: () => void;
}

const corners = [0, 1, 2, 3] as const;
type Corner = (typeof corners)[number];

/** The quadrilateral with one corner elsewhere, on whole pixels, and no farther out than half the picture's size. */
function moved(quad: Quad, corner: Corner, to: Point, { width, height }: Size): Quad {
  const within = (value: number, size: number): number =>
    Math.round(Math.min(1.5 * size, Math.max(-0.5 * size, value)));
  const next: [Point, Point, Point, Point] = [...quad];
  next[corner] = { x: within(to.x, width), y: within(to.y, height) };
  return next;
}

/** Four handles on the document's corners, by pointer and by keyboard, with a glass over the one that is moved. */
export function CornersEditor(props: CornersEditorProps): ReactNode {
  const { start, isGiven, src, picture, view, viewport, barSlot, onSave, onClose } = props;
  const { t } = useLocalization();
  const [quad, setQuad] = useState<Quad>(start);
  const [held, setHeld] = useState<Corner | null>(null);
  const [dragged, setDragged] = useState<{ readonly corner: Corner; readonly offset: Point } | null>(null);
  useAction('escape', onClose);

  const isValid = areCorners(quad);
  const isChanged = quad.some(({ x, y }, index) => x !== start[index]?.x || y !== start[index].y);
  const onScreen = quad.map((corner) => toScreen(view, viewport, corner));
  const aim = held === null ? undefined : onScreen[held];

  function localPoint(event: PointerEvent<HTMLElement>): Point {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }
  function onKeyDown(event: KeyboardEvent, corner: Corner): void {
    const directions: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: -1, y: 0 },
      ArrowRight: { x: 1, y: 0 },
      ArrowUp: { x: 0, y: -1 },
      ArrowDown: { x: 0, y: 1 },
    };
    const direction = directions[event.key];
    if (direction === undefined) return;
    // Neither the picture's nor the list's arrows.
    event.preventDefault();
    event.stopPropagation();
    // As the eye sees it, also on a picture that was turned; a step is one pixel of the original.
    const step = event.shiftKey ? 10 : 1;
    const at = toScreen(view, viewport, quad[corner]);
    const to = toPicture(view, viewport, {
      x: at.x + direction.x * step * view.scale,
      y: at.y + direction.y * step * view.scale,
    });
    setQuad(moved(quad, corner, to, picture));
  }

  const bar = (
    <div
      className="vd-corners-bar"
      role="group"
      aria-label={t('viewer.corners')}
      // Events go by the tree of components: to the picture, which would take them for its own.
      onPointerDown={(event) => {
        event.stopPropagation();
      }}
      onPointerMove={(event) => {
        event.stopPropagation();
      }}
      onPointerUp={(event) => {
        event.stopPropagation();
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
      }}
    >
      <Text size="xs" role={isValid ? undefined : 'alert'}>
        {isValid ? t('corners.help') : t('corners.invalid')}
      </Text>
      <Group gap={6}>
        <Button
          size="compact-sm"
          disabled={!isValid || !isChanged}
          onClick={() => {
            onSave(quad);
          }}
        >
          {t('corners.analyze')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!isChanged}
          onClick={() => {
            setQuad(start);
          }}
        >
          {t('corners.reset')}
        </Button>
        {isGiven && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              onSave(null);
            }}
          >
            {t('corners.automatic')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </Group>
    </div>
  );
  return (
    <>
      <svg className="vd-corners" width={viewport.width} height={viewport.height} aria-hidden>
        <polygon
          data-invalid={!isValid || undefined}
          points={onScreen.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        />
      </svg>
      {corners.map((corner) => (
        <button
          key={corner}
          type="button"
          // The keyboard is on the first corner at once: arrows move it, Tab goes on to the next.
          autoFocus={corner === 0}
          className="vd-corner"
          style={{ left: onScreen[corner]?.x, top: onScreen[corner]?.y }}
          data-corner={corner}
          aria-label={[t(`corners.${corner}`), quad[corner].x.toFixed(0), quad[corner].y.toFixed(0)].join(
            ', ',
          )}
          onFocus={() => {
            setHeld(corner);
          }}
          onBlur={() => {
            setHeld(null);
          }}
          onKeyDown={(event) => {
            onKeyDown(event, corner);
          }}
          onPointerDown={(event) => {
            event.stopPropagation();
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            event.currentTarget.focus();
            const at = localPoint(event);
            const from = toScreen(view, viewport, quad[corner]);
            setDragged({ corner, offset: { x: from.x - at.x, y: from.y - at.y } });
          }}
          onPointerMove={(event) => {
            if (dragged?.corner !== corner) return;
            event.stopPropagation();
            const at = localPoint(event);
            const to = { x: at.x + dragged.offset.x, y: at.y + dragged.offset.y };
            setQuad(moved(quad, corner, toPicture(view, viewport, to), picture));
          }}
          onPointerUp={(event) => {
            event.stopPropagation();
            setDragged(null);
          }}
          onPointerCancel={() => {
            setDragged(null);
          }}
          onDoubleClick={(event) => {
            event.stopPropagation();
          }}
        />
      ))}
      {aim !== undefined && (
        <Loupe
          src={src}
          picture={picture}
          view={view}
          viewport={viewport}
          at={aim}
          // Beside what it shows, so that the corner itself stays in sight.
          placedAt={{ x: aim.x < viewport.width / 2 ? viewport.width - 122 : 122, y: 122 }}
        />
      )}
      {barSlot !== null && createPortal(bar, barSlot)}
    </>
  );
}
