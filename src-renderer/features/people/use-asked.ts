import { useCallback, useEffect, useState } from 'react';

type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: string };

export interface Asked<Value, Code extends string> {
  /** `null` until the first answer. */
  readonly value: Value | null;
  /** Why the last question was not answered; null where it was. */
  readonly failure: Code | null;
  readonly reload: () => Promise<void>;
}

/** What main answers to one question, asked when the component appears and whenever `ask` becomes another function. */
export function useAsked<Value, Code extends string>(
  ask: () => Promise<Reply<Value> & ({ readonly ok: true } | { readonly ok: false; readonly code: Code })>,
): Asked<Value, Code> {
  const [value, setValue] = useState<Value | null>(null);
  const [failure, setFailure] = useState<Code | null>(null);
  const reload = useCallback(async (): Promise<void> => {
    const reply = await ask();
    if (reply.ok) setValue(reply.value);
    setFailure(reply.ok ? null : reply.code);
  }, [ask]);
  useEffect(() => {
    let isShown = true;
    void ask().then((reply) => {
      // An answer to a question of before must not replace one of now.
      if (!isShown) return;
      if (reply.ok) setValue(reply.value);
      setFailure(reply.ok ? null : reply.code);
    });
    return () => {
      isShown = false;
    };
  }, [ask]);
  return { value, failure, reload };
}
