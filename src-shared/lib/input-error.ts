/**
 * Input that the person who gave it has to mend; its message is shown as it is on a command line. `code` is what a screen makes a sentence
 * of; absent where no screen comes to it.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}
