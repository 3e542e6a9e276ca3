import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { captureIdSchema, sessionIdSchema } from '#shared/domain/ids.ts';
import { passportAndSelfie, type Side } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import type { AnalysisRequest, CaptureInput } from '../analysis-request.ts';
import { drawSpecimen } from '../samples/draw-specimen.ts';
import type { SpecimenHolder, SpecimenRequest } from '../samples/specimen.ts';

const resources = join(import.meta.dirname, '..', '..', 'resources');

export const aHolder: SpecimenHolder = {
  surname: 'BRANDT',
  givenNames: 'JONAS MATTHIS',
  sex: 'M',
  birthDay: '2002-03-14',
  issueDay: '2024-05-21',
  expiryDay: '2034-05-20',
  documentNumber: 'U20B74K19',
  personalNumber: '20020314',
  placeOfBirth: 'ZENITH',
};

/** A photograph of a specimen of Utopia, drawn and photographed by the product's own code; the same for the same request. */
export async function aSpecimen(
  change: Partial<Omit<SpecimenRequest, 'portrait' | 'fonts'>> & { readonly portraitOf?: string } = {},
): Promise<Uint8Array> {
  const { portraitOf = 'p01', ...request } = change;
  const fonts = {
    ocrB: await readFile(join(resources, 'fonts', 'ocr-b.otf')),
    label: await readFile(join(resources, 'fonts', 'inter-latin-500.woff')),
    value: await readFile(join(resources, 'fonts', 'inter-latin-700.woff')),
  };
  const portrait = await readFile(join(resources, 'samples', `${portraitOf}-portrait.jpg`));
  const reply = await drawSpecimen({
    design: 'passport',
    holder: aHolder,
    seed: 11,
    ...request,
    portrait,
    fonts,
  });
  return must(reply.ok ? reply.bytes : null, 'a drawn specimen');
}

export async function aSelfie(person = 'p01'): Promise<Uint8Array> {
  return readFile(join(resources, 'samples', `${person}-selfie.jpg`));
}

export function aCaptureInput(side: Side, bytes: Uint8Array): CaptureInput {
  return {
    captureId: captureIdSchema.parse(randomUUID()),
    stepId: side === 'selfie' ? 'selfie' : 'document',
    side,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes,
  };
}

export function aRequest(
  captures: readonly CaptureInput[],
  change: Partial<AnalysisRequest> = {},
): AnalysisRequest {
  return {
    sessionId: sessionIdSchema.parse(randomUUID()),
    scenario: passportAndSelfie,
    referenceDay: '2026-11-25',
    captures,
    ...change,
  };
}
