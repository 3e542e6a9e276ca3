import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentDefinitionSchema, type DocumentDefinition } from './definition.ts';

/** What is wrong with one file of definitions; `key` is the path to the value, such as `front.fields[2].kind`. */
export interface DefinitionProblem {
  readonly file: string;
  readonly key: string;
  readonly message: string;
}

/** The families of documents that an analysis knows. */
export interface DefinitionSet {
  /** In the order of their ids. */
  readonly definitions: readonly DocumentDefinition[];
  /** Of their texts: the same set gives the same, whichever folder each came from. A replay needs it. */
  readonly sha256: string;
}

export type LoadedDefinitions =
  | { readonly ok: true; readonly set: DefinitionSet }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] };

/** The folders of this installation: the one that comes with it and, by `VIDIMUS_DOCUMENTS`, the organization's own. */
export function definitionFolders(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const own = env['VIDIMUS_DOCUMENTS'];
  return [shippedFolder(), ...(own === undefined || own === '' ? [] : [own])];
}

/** Found upward from where this code runs, which holds for sources and for a bundle in `out/` alike. */
function shippedFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'resources', 'documents');
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('resources/documents was not found: the installation is incomplete');
    folder = parent;
  }
}

/**
 * Reads every `.json` of the folders, or single files. A definition of a later folder takes the place of one with the same id. All
 * problems are told at once, and one is enough to refuse the set: an analysis without a family that somebody relies on would be
 * a silent change.
 */
export function loadDefinitions(paths: readonly string[]): LoadedDefinitions {
  const problems: DefinitionProblem[] = [];
  const byId = new Map<string, { definition: DocumentDefinition; text: string }>();
  for (const path of paths) {
    for (const file of filesAt(path, problems)) {
      const read = readDefinition(file);
      if (read.ok) byId.set(read.definition.id, read);
      else problems.push(...read.problems);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const known = [...byId.values()].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  const hash = createHash('sha256');
  for (const { definition, text } of known) hash.update(`${definition.id}\0${text}\0`);
  return {
    ok: true,
    set: { definitions: known.map(({ definition }) => definition), sha256: hash.digest('hex') },
  };
}

/** The set, or an error whose message names every file and key: for processes that cannot work without. */
export function mustLoadDefinitions(paths: readonly string[]): DefinitionSet {
  const loaded = loadDefinitions(paths);
  if (loaded.ok) return loaded.set;
  throw new Error(`document definitions: ${loaded.problems.map(describeProblem).join('; ')}`);
}

export function describeProblem({ file, key, message }: DefinitionProblem): string {
  return `${file}${key === '' ? '' : `: ${key}`}: ${message}`;
}

function filesAt(path: string, problems: DefinitionProblem[]): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    problems.push({ file: resolve(path), key: '', message: code });
    return [];
  }
}

type ReadDefinition =
  | { readonly ok: true; readonly definition: DocumentDefinition; readonly text: string }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] };

function readDefinition(file: string): ReadDefinition {
  const problem = (key: string, message: string): DefinitionProblem => ({ file, key, message });
  let text: string;
  let value: unknown;
  try {
    text = readFileSync(file, 'utf8');
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof SyntaxError ? `is no JSON (${error.message})` : 'cannot be read';
    return { ok: false, problems: [problem('', message)] };
  }
  const parsed = documentDefinitionSchema.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => problem(keyOf(path), message)),
    };
  const problems = inconsistenciesOf(parsed.data).map(({ key, message }) => problem(key, message));
  if (`${parsed.data.id}.json` !== basename(file))
    problems.push(problem('id', `is "${parsed.data.id}", but the file is called ${basename(file)}`));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, definition: parsed.data, text };
}

function keyOf(path: readonly PropertyKey[]): string {
  let key = '';
  for (const part of path)
    key += typeof part === 'number' ? `[${String(part)}]` : `${key === '' ? '' : '.'}${String(part)}`;
  return key;
}

/** What the schema cannot see: places beyond the document's edge, fields that nothing leads to, a back that is not defined. */
function inconsistenciesOf(definition: DocumentDefinition): { key: string; message: string }[] {
  const found: { key: string; message: string }[] = [];
  const { sizeMm, back, mrz, barcodes } = definition;
  for (const side of ['front', 'back'] as const) {
    const { fields = [], regions = [], anchors = [] } = definition[side] ?? {};
    const placed = { fields, regions, anchors };
    const places = (['fields', 'regions', 'anchors'] as const).flatMap((kind) =>
      placed[kind].map(({ place }, index) => ({ key: `${side}.${kind}[${String(index)}].place`, place })),
    );
    for (const { key, place } of [
      ...places,
      { key: `${side}.block`, place: definition[side]?.block ?? null },
    ]) {
      const isOutside =
        place !== null &&
        (sizeMm === null ||
          place.leftMm + place.widthMm > sizeMm.width ||
          place.topMm + place.heightMm > sizeMm.height);
      if (isOutside) found.push({ key, message: 'reaches beyond the document' });
    }
    fields.forEach(({ labels, place, name }, index) => {
      if (labels.length === 0 && place === null)
        found.push({
          key: `${side}.fields[${String(index)}]`,
          message: `${name} has neither a label nor a place, so that it is never found`,
        });
    });
  }
  if (back === null && mrz?.side === 'back')
    found.push({ key: 'mrz.side', message: 'is the back, which is not defined' });
  barcodes.forEach(({ side }, index) => {
    if (side === 'back' && back === null)
      found.push({ key: `barcodes[${String(index)}].side`, message: 'is the back, which is not defined' });
  });
  return found;
}
