import { z } from 'zod';
import { listKinds } from './history.ts';
import { sessionIdSchema, sha256Schema } from './ids.ts';

export const faceListIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** Numbers of a template, as the recognition nets that are known give them. */
export const templateLength = 128;
const base64Length = Math.ceil((templateLength * Float32Array.BYTES_PER_ELEMENT) / 3) * 4;

/**
 * What a face is found again by. Only templates of one net can be compared: `model` is the SHA-256 of its file. `values` are float32, little
 * endian, in base64. A template is biometric data: it is never logged, and stored sealed.
 */
export const faceTemplateSchema = z.strictObject({
  model: sha256Schema,
  values: z.base64().length(base64Length),
});
export type FaceTemplate = z.infer<typeof faceTemplateSchema>;

/** A face of a session's step. */
export const sessionFaceSchema = z.strictObject({ stepId: z.string(), template: faceTemplateSchema });
export type SessionFace = z.infer<typeof sessionFaceSchema>;

/** A scenario has 20 steps at most, each with one face or two. */
export const mostSessionFaces = 40;

/**
 * Euclidean distance of templates up to which two faces are told to be the same person's, where one is compared with many. Nearer than the
 * policy's distance for a pair: of 254 pairs of strangers none was as near (docs/accuracy.md), and a list multiplies the chance of a false match.
 */
export const sameFaceDistance = 0.45;
/** Beyond this they are told to be different people's: the policy's own line for a pair. */
export const otherFaceDistance = 0.65;

/** Several pictures of one person make it likelier that one is like the next picture; more than these add little. */
export const mostTemplates = 10;

/** Why the organization may keep somebody's face: Article 6(1) of the GDPR, which Article 9(2) or national law must allow for biometric data as well. */
export const legalBases = [
  'consent',
  'contract',
  'legal-obligation',
  'public-interest',
  'legitimate-interest',
] as const;

/** What a list is for: those that scenarios' rules name, and lists of the organization's own, which only people search. */
export const faceListKinds = [...listKinds, 'own'] as const;
export type FaceListKind = (typeof faceListKinds)[number];

export const faceListSchema = z.strictObject({
  id: faceListIdSchema,
  kind: z.enum(faceListKinds),
  name: z.string().trim().min(1).max(100),
  createdAt: z.iso.datetime(),
  persons: z.int().nonnegative(),
});
export type FaceList = z.infer<typeof faceListSchema>;

/** Who a person on a list is, and why: personal data, withheld from readers without the right to fields. */
export const personDetailsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  note: z.string().max(2000),
  /** In the organization's words: whoever is found by it asks. */
  reason: z.string().trim().min(1).max(500),
});
export type PersonDetails = z.infer<typeof personDetailsSchema>;

export const listedPersonSchema = z.strictObject({
  personId: z.uuid(),
  listId: faceListIdSchema,
  /** Null where it is withheld from the reader. */
  details: personDetailsSchema.nullable(),
  legalBasis: z.enum(legalBases),
  /** Whose pictures the templates came from, where it was a session. */
  sourceSessionId: sessionIdSchema.nullable(),
  templates: z.int().nonnegative(),
  hasPicture: z.boolean(),
  addedAt: z.iso.datetime(),
  /** Who added the person: a caller's id. */
  addedBy: z.string(),
});
export type ListedPerson = z.infer<typeof listedPersonSchema>;

/** Why a picture was added to somebody, or taken away: in the organization's words, and no data of the person. */
export const templateReasonSchema = z.string().trim().min(1).max(500);

/** A template of somebody on a list, without its values. */
export const listedTemplateSchema = z.strictObject({
  templateId: z.uuid(),
  model: sha256Schema,
  addedAt: z.iso.datetime(),
  addedBy: z.string(),
  /** Null where it came with the person, whose reason is its own, or where it is withheld from the reader. */
  reason: templateReasonSchema.nullable(),
  sourceSessionId: sessionIdSchema.nullable(),
  /** Whether a cut-out of its own is kept. */
  hasPicture: z.boolean(),
});
export type ListedTemplate = z.infer<typeof listedTemplateSchema>;

/** People who are put on a list in one request: with the largest pictures, some four megabytes. */
export const mostPersonsAtOnce = 50;

/** Names lie sealed, each with its person's key: so many are opened for one request, in a quarter of a second, and the next one goes on. */
export const mostNamesAtOnce = 5_000;

/** A JPEG of the face, for whoever is to say whether it is the same person. */
export const mostPictureBytes = 64 * 1024;
