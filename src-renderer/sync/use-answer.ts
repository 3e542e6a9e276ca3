import { useCallback, useEffect, useRef, useState } from 'react';
import { useReturns } from './use-replica.ts';

type Reply<Value, Code extends string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: Code };

export interface Answer<Value, Code extends string> {
  /** What was answered last; null before the first answer. */
  readonly value: Value | null;
  /** Why the last question was not answered; null where it was. */
  readonly failure: Code | null;
  /** Asks anew; answers what came, or null. */
  readonly reload: () => Promise<Value | null>;
  /** Lays what another call answered over what is known, at once. */
  readonly put: (change: (known: Value | null) => Value) => void;
}

/**
 * What the intake answers to one question: asked when the component appears, whenever `ask` becomes another function, when the intake
 * comes back, and `refreshMs` after every answer where others change it meanwhile. An answer to a question of before never replaces
 * one of now, and what was known stays while the next answer is on its way or does not come.
 */
export function useAnswer<Value, Code extends string>(
  ask: () => Promise<Reply<Value, Code>>,
  refreshMs?: number,
): Answer<Value, Code> {
  const [value, setValue] = useState<Value | null>(null);
  const [failure, setFailure] = useState<Code | null>(null);
  const returns = useReturns();
  const lastAsked = useRef(0);
  const reload = useCallback(async (): Promise<Value | null> => {
    lastAsked.current += 1;
    const asked = lastAsked.current;
    const reply = await ask();
    if (asked === lastAsked.current) {
      if (reply.ok) setValue(reply.value);
      setFailure(reply.ok ? null : reply.code);
    }
    return reply.ok ? reply.value : null;
  }, [ask]);
  useEffect(() => {
    let isShown = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async (): Promise<void> => {
      await reload();
      if (isShown && refreshMs !== undefined) timer = setTimeout(() => void follow(), refreshMs);
    };
    void follow();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [reload, refreshMs, returns]);
  return { value, failure, reload, put: setValue };
}
