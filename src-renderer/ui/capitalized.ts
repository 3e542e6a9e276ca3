/** A term as it stands at the beginning of a line: catalogs hold terms as they stand inside a sentence. */
export function capitalized(term: string): string {
  return `${term.charAt(0).toUpperCase()}${term.slice(1)}`;
}

/** Terms of which each could begin a line, as one line. */
export function inOneLine(terms: readonly string[], separator: ', ' | '; ' = ', '): string {
  return terms
    .map((term, place) => (place === 0 ? term : `${term.charAt(0).toLowerCase()}${term.slice(1)}`))
    .join(separator);
}
