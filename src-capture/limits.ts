import type { maxWaitMs as ofContract } from '#shared/api/contract.ts';

/** The contract's own figure, by its type: its module would bring every schema of the intake into the page. */
export const maxWaitMs: typeof ofContract = 25_000;
