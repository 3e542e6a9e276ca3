import type { PersonStatus, PersonView } from '#shared/domain/person-view.ts';

const statuses: Record<PersonStatus, true> = {
  consent: true,
  collecting: true,
  finished: true,
  blocked: true,
  expired: true,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStep(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    typeof value['type'] === 'string' &&
    typeof value['state'] === 'string' &&
    typeof value['captureFrame'] === 'string' &&
    typeof value['attempts'] === 'number' &&
    typeof value['attemptsLeft'] === 'number' &&
    Array.isArray(value['sides']) &&
    value['sides'].every((side) => isRecord(side) && typeof side['received'] === 'boolean') &&
    Array.isArray(value['advice'])
  );
}

/**
 * Whether an answer is a view, as far as this page goes by it. `personViewSchema` itself would bring zod along, which is larger than
 * the page; the intake that serves the page has checked its answer by it.
 */
export function isPersonView(value: unknown): value is PersonView {
  return (
    isRecord(value) &&
    typeof value['status'] === 'string' &&
    value['status'] in statuses &&
    typeof value['seq'] === 'number' &&
    isRecord(value['page']) &&
    typeof value['page']['organization'] === 'string' &&
    typeof value['page']['accentColor'] === 'string' &&
    isRecord(value['page']['texts']) &&
    Array.isArray(value['steps']) &&
    value['steps'].every(isStep)
  );
}
