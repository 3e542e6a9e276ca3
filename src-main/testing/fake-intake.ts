import type {
  ApiReply,
  CallOptions,
  GetCaptureReply,
  IntakeClient,
  PutCaptureInput,
  PutCaptureReply,
} from '#shared/api/client.ts';
import type { ApiCallName, ApiInput } from '#shared/api/contract.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import { must } from '#shared/lib/invariant.ts';

type Answer<N extends ApiCallName> = (
  input: ApiInput<N>,
  signal: AbortSignal | undefined,
) => ApiReply<N> | Promise<ApiReply<N>>;

/** An intake in memory: answers what the test tells it to, in that order of calls, and remembers what it was asked. */
export class FakeIntake implements IntakeClient {
  readonly calls: { readonly name: string; readonly input: unknown }[] = [];
  readonly uploads: PutCaptureInput[] = [];
  readonly captures = new Map<string, Uint8Array<ArrayBuffer>>();
  isOffline = false;
  private readonly answers = new Map<ApiCallName, Answer<never>>();

  on<N extends ApiCallName>(name: N, answer: Answer<N>): this {
    this.answers.set(name, answer as Answer<never>);
    return this;
  }

  callsOf(name: ApiCallName): unknown[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input);
  }

  async call<N extends ApiCallName>(
    name: N,
    input: ApiInput<N>,
    options?: CallOptions,
  ): Promise<ApiReply<N>> {
    const signal = options?.signal as AbortSignal | undefined;
    signal?.throwIfAborted();
    this.calls.push({ name, input });
    if (this.isOffline) return { ok: false, code: 'offline' };
    const answer = must(this.answers.get(name), `an answer to ${name}`) as Answer<N>;
    return answer(input, signal);
  }

  async putCapture(input: PutCaptureInput): Promise<PutCaptureReply> {
    this.uploads.push(input);
    if (this.isOffline) return { ok: false, code: 'offline' };
    return {
      ok: true,
      value: { captureId: input.captureId, sha256: '0'.repeat(64), byteLength: input.bytes.byteLength },
    };
  }

  async getCapture(captureId: CaptureId): Promise<GetCaptureReply> {
    this.calls.push({ name: 'getCapture', input: captureId });
    if (this.isOffline) return { ok: false, code: 'offline' };
    const bytes = this.captures.get(captureId);
    return bytes === undefined ? { ok: false, code: 'not-found' } : { ok: true, bytes };
  }
}

/** Resolves never; rejects with the signal's reason: a call that hangs until it is aborted. */
export function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
