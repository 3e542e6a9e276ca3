import { z } from 'zod';
import { pageColorSchemes, pageLanguageChoices, textsByLanguageSchema } from './page-looks.ts';

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
  'driving-licence',
  'internal-passport',
  'unknown',
] as const;
export const documentTypeSchema = z.enum(documentTypes);
export type DocumentType = z.infer<typeof documentTypeSchema>;

/** What a failed check means: the attempt counts as critical, the person takes the picture again, an analyst looks at it. */
export const checkSeverities = ['block', 'retry', 'warn'] as const;
export type CheckSeverity = (typeof checkSeverities)[number];

/** What a step changes of the policy for one check, by the check's id. */
export const checkSettingSchema = z.strictObject({
  /** A check that is off is listed as not run, with that reason: it never passes. */
  enabled: z.boolean(),
  /** The policy's own severity where it is not given. */
  severity: z.enum(checkSeverities).nullable(),
  /** In the unit of the check's threshold in the policy; the policy's own where it is not given. */
  threshold: z.number().nullable(),
});
export type CheckSetting = z.infer<typeof checkSettingSchema>;

export const captureFrames = ['horizontal', 'vertical'] as const;

export const scenarioStepSchema = z.strictObject({
  id: z.string().min(1).max(64),
  type: z.enum(stepTypes),
  /** The pictures that the step asks for, in the order in which they are taken. */
  sides: z.array(sideSchema).min(1),
  /** Accepted document types; empty for steps without a document. */
  documentTypes: z.array(documentTypeSchema),
  /** Whether a document without a machine-readable zone fails the step. */
  mrzRequired: z.boolean(),
  /** Accepted issuing states by the code that documents print, such as `UTO` or `D`; empty accepts any. */
  countries: z.array(z.string().regex(/^[A-Z]{1,3}$/)).default([]),
  /** How the frame lies in which the person holds the document. */
  captureFrame: z.enum(captureFrames).default('horizontal'),
  checks: z.record(z.string(), checkSettingSchema).default({}),
});
export type ScenarioStep = z.infer<typeof scenarioStepSchema>;

/** The longest lifetime and storage time that make sense: a year, and a hundred. */
const maxLifetimeMinutes = 366 * 24 * 60;
const maxStorageDays = 36_600;

/** Ids of face lists: few, since each is asked for every session. */
const listIdsSchema = z
  .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/))
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'list ids are not unique' });

/** Rules of a session's life; the fold keeps them. */
export const sessionRulesSchema = z.strictObject({
  /** How often the pictures of one step may be sent before the session is blocked. */
  attemptsPerStep: z.int().min(1).max(20),
  /** So many attempts with a failed check of severity `block`, over all steps, block the session. */
  criticalErrors: z.int().min(1).max(50),
  /** After so many minutes nothing can be added any more; 0 means never. */
  lifetimeMinutes: z.int().min(0).max(maxLifetimeMinutes),
  /** Days after its creation on which a session's pictures and keys are deleted; 0 means never. */
  storageDays: z.int().min(0).max(maxStorageDays),
  /** Two attempts of one step that show documents with different numbers block the session. */
  blockTwoDocuments: z.boolean(),
  /** An earlier session in which the same person showed a document of the same type with other data, or another person the same document, blocks the session. */
  blockSamePersonOtherData: z.boolean().default(false),
  /** Lists of people that nobody may be on, by id. */
  blacklistIds: listIdsSchema.default([]),
  /** Whoever is found on a blacklist blocks the session. */
  blockBlacklisted: z.boolean().default(false),
  /** Lists of the organization's own customers, by id: whoever is found on one is known already. */
  customerListIds: listIdsSchema.default([]),
  /**
   * Templates of the session's faces are kept with it and compared with lists and with earlier sessions. Biometric data (Article 9 of the
   * GDPR): off unless the organization may.
   */
  findFaces: z.boolean().default(false),
  /** The issuing authority is compared with the registry of division codes. */
  matchDivisionCodes: z.boolean().default(false),
});
export type SessionRules = z.infer<typeof sessionRulesSchema>;

export const defaultRules: SessionRules = {
  attemptsPerStep: 3,
  criticalErrors: 3,
  lifetimeMinutes: 0,
  storageDays: 0,
  blockTwoDocuments: false,
  blockSamePersonOtherData: false,
  blacklistIds: [],
  blockBlacklisted: false,
  customerListIds: [],
  findFaces: false,
  matchDivisionCodes: false,
};

/** How the customer's backend is told of sessions. The secret key that signs and encrypts is kept apart, sealed, and never in an event. */
export const notificationsSchema = z.strictObject({
  callbackUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  /** The body travels as JWE under the scenario's secret key. */
  encrypt: z.boolean(),
  /** Statuses only, no personal data. */
  statusesOnly: z.boolean(),
  /** Only when a decision was made, or nothing can change any more. */
  onlyFinal: z.boolean(),
  /** Each check against a database is told as soon as it is ready. No connector to a database exists yet, so that nothing is told. */
  databaseChecksAsReady: z.boolean().default(false),
});
export type Notifications = z.infer<typeof notificationsSchema>;

export const noNotifications: Notifications = {
  callbackUrl: null,
  encrypt: false,
  statusesOnly: false,
  onlyFinal: false,
  databaseChecksAsReady: false,
};

/** How the capture page looks and speaks. */
export const capturePageSchema = z.strictObject({
  /** The organization's name, by whom the person is asked. */
  organization: z.string().max(100),
  /** Why the person is asked, in the organization's words; empty for the page's own sentence. */
  purpose: z.string().max(500),
  /** Color of buttons and frames. */
  accentColor: z.string().regex(/^#[0-9a-f]{6}$/),
  /** Where the person goes after success. */
  redirectUrl: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .nullable(),
  language: z.enum(pageLanguageChoices).default('auto'),
  colorScheme: z.enum(pageColorSchemes).default('auto'),
  texts: textsByLanguageSchema.default({}),
  /** Whether the widget may begin a session by the scenario's id, without a link that was made before. */
  openFromWidget: z.boolean().default(false),
  /** Such a session takes a customer's key only encrypted under the scenario's secret, and does not begin without one. */
  requireEncryptedClientKey: z.boolean().default(false),
});
export type CapturePage = z.infer<typeof capturePageSchema>;

export const defaultCapturePage: CapturePage = {
  organization: '',
  purpose: '',
  accentColor: '#1f6feb',
  redirectUrl: null,
  language: 'auto',
  colorScheme: 'auto',
  texts: {},
  openFromWidget: false,
  requireEncryptedClientKey: false,
};

/** What a session must contain. A session keeps the version that it began with. */
export const scenarioSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  version: z.int().positive(),
  name: z.string().min(1).max(200),
  steps: z
    .array(scenarioStepSchema)
    .min(1)
    .max(20)
    .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, {
      error: 'step ids are not unique',
    }),
  /** Allowed age of the holder in whole years on the day of the session, both ends included. */
  ageYears: z
    .strictObject({ min: z.int().min(0).max(150), max: z.int().min(0).max(150) })
    .refine(({ min, max }) => min <= max, { path: ['max'], error: 'max is below min' }),
  // The defaults are what sessions from before these settings went by.
  rules: sessionRulesSchema.default(defaultRules),
  notifications: notificationsSchema.default(noNotifications),
  capturePage: capturePageSchema.default(defaultCapturePage),
});
export type Scenario = z.infer<typeof scenarioSchema>;

// 18 is the age of majority in most countries; 120 is beyond almost every recorded life, so a greater age is a misread date.
const adult = { min: 18, max: 120 } as const;

const plainStep = {
  documentTypes: [],
  mrzRequired: false,
  countries: [],
  captureFrame: 'horizontal',
  checks: {},
} satisfies Partial<ScenarioStep>;

export const passportAndSelfie: Scenario = {
  id: 'passport-selfie',
  version: 1,
  name: 'Passport + selfie',
  steps: [
    {
      ...plainStep,
      id: 'document',
      type: 'document',
      sides: ['front'],
      documentTypes: ['passport'],
      mrzRequired: true,
    },
    { ...plainStep, id: 'selfie', type: 'selfie', sides: ['selfie'] },
  ],
  ageYears: adult,
  rules: defaultRules,
  notifications: noNotifications,
  capturePage: defaultCapturePage,
};

export const idCardAndSelfie: Scenario = {
  id: 'id-card-selfie',
  version: 1,
  name: 'ID card both sides + selfie',
  steps: [
    {
      ...plainStep,
      id: 'document',
      type: 'document',
      sides: ['front', 'back'],
      documentTypes: ['id-card', 'residence-permit'],
      mrzRequired: true,
    },
    { ...plainStep, id: 'selfie', type: 'selfie', sides: ['selfie'] },
  ],
  ageYears: adult,
  rules: defaultRules,
  notifications: noNotifications,
  capturePage: defaultCapturePage,
};

export const passportInHand: Scenario = {
  id: 'passport-in-hand',
  version: 1,
  name: 'Passport + selfie with it in the hand',
  steps: [
    {
      ...plainStep,
      id: 'document',
      type: 'document',
      sides: ['front'],
      documentTypes: ['passport'],
      mrzRequired: true,
    },
    { ...plainStep, id: 'selfie', type: 'selfie-with-document', sides: ['selfie'] },
  ],
  ageYears: adult,
  rules: defaultRules,
  notifications: noNotifications,
  capturePage: defaultCapturePage,
};

export const builtInScenarios: readonly Scenario[] = [passportAndSelfie, idCardAndSelfie, passportInHand];
