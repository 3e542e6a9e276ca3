import type { maxCaptureBytes as ofCaptures } from '#shared/api/capture-contract.ts';
import type { maxWaitMs as ofContract } from '#shared/api/feed-contract.ts';
import type { maxFrameBytes as ofLiveness } from '#shared/domain/liveness.ts';

// The contract's own figures, by their types: its modules would bring every schema of the intake into the page.

export const maxWaitMs: typeof ofContract = 25_000;
export const maxFrameBytes: typeof ofLiveness = 200_000;
export const maxCaptureBytes: typeof ofCaptures = 50 * 1024 * 1024;
