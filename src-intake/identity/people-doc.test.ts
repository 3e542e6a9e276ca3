import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataRights, permissions, permissionsOf, roles } from '#shared/domain/identity.ts';

it('says in docs/people.md what each role may do', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/people.md'), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  const head = rows.findIndex(([first]) => first === 'permission');
  expect(rows[head]).toEqual(['permission', 'what it is', ...roles]);
  const table = rows.slice(head + 2, head + 2 + permissions.length);
  expect(table.map(([name, , ...cells]) => [name, ...cells])).toEqual(
    permissions.map((permission) => [
      `\`${permission}\``,
      ...roles.map((role) => (permissionsOf([role]).includes(permission) ? 'yes' : '–')),
    ]),
  );
  const rights = rows.findIndex(([first]) => first === 'reading right');
  expect(rows.slice(rights + 2, rights + 2 + dataRights.length).map(([name]) => name)).toEqual(
    dataRights.map((right) => `\`${right}\``),
  );
});
