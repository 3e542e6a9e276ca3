import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
const windowStateSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean() });

export type Bounds = z.infer<typeof boundsSchema>;
/** `bounds` are those of the window when it is not maximized. */
export type WindowState = z.infer<typeof windowStateSchema>;

/** The smallest window in which the three panes stand side by side. */
export const smallestWindow = { width: 1024, height: 680 } as const;
const usualWindow = { width: 1440, height: 900 } as const;

/** What was saved; `undefined` when nothing was, or when the file is damaged: a lost window position is no failure. */
export async function readWindowState(file: string): Promise<WindowState | undefined> {
  try {
    return windowStateSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Writes a file beside and renames it, so that a crash leaves the old state or the new one. */
export async function saveWindowState(file: string, state: WindowState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.new`;
  await writeFile(beside, JSON.stringify(state));
  await rename(beside, file);
}

/**
 * Where to open the window: at its last place if its title bar can still be seen and dragged there, else in the middle of the
 * primary display (without x and y, the system centers it).
 */
export function placeWindow(
  saved: WindowState | undefined,
  workAreas: readonly Bounds[],
): { readonly bounds: Partial<Bounds> & { width: number; height: number }; readonly isMaximized: boolean } {
  if (saved === undefined) return { bounds: usualWindow, isMaximized: false };
  const { bounds, isMaximized } = saved;
  const width = Math.max(smallestWindow.width, bounds.width);
  const height = Math.max(smallestWindow.height, bounds.height);
  // 100 px of a title bar of 30 are enough to drag a window by.
  const isReachable = workAreas.some(
    (area) =>
      Math.min(bounds.x + width, area.x + area.width) - Math.max(bounds.x, area.x) >= 100 &&
      bounds.y >= area.y &&
      bounds.y + 30 <= area.y + area.height,
  );
  const place = isReachable ? { x: bounds.x, y: bounds.y } : {};
  return { bounds: { ...place, width, height }, isMaximized };
}
