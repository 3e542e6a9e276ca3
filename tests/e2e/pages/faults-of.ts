import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe holds against the page, one line for each element. `isSerious` leaves out what hinders nobody much, `within` all but a part of the page.
 * A page without frames is judged whole by one call: by parts, which a window opened for it puts together, it takes three times as long, and
 * finds the same.
 */
export async function faultsOf(
  page: Page,
  { isSerious = false, within }: { readonly isSerious?: boolean; readonly within?: string } = {},
): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  if (within !== undefined) axe.include(within);
  const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze();
  return violations
    .filter(({ impact }) => !isSerious || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
