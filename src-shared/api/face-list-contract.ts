import { z } from 'zod';
import {
  faceListIdSchema,
  faceListSchema,
  faceTemplateSchema,
  legalBases,
  listedPersonSchema,
  listedTemplateSchema,
  mostNamesAtOnce,
  mostPersonsAtOnce,
  mostPictureBytes,
  mostTemplates,
  personDetailsSchema,
  templateReasonSchema,
} from '../domain/face-lists.ts';
import { sessionIdSchema } from '../domain/ids.ts';
import { call } from './call.ts';

/** The most a picture takes in base64. */
const pictureBase64 = Math.ceil(mostPictureBytes / 3) * 4;

/** The most neighbors that are answered at once. */
const mostNeighbors = 50;

const newPersonSchema = z.strictObject({
  personId: z.uuid(),
  details: personDetailsSchema,
  sourceSessionId: sessionIdSchema.nullable(),
  templates: z.array(faceTemplateSchema).min(1).max(mostTemplates),
  /** JPEG. */
  picture: z.base64().max(pictureBase64).nullable(),
});

/** The calls about lists of people who are found again by their faces. */
export const faceListApi = {
  listFaceLists: call({
    method: 'GET',
    path: '/api/v1/face-lists',
    allow: { permission: 'lists.read' },
    input: z.strictObject({}),
    output: z.strictObject({ lists: z.array(faceListSchema) }),
    errors: [],
  }),
  createFaceList: call({
    method: 'POST',
    path: '/api/v1/face-lists',
    allow: { permission: 'lists.write' },
    input: faceListSchema.pick({ id: true, kind: true, name: true }),
    output: z.strictObject({ list: faceListSchema }),
    errors: ['list-exists'],
  }),
  /** Removes a list that nobody is on. */
  removeFaceList: call({
    method: 'POST',
    path: '/api/v1/face-lists/:listId/remove',
    allow: { permission: 'lists.write' },
    input: z.strictObject({ listId: faceListIdSchema }),
    output: z.strictObject({ removed: z.literal(true) }),
    errors: ['not-found', 'list-not-empty'],
  }),
  /** Puts somebody on a list. The same `personId` again changes nothing and answers who is there. */
  addListedPerson: call({
    method: 'POST',
    path: '/api/v1/face-lists/:listId/persons',
    allow: { permission: 'lists.write' },
    input: newPersonSchema.extend({
      listId: faceListIdSchema,
      legalBasis: z.enum(legalBases),
      /** JPEG of the faces behind the first, in their order: whose is `picture`. */
      furtherPictures: z
        .array(z.base64().max(pictureBase64).nullable())
        .max(mostTemplates - 1)
        .default([]),
    }),
    output: z.strictObject({ person: listedPersonSchema }),
    errors: ['not-found'],
  }),
  /** Puts several people on a list, all or none: `there` is somebody who is on it already, `taken` an id that somebody on another list has. */
  addListedPersons: call({
    method: 'POST',
    path: '/api/v1/face-lists/:listId/persons/batch',
    allow: { permission: 'lists.write' },
    input: z.strictObject({
      listId: faceListIdSchema,
      legalBasis: z.enum(legalBases),
      persons: z.array(newPersonSchema).min(1).max(mostPersonsAtOnce),
    }),
    output: z.strictObject({
      outcomes: z.array(z.strictObject({ personId: z.uuid(), outcome: z.enum(['added', 'there', 'taken']) })),
    }),
    errors: ['not-found'],
  }),
  /** Newest first; `before` is the last id of the page before. */
  listListedPersons: call({
    method: 'GET',
    path: '/api/v1/face-lists/:listId/persons',
    allow: { permission: 'lists.read' },
    input: z.strictObject({
      listId: faceListIdSchema,
      before: z.uuid().optional(),
      limit: z.coerce.number<number>().int().min(1).max(1000).default(200),
    }),
    output: z.strictObject({ persons: z.array(listedPersonSchema), next: z.uuid().nullable() }),
    errors: ['not-found'],
  }),
  /**
   * Whose name has words that begin as the asked ones, newest first. Names lie sealed, so that each is opened: `searched` says how many were, and
   * where `next` is not null some were not; ask again with it as `before`.
   */
  findListedPersons: call({
    method: 'POST',
    path: '/api/v1/face-lists/:listId/persons/find',
    allow: { permission: 'lists.read' },
    input: z.strictObject({
      listId: faceListIdSchema,
      name: z.string().trim().min(1).max(200),
      before: z.uuid().optional(),
    }),
    output: z.strictObject({
      persons: z.array(listedPersonSchema),
      searched: z.int().nonnegative().max(mostNamesAtOnce),
      next: z.uuid().nullable(),
    }),
    errors: ['not-found'],
  }),
  /** The picture is null where there is none, or where it is withheld from the reader. */
  getListedPerson: call({
    method: 'GET',
    path: '/api/v1/listed-persons/:personId',
    allow: { permission: 'lists.read' },
    input: z.strictObject({ personId: z.uuid() }),
    output: z.strictObject({ person: listedPersonSchema, picture: z.base64().nullable() }),
    errors: ['not-found'],
  }),
  /** Deletes details, picture and templates at once; no search that ends later finds the person. */
  removeListedPerson: call({
    method: 'POST',
    path: '/api/v1/listed-persons/:personId/remove',
    allow: { permission: 'lists.write' },
    input: z.strictObject({ personId: z.uuid() }),
    output: z.strictObject({ removed: z.literal(true) }),
    errors: ['not-found'],
  }),
  /** By which faces somebody is found, the oldest first. */
  listPersonTemplates: call({
    method: 'GET',
    path: '/api/v1/listed-persons/:personId/templates',
    allow: { permission: 'lists.read' },
    input: z.strictObject({ personId: z.uuid() }),
    output: z.strictObject({ templates: z.array(listedTemplateSchema) }),
    errors: ['not-found'],
  }),
  /** The cut-out of a template that was added later; null where there is none, or where it is withheld from the reader. */
  getTemplatePicture: call({
    method: 'GET',
    path: '/api/v1/listed-persons/:personId/templates/:templateId',
    allow: { permission: 'lists.read' },
    input: z.strictObject({ personId: z.uuid(), templateId: z.uuid() }),
    output: z.strictObject({ picture: z.base64().nullable() }),
    errors: ['not-found'],
  }),
  /** Adds further faces to somebody, all or none. One whose `templateId` is there already changes nothing. */
  addPersonTemplates: call({
    method: 'POST',
    path: '/api/v1/listed-persons/:personId/templates',
    allow: { permission: 'lists.write' },
    input: z.strictObject({
      personId: z.uuid(),
      reason: templateReasonSchema,
      sourceSessionId: sessionIdSchema.nullable(),
      templates: z
        .array(
          z.strictObject({
            templateId: z.uuid(),
            template: faceTemplateSchema,
            /** JPEG. */
            picture: z.base64().max(pictureBase64).nullable(),
          }),
        )
        .min(1)
        .max(mostTemplates),
    }),
    output: z.strictObject({ person: listedPersonSchema }),
    errors: ['not-found', 'too-many-templates'],
  }),
  /** Removes one face of somebody who has others; no search that ends later finds the person by it. */
  removePersonTemplate: call({
    method: 'POST',
    path: '/api/v1/listed-persons/:personId/templates/:templateId/remove',
    allow: { permission: 'lists.write' },
    input: z.strictObject({ personId: z.uuid(), templateId: z.uuid() }),
    output: z.strictObject({ person: listedPersonSchema }),
    errors: ['not-found', 'last-template'],
  }),
  /** Who on the lists looks most like a face, nearest first: exact, over all templates of the same net. */
  /** How far a face is from the nearest one that somebody is found by; null where none of those is of the same net. */
  compareWithPerson: call({
    method: 'POST',
    path: '/api/v1/listed-persons/:personId/compare',
    allow: { permission: 'lists.read' },
    input: z.strictObject({ personId: z.uuid(), template: faceTemplateSchema }),
    output: z.strictObject({ distance: z.number().nonnegative().nullable() }),
    errors: ['not-found'],
  }),
  searchFaces: call({
    method: 'POST',
    path: '/api/v1/face-search',
    allow: { permission: 'lists.read' },
    input: z.strictObject({
      template: faceTemplateSchema,
      limit: z.int().min(1).max(mostNeighbors).default(10),
    }),
    output: z.strictObject({
      neighbors: z.array(z.strictObject({ person: listedPersonSchema, distance: z.number().nonnegative() })),
      /** How many templates were compared. */
      searched: z.int().nonnegative(),
    }),
    errors: [],
  }),
} as const;
