/** A term as it stands at the beginning of a line: catalogs hold terms as they stand inside a sentence. */
export function capitalized(term: string): string {
  return `${term.charAt(0).toUpperCase()}${term.slice(1)}`;
}
