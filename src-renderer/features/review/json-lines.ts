/** One line of a value written as JSON, with the path of what stands on it. */
export interface JsonLine {
  readonly depth: number;
  /** Such as `steps[0].document.fields[2].value`; empty for the whole. */
  readonly path: string;
  /** The key with its colon, where the line has one. */
  readonly key: string | null;
  /** The value, or the bracket that opens or closes one. */
  readonly text: string;
  readonly kind: 'string' | 'number' | 'literal' | 'bracket';
}

function keyPath(path: string, key: string): string {
  const plain = /^[A-Za-z_$][\w$]*$/.test(key);
  if (!plain) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** A value as the lines of its JSON, two spaces per level when joined. */
export function jsonLines(
  value: unknown,
  path = '',
  key: string | null = null,
  depth = 0,
  comma = '',
): readonly JsonLine[] {
  const line = (text: string, kind: JsonLine['kind'], ownKey: string | null = key): JsonLine => ({
    depth,
    path,
    key: ownKey,
    text,
    kind,
  });
  if (typeof value === 'string') return [line(JSON.stringify(value) + comma, 'string')];
  if (typeof value === 'number') return [line(JSON.stringify(value) + comma, 'number')];
  if (typeof value !== 'object' || value === null) return [line(String(value) + comma, 'literal')];
  const isList = Array.isArray(value);
  const entries: readonly (readonly [string | null, string, unknown])[] = isList
    ? value.map((item: unknown, index) => [null, `${path}[${index.toString()}]`, item] as const)
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => [name, keyPath(path, name), item] as const);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return [line(open + close + comma, 'bracket')];
  return [
    line(open, 'bracket'),
    ...entries.flatMap(([name, itemPath, item], index) =>
      jsonLines(item, itemPath, name, depth + 1, index === entries.length - 1 ? '' : ','),
    ),
    line(close + comma, 'bracket', null),
  ];
}
