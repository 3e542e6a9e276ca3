import type { DocumentReading } from '#shared/domain/analysis.ts';
import type { DivisionCodes } from '../registries/division-codes.ts';
import { found, missing, type FeatureOutcome } from './feature-outcome.ts';
import type { FeatureValues } from './feature-values.ts';

/** A division code as it is printed, by itself or within the line of the authority: `770-001`. */
const printedCode = /(?<!\d)\d{3}\s?[-–]\s?\d{3}(?!\d)/u;

/**
 * Who issued the document, by its print, and who the registry says issues under its code. Missing where no registry was imported on this
 * machine, or where the document shows no authority or no code.
 */
export function issuingAuthorityOf(
  reading: DocumentReading | null,
  registry: DivisionCodes | null,
): FeatureOutcome<FeatureValues['issuingAuthority']> {
  if (registry === null) return missing('no-division-codes');
  const authority = reading?.fields.find(({ name, source }) => name === 'authority' && source === 'viz');
  if (authority === undefined) return missing('no-field');
  const printed = reading?.fields.find(({ name }) => name === 'division-code') ?? authority;
  const code = printedCode.exec(printed.value)?.[0];
  if (code === undefined) return missing('no-field');
  const { captureId, regionPx } = authority;
  return found({
    code: code.replaceAll(/\D/g, ''),
    authority: authority.value.replace(printedCode, ' ').trim(),
    registered: registry.namesOf(code),
    registrySha256: registry.sourceSha256,
    captureId,
    regionPx,
  });
}
