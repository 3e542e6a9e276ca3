/** Windows that differ by less than this share a layout: a scroll bar or a docked panel, not another screen. */
const stepPx = 160;

/**
 * The name under which the panes of a window of this width are remembered. The library keeps shares of the whole, and a share of
 * a 4K screen is too little of a small one for a name to be read; so each size of window has its own.
 */
export function layoutId(name: string, windowWidthPx: number): string {
  return `vidimus-${name}-${Math.round(windowWidthPx / stepPx).toString()}`;
}
