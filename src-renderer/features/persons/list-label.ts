/** A list's name, and its kind where the name does not say it already. */
export function listLabel(name: string, kind: string): string {
  return name.trim().toLowerCase() === kind.toLowerCase() ? name : `${name} (${kind})`;
}
