import { z } from 'zod';
import { quadSchema, rectSchema } from './geometry.ts';
import { captureIdSchema, daySchema, sha256Schema } from './ids.ts';
import { livenessActions } from './liveness.ts';
import { documentTypeSchema, sideSchema, stepTypes } from './scenario.ts';

/** 0 (no reason to believe it) to 1 (as sure as the method gets). Not a probability unless the source says so. */
const confidenceSchema = z.number().min(0).max(1);

export const findingStatuses = ['passed', 'failed', 'warning', 'not-run', 'error'] as const;
export type FindingStatus = (typeof findingStatuses)[number];

export const evidenceSchema = z.strictObject({
  captureId: captureIdSchema,
  /** In pixels of the original image after EXIF orientation. */
  regionPx: rectSchema,
  kind: z.enum(['document', 'mrz', 'field', 'face', 'area']),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * What one check found. `not-run` and `error` are never a pass; only the runner may say `not-run`, with the reason.
 * A check named after a fault never says "success": its sentence says what was not found.
 */
export const findingSchema = z.strictObject({
  /** The check's id, such as `document.sharp`; equals the name of its file. */
  id: z.string(),
  /** Where it was run: the scenario step. `null` for findings about the whole session. */
  stepId: z.string().nullable(),
  status: z.enum(findingStatuses),
  /** A code of the check's own list, e.g. `blurred`; always there unless `passed`. */
  reason: z.string().optional(),
  /** Values that the reason's sentence quotes, such as a field's name or a number with its unit. */
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  score: z.number().optional(),
  threshold: z.number().optional(),
  confidence: confidenceSchema,
  evidence: z.array(evidenceSchema),
  versions: z.strictObject({ check: z.int().positive(), policy: z.string() }),
});
export type Finding = z.infer<typeof findingSchema>;

export const fieldNames = [
  'surname',
  'given-names',
  'document-number',
  'nationality',
  'issuing-state',
  'birth-date',
  'sex',
  'expiry-date',
  'issue-date',
  'personal-number',
  'optional-data',
  'place-of-birth',
  'authority',
  'division-code',
  'patronymic',
  'address',
  'licence-categories',
] as const;
export type FieldName = (typeof fieldNames)[number];

export const characterSchema = z.strictObject({
  char: z.string(),
  confidence: confidenceSchema,
  regionPx: rectSchema.optional(),
});

export const fieldSourceSchema = z.enum(['mrz', 'viz', 'barcode']);
export type FieldSource = z.infer<typeof fieldSourceSchema>;

export const documentFieldSchema = z.strictObject({
  name: z.enum(fieldNames),
  /** English title for readers of the JSON; the workstation has its own in every language. */
  title: z.string(),
  /** As printed. */
  value: z.string(),
  /** ISO form: dates as days, names in upper case without fillers, sex as M, F or X. `null` when it can't be normalized. */
  normalized: z.string().nullable(),
  confidence: confidenceSchema,
  source: fieldSourceSchema,
  captureId: captureIdSchema,
  regionPx: rectSchema,
  characters: z.array(characterSchema),
  /** Against the other sources of the same field: `single` where there is no other. */
  agreement: z.enum(['agrees', 'differs', 'single']),
  /** Other normalized values that it may be, such as with `O` for `0` where nothing tells which, likeliest first; absent where there are none. */
  alternatives: z.array(z.string()).min(1).optional(),
  /**
   * What a name of the zone may be in the script of the state, likeliest first: derived by the state's table of letters, never read. Absent
   * where no table is known, and where the print was read in that script.
   */
  inScript: z.array(z.string()).min(1).optional(),
});
export type DocumentField = z.infer<typeof documentFieldSchema>;

/**
 * Sizes of ICAO Doc 9303, and zones of states' own: the French identity card of 1988, the Russian internal passport, and the driving
 * licences of France and of Switzerland.
 */
export const mrzFormats = ['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB', 'FRID', 'RUIP', 'FRDL', 'CHDL'] as const;
export type MrzFormat = (typeof mrzFormats)[number];

export const mrzSchema = z.strictObject({
  format: z.enum(mrzFormats),
  captureId: captureIdSchema,
  regionPx: rectSchema,
  lines: z.array(
    z.strictObject({ text: z.string(), regionPx: rectSchema, characters: z.array(characterSchema) }),
  ),
  checkDigits: z.array(
    z.strictObject({
      name: z.enum(['document-number', 'birth-date', 'expiry-date', 'optional-data', 'composite']),
      valid: z.boolean(),
      expected: z.string(),
      read: z.string(),
      regionPx: rectSchema,
    }),
  ),
  /** Characters that the decoder chose against the recognizer's first choice, because format and check digits demand it. */
  corrected: z.array(z.strictObject({ line: z.int(), column: z.int(), from: z.string(), to: z.string() })),
  /** Other readings that the picture allows, likeliest first; `probability` is relative to all that were weighed, the chosen one included. */
  alternatives: z
    .array(z.strictObject({ lines: z.array(z.string()), probability: confidenceSchema }))
    .default([]),
});
export type Mrz = z.infer<typeof mrzSchema>;

/** One document definition as an answer to "what is this?". */
const documentClassSchema = z.strictObject({
  /** The definition's id, which is the name of its file. */
  definition: z.string(),
  type: documentTypeSchema,
  country: z.string().nullable(),
  confidence: confidenceSchema,
});

export const identificationSchema = z.strictObject({
  chosen: documentClassSchema,
  /** The next best definition; `null` where nothing else was thinkable. */
  runnerUp: documentClassSchema.nullable(),
  /** What spoke for it or against it, weightiest first. */
  signals: z.array(
    z.strictObject({
      kind: z.enum(['mrz', 'barcode', 'size', 'anchor', 'layout']),
      /** The definition that it speaks for. */
      definition: z.string(),
      /** Natural logarithm of how much likelier it makes that definition; negative where it speaks against it. */
      weight: z.number(),
      /** What was seen, such as an anchor's word; never a value of the person. */
      seen: z.string().nullable(),
    }),
  ),
});
export type Identification = z.infer<typeof identificationSchema>;

/** `signature` is the holder's, `issuer-signature` that of the office. */
export const regionKinds = [
  'portrait',
  'ghost-portrait',
  'signature',
  'stamp',
  'mrz',
  'barcode',
  'issuer-signature',
] as const;
export type RegionKind = (typeof regionKinds)[number];

export const documentRegionSchema = z.strictObject({
  kind: z.enum(regionKinds),
  captureId: captureIdSchema,
  /** On the original image, in the document's own reading order. */
  quadPx: quadSchema,
  confidence: confidenceSchema,
  /** Of a stamp: its ink and outline. */
  look: z
    .strictObject({
      color: z.enum(['blue', 'violet', 'red', 'green', 'black']),
      shape: z.enum(['round', 'rectangular', 'other']),
    })
    .optional(),
});
export type DocumentRegion = z.infer<typeof documentRegionSchema>;

export const barcodeSymbologies = ['PDF417', 'QRCode', 'DataMatrix', 'Code128', 'Aztec'] as const;
export const documentBarcodeSchema = z.strictObject({
  symbology: z.enum(barcodeSymbologies),
  captureId: captureIdSchema,
  quadPx: quadSchema,
  /** What it says; bytes that are no text are escaped as `\\xNN`. */
  text: z.string(),
  /** By which standard its fields were read; `null` where the text is nobody's we know. */
  standard: z.enum(['AAMVA']).nullable(),
});
export type DocumentBarcode = z.infer<typeof documentBarcodeSchema>;

/** Two sources of one field, held against each other. */
export const fieldCrossCheckSchema = z.strictObject({
  name: z.enum(fieldNames),
  a: fieldSourceSchema,
  b: fieldSourceSchema,
  agreement: z.enum(['agrees', 'differs', 'unclear']),
  /** What made unequal writings the same, such as a transliteration; `equal` where nothing had to. */
  by: z.enum(['equal', 'transliteration', 'date-order', 'truncation', 'spelling']).nullable(),
});
export type FieldCrossCheck = z.infer<typeof fieldCrossCheckSchema>;

export const documentSchema = z.strictObject({
  type: documentTypeSchema,
  /** ICAO 9303 three-letter code of the issuing state (as printed, e.g. `UTO`, `D`), or `null`. */
  country: z.string().nullable(),
  /** The MRZ's format, or `null` where there is none. */
  format: z.enum(mrzFormats).nullable(),
  side: z.enum(['front', 'back', 'both']),
  fields: z.array(documentFieldSchema),
  mrz: mrzSchema.nullable(),
  /** Which OCR engine read the printed fields; `null` when it did not run. */
  ocr: z.strictObject({ engine: z.enum(['tesseract', 'tesseract.js']), version: z.string() }).nullable(),
  /** Why this type; `null` where none could be told, and in results of earlier versions. */
  identification: identificationSchema.nullable().default(null),
  regions: z.array(documentRegionSchema).default([]),
  barcodes: z.array(documentBarcodeSchema).default([]),
  crossChecks: z.array(fieldCrossCheckSchema).default([]),
});
export type DocumentReading = z.infer<typeof documentSchema>;

/**
 * Whose face it is: printed on the document of a document step, large or as its ghost; of the person in a selfie, in one with a document in the hand,
 * or before the camera of a liveness step; printed on the document in the hand.
 */
export const faceRoles = [
  'document-portrait',
  'ghost-portrait',
  'selfie',
  'selfie-with-document',
  'held-portrait',
  'liveness',
] as const;
export type FaceRole = (typeof faceRoles)[number];

export const faceSchema = z.strictObject({
  /** Stable within a session: `<captureId>:<n>`. Named by the pairs. */
  id: z.string(),
  captureId: captureIdSchema,
  role: z.enum(faceRoles),
  regionPx: rectSchema,
  /** Head roll in the picture, in degrees, clockwise positive: for showing it upright. */
  rollDeg: z.number(),
  score: confidenceSchema,
  eyesPx: z.tuple([
    z.strictObject({ x: z.number(), y: z.number() }),
    z.strictObject({ x: z.number(), y: z.number() }),
  ]),
  /** Estimated from the face. Null where it is withheld from the reader, as is `sex`. */
  age: z.number().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  interEyePx: z.number(),
});
export type AnalyzedFace = z.infer<typeof faceSchema>;

export const facePairSchema = z.strictObject({
  a: z.string(),
  b: z.string(),
  /** 0 (unlike) to 1 (alike), from the distance between the two templates. */
  similarity: z.number(),
  distance: z.number(),
  /**
   * The share of pairs of strangers that look at least this alike, as counted on the calibration set, and never less than one
   * pair of it; `null` where the calibration does not reach, or none is known for the model.
   */
  falseMatchRate: z.number().nullable(),
  matched: z.boolean(),
  /** What the rate was counted on; absent where no calibration is known for the model, and in results of earlier versions. */
  calibration: z
    .strictObject({
      source: z.string(),
      people: z.int().positive(),
      /** Pairs of two people, however many pictures they have. */
      pairs: z.int().positive(),
      /** Of these, how many looked at least this alike; `null` beyond the distances that were counted. */
      falseMatches: z.int().nonnegative().nullable(),
      /** The upper end of the 95 % interval of the rate; `null` with it. */
      upper95: z.number().nullable(),
    })
    .optional(),
});
export type FacePair = z.infer<typeof facePairSchema>;

/** Two faces of which nothing is said, since one of them is too poor: never a low score. */
export const facesNotComparedSchema = z.strictObject({
  a: z.string(),
  b: z.string(),
  /**
   * `face-too-small`: too few pixels between its eyes; `face-unclear`: out of focus, moved, or its features were not found; `face-turned`,
   * `face-covered` and `face-eyes-covered`: too much of it is not seen; `not-calibrated`: of the net it is not known how alike strangers are.
   */
  reason: z.enum([
    'face-too-small',
    'face-unclear',
    'face-turned',
    'face-covered',
    'face-eyes-covered',
    'not-calibrated',
  ]),
  /** Which of the two it is, the smaller one where both are; `null` where it is neither. */
  poorer: z.string().nullable(),
});
export type FacesNotCompared = z.infer<typeof facesNotComparedSchema>;

export const analyzedCaptureSchema = z.strictObject({
  id: captureIdSchema,
  side: sideSchema,
  sha256: sha256Schema,
  /** After EXIF orientation; `null` when the picture could not be decoded. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Corners of the document in reading order, where it was located. */
  documentQuadPx: z
    .array(z.strictObject({ x: z.number(), y: z.number() }))
    .length(4)
    .nullable(),
  /** What the corners were told by, and how surely; `null` where there are none, and in results of earlier versions. */
  outline: z
    .strictObject({
      source: z.enum(['edges', 'net', 'mrz', 'whole-image', 'analyst']),
      confidence: confidenceSchema,
    })
    .nullable()
    .default(null),
  /** Further documents in the same picture. */
  otherDocumentQuadsPx: z.array(quadSchema).default([]),
  /** By how much the content is turned clockwise in the picture, to the nearest quarter: turned back by as much it is upright. */
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** Why the picture was refused; see the decode codes. */
  refusal: z.string().nullable(),
});
export type AnalyzedCapture = z.infer<typeof analyzedCaptureSchema>;

/** What a movement is told by: the head's turn or raising in degrees, the opening of the eyes, the width of the mouth. */
export const livenessMeasures = ['yaw', 'pitch', 'eyes', 'mouth'] as const;
export type LivenessMeasure = (typeof livenessMeasures)[number];

const livenessFaceSchema = z.strictObject({
  /** Positive when the head is turned to the person's left. */
  yawDeg: z.number(),
  /** Positive when the head is raised; depends on the face, so that only differences between frames tell something. */
  pitchDeg: z.number(),
  /** 0 (closed) to 1 (open), the lower of both eyes; `null` where it could not be measured. */
  eyeOpening: z.number().nullable(),
  /** Gap between the lips over the width of the mouth. */
  mouthOpening: z.number(),
  /** Distance of the mouth's corners over that of the eyes. */
  mouthWidth: z.number(),
});

/** What was measured on the frames of a challenge. */
export const livenessAnalysisSchema = z.strictObject({
  /** Medians of the frames before the first action, from which movements are measured; `null` where those show no face. */
  neutral: livenessFaceSchema.omit({ mouthOpening: true }).nullable(),
  /** In the order in which they were asked for. */
  actions: z.array(
    z.strictObject({
      action: z.enum(livenessActions),
      status: z.enum(['done', 'not-done', 'other', 'skipped', 'unclear']),
      /** What was done that was not asked for. */
      did: z.enum(livenessActions).nullable(),
      /** When it counted as made first. */
      reachedAtMs: z.int().nonnegative().nullable(),
      measure: z.enum(livenessMeasures),
      /** From where on it counts as made, in the measure's own unit; `null` where there is nothing to measure from. */
      threshold: z.number().nullable(),
    }),
  ),
  /** The frame that was taken for the step's selfie. */
  bestFrameId: captureIdSchema.nullable(),
  frames: z.array(
    z.strictObject({
      captureId: captureIdSchema,
      atMs: z.int().nonnegative(),
      actionIndex: z.int().nonnegative().nullable(),
      /** Of the picture: 16 hexadecimal digits of which few change when it is compressed or scaled; `null` where it could not be opened. */
      hash: z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .nullable(),
      faces: z.int().nonnegative(),
      /** Of the most prominent face; `null` where there is none. */
      face: livenessFaceSchema.nullable(),
    }),
  ),
});
export type LivenessAnalysis = z.infer<typeof livenessAnalysisSchema>;

export const stepAnalysisSchema = z.strictObject({
  id: z.string(),
  type: z.enum(stepTypes),
  status: z.enum(['passed', 'failed', 'warning', 'not-run']),
  document: documentSchema.nullable(),
  captures: z.array(analyzedCaptureSchema),
  /** Of a liveness step whose person was given a challenge; absent from results of earlier versions. */
  liveness: livenessAnalysisSchema.nullable().optional(),
});
export type StepAnalysis = z.infer<typeof stepAnalysisSchema>;

export const recommendations = ['approve', 'review', 'ask-again', 'decline'] as const;
export type Recommendation = (typeof recommendations)[number];

export const usedModelSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  sha256: sha256Schema,
});

/** Everything the pipeline says of a session: enough to show, to decide on, and to compute again. */
export const analysisSchema = z.strictObject({
  steps: z.array(stepAnalysisSchema),
  findings: z.array(findingSchema),
  faces: z.strictObject({
    detected: z.array(faceSchema),
    /** Each of the session's faces with each other, where both are clear enough. */
    pairs: z.array(facePairSchema),
    /** The other pairs; none in results of earlier versions. */
    notCompared: z.array(facesNotComparedSchema).default([]),
  }),
  verdict: z.strictObject({
    /** What the policy recommends; a person decides. */
    outcome: z.enum(recommendations),
    /** `<check id>:<reason>` of each finding that led to it, worst first. */
    reasons: z.array(z.string()),
  }),
  pipeline: z.strictObject({
    version: z.string(),
    policy: z.string(),
    models: z.array(usedModelSchema),
    ocr: z.string().nullable(),
    /** The day against which ages and expiry were computed, so that a replay gives the same result. */
    referenceDay: daySchema,
    durationMs: z.number().nonnegative(),
  }),
});
export type Analysis = z.infer<typeof analysisSchema>;

/** Why a whole analysis came to nothing. */
export const analysisFailureCodes = [
  'worker-died',
  'timed-out',
  'model-missing',
  'model-hash-mismatch',
  'capture-missing',
  'capture-changed',
  'internal',
] as const;
export type AnalysisFailureCode = (typeof analysisFailureCodes)[number];

export const progressStages = ['decode', 'locate', 'mrz', 'ocr', 'faces', 'checks'] as const;
export type ProgressStage = (typeof progressStages)[number];
export const analysisProgressSchema = z.strictObject({
  stage: z.enum(progressStages),
  /** 0 to 1 over the whole analysis; never goes down. */
  fraction: z.number().min(0).max(1),
});
export type AnalysisProgress = z.infer<typeof analysisProgressSchema>;
