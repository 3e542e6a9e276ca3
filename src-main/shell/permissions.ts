import type { Session } from 'electron';
import { isOwnUrl } from './own-origin.ts';

/** The page takes pictures and copies what is selected; it asks for nothing else. */
type PermissionHandlers = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
>;

/** Grants the page its camera (without the microphone) and copying to the clipboard; denies all else, to everyone. */
export function restrictPermissions(session: PermissionHandlers): void {
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const isOwn = isOwnUrl(details.requestingUrl) && details.isMainFrame && isOwnUrl(contents.getURL());
    if (!isOwn) callback(false);
    else if (permission === 'media') callback('mediaTypes' in details && isCameraOnly(details.mediaTypes));
    else callback(permission === 'clipboard-sanitized-write');
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    if (!isOwnUrl(requestingOrigin) || !details.isMainFrame) return false;
    if (permission === 'media') return details.mediaType === 'video';
    return permission === 'clipboard-sanitized-write';
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
}

function isCameraOnly(mediaTypes: readonly ('video' | 'audio')[] | undefined): boolean {
  return mediaTypes?.length === 1 && mediaTypes[0] === 'video';
}
