import type { Scenario, ScenarioStep, Side } from '#shared/domain/scenario.ts';
import { stepNumberOf } from '../../ui/step-title.ts';

/** One picture that a scenario asks for. */
export interface Slot {
  readonly key: string;
  readonly stepId: string;
  readonly stepType: ScenarioStep['type'];
  /** Which step of its type; `null` where there is one only. */
  readonly stepNumber: number | null;
  readonly side: Side;
}

/** The pictures of a scenario in the order in which they are taken. */
export function slotsOf(scenario: Scenario): readonly Slot[] {
  return scenario.steps.flatMap(({ id, type, sides }) =>
    sides.map((side) => ({
      key: `${id}/${side}`,
      stepId: id,
      stepType: type,
      stepNumber: stepNumberOf(id, scenario.steps),
      side,
    })),
  );
}

/**
 * Where files go that were not aimed at a slot (pasted, or dropped as a bunch): the empty slots in order. Files beyond
 * them go nowhere.
 */
export function placeFiles<File>(
  slots: readonly Slot[],
  filled: ReadonlySet<string>,
  files: readonly File[],
  first?: string,
): ReadonlyMap<string, File> {
  const from =
    first === undefined
      ? 0
      : Math.max(
          0,
          slots.findIndex(({ key }) => key === first),
        );
  const ordered = [...slots.slice(from), ...slots.slice(0, from)];
  const free = ordered.filter(({ key }) => key === first || !filled.has(key));
  return new Map(
    free.flatMap(({ key }, index) => {
      const file = files[index];
      return file === undefined ? [] : [[key, file] as const];
    }),
  );
}
