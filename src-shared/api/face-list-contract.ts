import { z } from 'zod';
import {
  faceListIdSchema,
  faceListSchema,
  faceTemplateSchema,
  legalBases,
  listedPersonSchema,
  mostPictureBytes,
  mostTemplates,
  personDetailsSchema,
} from '../domain/face-lists.ts';
import { sessionIdSchema } from '../domain/ids.ts';
import { call } from './call.ts';

/** The most a picture takes in base64. */
const pictureBase64 = Math.ceil(mostPictureBytes / 3) * 4;

/** The most neighbors that are answered at once. */
const mostNeighbors = 50;

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
    input: z.strictObject({
      listId: faceListIdSchema,
      personId: z.uuid(),
      details: personDetailsSchema,
      legalBasis: z.enum(legalBases),
      sourceSessionId: sessionIdSchema.nullable(),
      templates: z.array(faceTemplateSchema).min(1).max(mostTemplates),
      /** JPEG. */
      picture: z.base64().max(pictureBase64).nullable(),
    }),
    output: z.strictObject({ person: listedPersonSchema }),
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
  /** Who on the lists looks most like a face, nearest first: exact, over all templates of the same net. */
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
