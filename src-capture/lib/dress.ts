import type { PersonView } from '#shared/domain/person-view.ts';
import { applyAccent } from './accent.ts';

/** The organization's color, light or dark, on the whole page. */
export function dress(root: HTMLElement, { accentColor, colorScheme }: PersonView['page']): void {
  applyAccent(root, accentColor);
  if (colorScheme === 'auto') delete root.dataset['scheme'];
  else root.dataset['scheme'] = colorScheme;
}
