import { z } from 'zod';
import { intakeApi } from '../api/contract.ts';
import { facePairSchema } from '../domain/analysis.ts';
import { listedPersonSchema, mostTemplates } from '../domain/face-lists.ts';
import { rectSchema } from '../domain/geometry.ts';
import { captureIdSchema, sha256Schema } from '../domain/ids.ts';
import { call } from './call.ts';

const { listFaceLists, createFaceList, removeFaceList } = intakeApi;
const { addListedPerson, listListedPersons, getListedPerson, removeListedPerson } = intakeApi;
const { findListedPersons, listPersonTemplates, addPersonTemplates, removePersonTemplate } = intakeApi;

/**
 * A face that this machine found on a picture. Its template stays in main, which forgets it with the person who works here; the page knows it
 * by its id, and shows `GET /face/:faceId`.
 */
export const foundFaceSchema = z.strictObject({
  faceId: z.uuid(),
  /** In pixels of the picture after EXIF orientation. */
  regionPx: rectSchema,
  /** Whether it is clear enough to be kept and searched with. */
  isClear: z.boolean(),
});
export type FoundFace = z.infer<typeof foundFaceSchema>;

/** What `PUT /face` answers of a picture's bytes: its faces, the most prominent first. */
export const foundFacesSchema = z.strictObject({ faces: z.array(foundFaceSchema) });

/**
 * Why no face was found on a picture: it cannot be opened; the nets are not installed; the analysis process ended or took too long. `PUT /face`
 * answers them as `{ error: { code } }`.
 */
export const faceErrors = ['undecodable', 'models-missing', 'busy'] as const;

/** Lists of people who are found again by their faces. Pictures never travel here: `GET /listed-person/:personId` is that of somebody on a list. */
export const faceListRpc = {
  'faceLists.list': call({ input: listFaceLists.input, output: listFaceLists.output, errors: ['offline'] }),
  'faceLists.create': call({
    input: createFaceList.input,
    output: createFaceList.output,
    errors: ['offline', 'list-exists'],
  }),
  'faceLists.remove': call({
    input: removeFaceList.input,
    output: removeFaceList.output,
    errors: ['offline', 'not-found', 'list-not-empty'],
  }),
  'listedPersons.list': call({
    input: listListedPersons.input,
    output: listListedPersons.output,
    errors: ['offline', 'not-found'],
  }),
  'listedPersons.find': call({
    input: findListedPersons.input,
    output: findListedPersons.output,
    errors: ['offline', 'not-found'],
  }),
  'listedPersons.get': call({
    input: getListedPerson.input,
    output: getListedPerson.output.omit({ picture: true }),
    errors: ['offline', 'not-found'],
  }),
  /** `face-gone`: main has forgotten a face; find it again. */
  'listedPersons.add': call({
    input: addListedPerson.input
      .omit({ templates: true, picture: true, furtherPictures: true })
      .extend({ faceIds: z.array(z.uuid()).min(1).max(mostTemplates) }),
    output: addListedPerson.output,
    errors: ['offline', 'not-found', 'face-gone'],
  }),
  'listedPersons.remove': call({
    input: removeListedPerson.input,
    output: removeListedPerson.output,
    errors: ['offline', 'not-found'],
  }),
  'listedPersons.templates': call({
    input: listPersonTemplates.input,
    output: listPersonTemplates.output,
    errors: ['offline', 'not-found'],
  }),
  /** The faces' own ids become the templates': a lost answer adds none twice. */
  'listedPersons.addTemplates': call({
    input: addPersonTemplates.input
      .omit({ templates: true })
      .extend({ faceIds: z.array(z.uuid()).min(1).max(mostTemplates) }),
    output: addPersonTemplates.output,
    errors: ['offline', 'not-found', 'face-gone', 'too-many-templates'],
  }),
  'listedPersons.removeTemplate': call({
    input: removePersonTemplate.input,
    output: removePersonTemplate.output,
    errors: ['offline', 'not-found', 'last-template'],
  }),
  /** The face in a region of a session's picture, found anew on this machine: the analysis does not give its templates away. */
  'faces.ofCapture': call({
    input: z.strictObject({ captureId: captureIdSchema, regionPx: rectSchema }),
    output: z.strictObject({ face: foundFaceSchema }),
    errors: ['offline', 'not-found', 'no-face', ...faceErrors],
  }),
  /** How often strangers are as near as a distance that was measured with the net, by this machine's calibration. */
  'faces.falseMatches': call({
    input: z.strictObject({ model: sha256Schema, distance: z.number().nonnegative() }),
    output: facePairSchema.pick({ falseMatchRate: true, calibration: true }),
    errors: [],
  }),
  /** Whether faces that are to be one person's look like different people's: two of them, or one and all that `personId` is found by. */
  'faces.compare': call({
    input: z.strictObject({
      faceIds: z.array(z.uuid()).min(1).max(mostTemplates),
      personId: z.uuid().nullable(),
    }),
    output: z.strictObject({
      apart: z.tuple([z.uuid(), z.uuid()]).nullable(),
      unlikePerson: z.uuid().nullable(),
    }),
    errors: ['offline', 'not-found', 'face-gone'],
  }),
  /** Who on the lists looks most like a face, nearest first, with how often strangers look as alike. */
  'faces.search': call({
    input: z.strictObject({ faceId: z.uuid() }),
    output: z.strictObject({
      hits: z.array(
        facePairSchema
          .pick({ distance: true, falseMatchRate: true, calibration: true })
          .extend({ person: listedPersonSchema }),
      ),
      searched: z.int().nonnegative(),
    }),
    errors: ['offline', 'face-gone'],
  }),
} as const;
