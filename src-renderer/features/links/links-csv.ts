import type { Link } from '#shared/domain/link.ts';

export interface MadeLink extends Link {
  /** With the token: whoever has it is the person. */
  readonly url: string;
}

/** RFC 4180, 2: a field with a comma, a quote or a line break is quoted, a quote in it doubled. */
function field(value: string): string {
  // A cell that begins with one of these is a formula for spreadsheets; an apostrophe makes it text.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Links as a table for other programs: UTF-8 with a byte order mark, without which spreadsheets guess the encoding. */
export function toLinksCsv(links: readonly MadeLink[]): string {
  const rows = links.map(({ linkId, url, scenarioId, scenarioVersion, clientKey, createdAt, expiresAt }) =>
    [linkId, url, scenarioId, scenarioVersion.toString(), clientKey ?? '', createdAt, expiresAt]
      .map(field)
      .join(','),
  );
  const head = 'linkId,url,scenarioId,scenarioVersion,clientKey,createdAt,expiresAt';
  return `\ufeff${[head, ...rows].join('\r\n')}\r\n`;
}
