import type { AdviceReader } from './screens/outcome.ts';

/**
 * Loads the sentences of all checks, in both languages, apart from the page: they are needed only after a first attempt. Where they
 * cannot be loaded the page has a sentence of its own.
 */
export async function loadAdvice(): Promise<AdviceReader> {
  try {
    const { describeFinding } = await import('#shared/domain/describe-finding.ts');
    return ({ advice }, language) => {
      const sentences = advice.flatMap(({ checkId, reason, details }) => {
        const finding = { id: checkId, status: 'failed', reason, details } as const;
        return describeFinding(finding, language).advice ?? [];
      });
      return [...new Set(sentences)];
    };
  } catch {
    return () => [];
  }
}
