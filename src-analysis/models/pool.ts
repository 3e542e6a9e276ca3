import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelManifest } from './manifest.ts';

/** A float32 tensor going into or coming out of a net: row-major values and their shape. */
export interface TensorValue {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A loaded net. `run` may be called from several places at once. */
export interface Net {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  run(inputs: Readonly<Record<string, TensorValue>>): Promise<Readonly<Record<string, TensorValue>>>;
}

/**
 * - `model-unknown`: not in the manifest.
 * - `model-missing`: no file; installation was not run, or the model is an optional pack nobody brought.
 * - `model-hash-mismatch`: the file is not the one the manifest names; it was not loaded.
 * - `model-broken`: the right file, but the runtime does not load it.
 */
export type ModelRefusal = 'model-unknown' | 'model-missing' | 'model-hash-mismatch' | 'model-broken';

export type NetResult =
  { readonly ok: true; readonly net: Net } | { readonly ok: false; readonly code: ModelRefusal };

export interface ModelPool {
  /**
   * The net, loaded at its first use, after its SHA-256 was compared with the manifest: what is hashed is what is loaded.
   * A refusal is remembered too, until `dispose`: a file exchanged under a running process changes nothing. One that was not there is
   * looked for again, since models are installed when their lack is told.
   */
  session(name: string): Promise<NetResult>;
  /** The nets loaded so far, as an analysis records them. */
  loaded(): readonly { readonly name: string; readonly version: string; readonly sha256: string }[];
  /** Releases every net; later calls of `session` load again. */
  dispose(): Promise<void>;
}

export interface ModelPoolOptions {
  /** The folder with the installed files. */
  readonly folder: string;
  readonly manifest: ModelManifest;
  /** Threads per net; by default all cores but one, which text recognition has, at most 4, beyond which nets this small gain nothing. */
  readonly intraOpThreads?: number;
}

/** A pool over one folder. Nothing is read until the first `session`. */
export function createModelPool({ folder, manifest, intraOpThreads }: ModelPoolOptions): ModelPool {
  const threads = intraOpThreads ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  const results = new Map<string, Promise<NetResult>>();
  const sessions = new Map<Net, InferenceSession>();

  const load = async (name: string): Promise<NetResult> => {
    const entry = manifest.models.find((candidate) => candidate.name === name);
    if (entry === undefined) return { ok: false, code: 'model-unknown' };
    const bytes = await readFile(join(folder, entry.file)).catch(() => undefined);
    if (bytes === undefined) return { ok: false, code: 'model-missing' };
    if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) {
      return { ok: false, code: 'model-hash-mismatch' };
    }
    const session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Idle threads that spin take the core from Tesseract, which the whole analysis waits for.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    }).catch(() => undefined);
    if (session === undefined) return { ok: false, code: 'model-broken' };
    const { version, sha256 } = entry;
    const net: Net = { name, version, sha256, run: (inputs) => runSession(session, inputs) };
    sessions.set(net, session);
    return { ok: true, net };
  };

  return {
    session(name) {
      const known = results.get(name);
      if (known !== undefined) return known;
      const result = load(name).then((loaded) => {
        if (!loaded.ok && loaded.code === 'model-missing') results.delete(name);
        return loaded;
      });
      results.set(name, result);
      return result;
    },
    loaded() {
      return [...sessions.keys()].map(({ name, version, sha256 }) => ({ name, version, sha256 }));
    },
    async dispose() {
      await Promise.all(results.values());
      const open = [...sessions.values()];
      results.clear();
      sessions.clear();
      await Promise.all(open.map((session) => session.release()));
    },
  };
}

async function runSession(
  session: InferenceSession,
  inputs: Readonly<Record<string, TensorValue>>,
): Promise<Readonly<Record<string, TensorValue>>> {
  const feeds: Record<string, Tensor> = {};
  for (const [name, { data, dims }] of Object.entries(inputs))
    feeds[name] = new Tensor('float32', data, dims);
  const outputs: Record<string, TensorValue> = {};
  for (const [name, tensor] of Object.entries(await session.run(feeds))) {
    if (!(tensor.data instanceof Float32Array)) throw new TypeError(`output ${name} is not float32`);
    outputs[name] = { data: tensor.data, dims: tensor.dims };
  }
  return outputs;
}

/** A net the analysis can't do without is not to be had; the analysis as a whole fails with `code`. */
export class ModelUnavailableError extends Error {
  readonly code: ModelRefusal;
  readonly model: string;

  constructor(model: string, code: ModelRefusal) {
    super(`${model}: ${code}`);
    this.name = 'ModelUnavailableError';
    this.model = model;
    this.code = code;
  }
}

/** The net, or a {@link ModelUnavailableError}. */
export async function mustGetNet(pool: ModelPool, name: string): Promise<Net> {
  const result = await pool.session(name);
  if (!result.ok) throw new ModelUnavailableError(name, result.code);
  return result.net;
}

/** An output by name; its absence means that the net is not the one the manifest describes. */
export function mustGetOutput(outputs: Readonly<Record<string, TensorValue>>, name: string): TensorValue {
  const output = outputs[name];
  if (output === undefined) throw new Error(`the net has no output ${name}`);
  return output;
}
