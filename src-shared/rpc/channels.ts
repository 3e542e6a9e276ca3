/** Electron's IPC channels between the preload script and main: the only two there are. */
export const callChannel = 'vidimus:call';
/** Carries the id of a call to give up. */
export const abortChannel = 'vidimus:abort';
