import { z } from 'zod';

export const stepTypes = ['document', 'selfie', 'selfie-with-document', 'liveness'] as const;
export type StepType = (typeof stepTypes)[number];

/** Which picture of a step a capture is. A passport's data page is its `front`. */
export const sides = ['front', 'back', 'selfie'] as const;
export const sideSchema = z.enum(sides);
export type Side = z.infer<typeof sideSchema>;

export const documentTypes = [
  'passport',
  'id-card',
  'visa',
  'residence-permit',
  'travel-document',
  'unknown',
] as const;
export const documentTypeSchema = z.enum(documentTypes);
export type DocumentType = z.infer<typeof documentTypeSchema>;

export const scenarioStepSchema = z.strictObject({
  id: z.string().min(1).max(64),
  type: z.enum(stepTypes),
  /** The pictures that the step asks for, in the order in which they are taken. */
  sides: z.array(sideSchema).min(1),
  /** Accepted document types; empty for steps without a document. */
  documentTypes: z.array(documentTypeSchema),
  /** Whether a document without a machine-readable zone fails the step. */
  mrzRequired: z.boolean(),
});
export type ScenarioStep = z.infer<typeof scenarioStepSchema>;

/** What a session must contain. A session keeps the version that it began with. */
export const scenarioSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  version: z.int().positive(),
  name: z.string().min(1).max(200),
  steps: z.array(scenarioStepSchema).min(1),
  /** Allowed age of the holder in whole years on the day of the session, both ends included. */
  ageYears: z.strictObject({ min: z.int().min(0).max(150), max: z.int().min(0).max(150) }),
});
export type Scenario = z.infer<typeof scenarioSchema>;

// 18 is the age of majority in most countries; 120 is beyond almost every recorded life, so a greater age is a misread date.
const adult = { min: 18, max: 120 } as const;

export const passportAndSelfie: Scenario = {
  id: 'passport-selfie',
  version: 1,
  name: 'Passport + selfie',
  steps: [
    { id: 'document', type: 'document', sides: ['front'], documentTypes: ['passport'], mrzRequired: true },
    { id: 'selfie', type: 'selfie', sides: ['selfie'], documentTypes: [], mrzRequired: false },
  ],
  ageYears: adult,
};

export const idCardAndSelfie: Scenario = {
  id: 'id-card-selfie',
  version: 1,
  name: 'ID card both sides + selfie',
  steps: [
    {
      id: 'document',
      type: 'document',
      sides: ['front', 'back'],
      documentTypes: ['id-card', 'residence-permit'],
      mrzRequired: true,
    },
    { id: 'selfie', type: 'selfie', sides: ['selfie'], documentTypes: [], mrzRequired: false },
  ],
  ageYears: adult,
};

export const builtInScenarios: readonly Scenario[] = [passportAndSelfie, idCardAndSelfie];
