import { randomUUID } from 'node:crypto';
import type { WidgetErrorCode } from '#shared/api/widget-contract.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { createClientKeys } from './client-keys.ts';
import type { Links } from './links.ts';
import type { Scenarios } from './scenarios.ts';

/** Time to read, to agree and to reload the page; from then on the scenario's own lifetime counts. */
const linkMinutes = 60;

/** Begins sessions for pages that have no link. */
export interface WidgetSessions {
  /** A one-time link of the scenario's active version; whoever opens it goes on as with any other. `detail` says what to do. */
  begin(request: {
    readonly schemaId: string;
    readonly clientKey: string;
  }): Promise<Outcome<{ link: string }, WidgetErrorCode> & { readonly detail?: string }>;
}

/** The widget's side of links: only for scenarios that allow it, and with a customer's key that holds. */
export function createWidgetSessions(deps: {
  readonly scenarios: Scenarios;
  readonly links: Links;
  readonly clientKeys: ReturnType<typeof createClientKeys>;
}): WidgetSessions {
  const { scenarios, links, clientKeys } = deps;
  return {
    async begin({ schemaId, clientKey }) {
      const scenario = await scenarios.findActive(schemaId);
      // One answer for both: which scenarios there are is nobody's business who may not begin with them.
      if (!scenario?.capturePage.openFromWidget)
        return {
          ...fail('scenario-not-found'),
          detail: 'schemaId must name an active scenario that lets the widget begin without a link',
        };
      const key = await clientKeys.open(clientKey, scenario);
      if (!key.ok) return key;
      const made = await links.create(
        {
          requestId: randomUUID(),
          scenarioId: scenario.id,
          count: 1,
          lifetimeMinutes: linkMinutes,
          clientKey: key.value,
          actor: { kind: 'system', id: 'widget' },
        },
        { kind: 'widget', id: 'widget' },
      );
      // Taken out of use since.
      const link = made.ok ? made.value.links[0]?.url : undefined;
      return link === undefined ? fail('scenario-not-found') : succeed({ link });
    },
  };
}
