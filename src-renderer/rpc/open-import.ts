import { z } from 'zod';
import { importErrors, importPreviewSchema, type ImportPreview } from '#shared/rpc/person-import-contract.ts';
import { packZip } from './pack-zip.ts';

const openErrors = [...importErrors, 'disconnected'] as const;
export type OpenImportError = (typeof openErrors)[number];

export type OpenImportReply =
  | { readonly ok: true; readonly preview: ImportPreview }
  | { readonly ok: false; readonly code: OpenImportError };

const refusalSchema = z.object({ error: z.object({ code: z.enum(openErrors) }) });

/** Gives main an archive, or files with a table among them, and gets what the table says. A folder's files keep their places in it. */
export async function openImport(files: readonly File[]): Promise<OpenImportReply> {
  const [only] = files;
  let answer: unknown;
  try {
    const body =
      files.length === 1 && only !== undefined && /\.zip$/i.test(only.name)
        ? only
        : await packZip(files.map((file) => ({ name: placeOf(file), file })));
    const response = await fetch('/person-import', {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/zip' },
    });
    answer = await response.json();
  } catch {
    return { ok: false, code: 'disconnected' };
  }
  const preview = importPreviewSchema.safeParse(answer);
  if (preview.success) return { ok: true, preview: preview.data };
  const refusal = refusalSchema.safeParse(answer);
  return { ok: false, code: refusal.success ? refusal.data.error.code : 'disconnected' };
}

/** Where a file lies below what was dropped or chosen; `react-dropzone` says it as `path`, a folder's field as `webkitRelativePath`. */
function placeOf(file: File & { readonly path?: string }): string {
  const path = file.webkitRelativePath === '' ? (file.path ?? file.name) : file.webkitRelativePath;
  return path.replace(/^(?:\.?\/)+/, '');
}
