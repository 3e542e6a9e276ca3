import { z } from 'zod';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const tensorSchema = z.strictObject({
  name: z.string().min(1),
  /** Sizes; a name where the size is free. */
  shape: z.array(z.union([z.number().int().positive(), z.string()])),
  /** What the values are: order of channels, range, units. */
  meaning: z.string().min(1),
});

const sourceSchema = z.discriminatedUnion('kind', [
  /** Converted at installation from files of an npm package this program depends on. */
  z.strictObject({
    kind: z.literal('npm'),
    package: z.string(),
    version: z.string(),
    files: z.array(z.strictObject({ path: z.string(), sha256: sha256Schema })),
  }),
  /** Trained by us; the file is in `models/own`. */
  z.strictObject({ kind: z.literal('own'), training: z.string() }),
  /** Not distributed with the program: an administrator brings the file. */
  z.strictObject({ kind: z.literal('pack'), url: z.string(), version: z.string() }),
]);

const modelSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().min(1),
  file: z.string().regex(/^[a-z0-9-]+\.onnx$/),
  sha256: sha256Schema,
  source: sourceSchema,
  licence: z.string().min(1),
  input: z.array(tensorSchema).min(1),
  output: z.array(tensorSchema).min(1),
  /** Whether the analysis works without it (less well). */
  optional: z.boolean(),
  /** What was measured, and on what. */
  accuracy: z.strictObject({ text: z.string().min(1), set: z.string().min(1) }),
});

/** `models/manifest.json`: every net the program may load, with its origin, licence and hash. */
export const modelManifestSchema = z
  .strictObject({ models: z.array(modelSchema) })
  .refine(({ models }) => new Set(models.map(({ name }) => name)).size === models.length, 'names repeat');

export type ModelManifest = z.infer<typeof modelManifestSchema>;
export type ModelEntry = ModelManifest['models'][number];

/** The manifest from its JSON text; throws where it is not one, which is a broken installation and not an input error. */
export function parseModelManifest(json: string): ModelManifest {
  return modelManifestSchema.parse(JSON.parse(json));
}
