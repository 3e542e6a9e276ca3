/**
 * Whether every word that was asked for begins a word of the name, in whatever order, case and accents: `eriks an` finds "Anna Eriksson".
 * Nothing asked for finds nobody.
 */
export function nameHas(name: string, asked: string): boolean {
  const words = wordsOf(name);
  const wanted = wordsOf(asked);
  return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)));
}

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
