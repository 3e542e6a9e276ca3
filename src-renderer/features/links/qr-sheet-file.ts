import type { QrSheet } from '#shared/rpc/qr-sheet.ts';

/** The printable sheet as main draws it; null when it could not be had. The addresses travel in the body, never in a URL. */
export async function fetchQrSheet(sheet: QrSheet): Promise<Blob | null> {
  try {
    const response = await fetch('/export/qr-sheet', {
      method: 'PUT',
      body: JSON.stringify(sheet),
      headers: { 'content-type': 'application/json' },
    });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}
