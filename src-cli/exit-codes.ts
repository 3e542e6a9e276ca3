/** 0: it was done, whatever the verdict. 1: it could not be done. 2: what was given is wrong; the sentence says what to do. */
export type ExitCode = 0 | 1 | 2;

/** Input that the person who typed the command has to mend; its message is shown as it is. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
