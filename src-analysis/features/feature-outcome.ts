import type { NotRunReason } from '#shared/domain/not-run-sentences.ts';

/** Why a feature has no value: the codes that have a sentence, among them every refusal of a picture. */
export type MissingReason = NotRunReason;

/** A feature's value, or why there is none: never an exception. */
export type FeatureOutcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: MissingReason };

export function found<Value>(value: Value): FeatureOutcome<Value> {
  return { ok: true, value };
}

export function missing(reason: MissingReason): { readonly ok: false; readonly reason: MissingReason } {
  return { ok: false, reason };
}
