import { useState } from 'react';

export interface Sending {
  readonly isSending: boolean;
  /** What came of the last try, in words; null while nothing is wrong. */
  readonly problem: string | null;
  /** Runs one try; its answer is the problem, or null. */
  readonly send: (work: () => Promise<string | null>) => Promise<void>;
  readonly clear: () => void;
}

/** A form on its way: one try at a time, and what was wrong with the last one. */
export function useSending(): Sending {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    isSending,
    problem,
    async send(work) {
      setSending(true);
      setProblem(null);
      try {
        setProblem(await work());
      } finally {
        setSending(false);
      }
    },
    clear() {
      setProblem(null);
    },
  };
}
