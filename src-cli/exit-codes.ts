/** 0: it was done, whatever the verdict. 1: it could not be done. 2: what was given is wrong; the sentence says what to do. */
export type ExitCode = 0 | 1 | 2;

export { InputError } from '#shared/lib/input-error.ts';
