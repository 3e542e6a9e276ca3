import { defineCheck, passed, warning } from './check.ts';

/**
 * The authority that the document names issues documents under the code that it bears. Wordings differ and registries are never whole, so
 * that a difference is for a person to judge.
 */
export const documentIssuingAuthority = defineCheck({
  id: 'document.issuing-authority',
  version: 1,
  appliesTo: 'document',
  needs: ['issuingAuthority'],
  reasons: ['code-unknown', 'authority-differs'],
  run({ issuingAuthority }, { policy }) {
    const { code, authority, registered, registrySha256: registry, captureId, regionPx } = issuingAuthority;
    const evidence = [{ captureId, regionPx, kind: 'field' as const }];
    const details = { code: `${code.slice(0, 3)}-${code.slice(3)}`, registry };
    const [first] = registered;
    if (first === undefined) return warning('code-unknown', { details, evidence });
    const threshold = policy.thresholds.sameAuthority.value;
    const likenesses = registered.map((name) => ({ name, score: sharedWords(authority, name) }));
    const best = likenesses.reduce((a, b) => (b.score > a.score ? b : a));
    const facts = { score: best.score, threshold, evidence };
    return best.score >= threshold
      ? passed({ ...facts, details })
      : warning('authority-differs', { ...facts, details: { ...details, authority, registered: best.name } });
  },
});

/** A Russian word keeps its first letters through the cases: `ОТДЕЛ`, `ОТДЕЛОМ`; shorter words are compared whole. */
const stemLength = 5;
/** Short words bind others and say nothing by themselves: `ПО`, `В`, `И`, `Г`. */
const shortestWord = 3;

function stemsOf(text: string): ReadonlySet<string> {
  const words = text
    .toUpperCase()
    .replaceAll('Ё', 'Е')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= shortestWord);
  return new Set(words.map((word) => word.slice(0, stemLength)));
}

/** The share of the shorter text's words that the other has too, 0 to 1: documents shorten what registries spell out. */
function sharedWords(a: string, b: string): number {
  const [fewer, more] = [stemsOf(a), stemsOf(b)].sort((one, other) => one.size - other.size);
  if (fewer === undefined || more === undefined || fewer.size === 0) return 0;
  return [...fewer].filter((stem) => more.has(stem)).length / fewer.size;
}
