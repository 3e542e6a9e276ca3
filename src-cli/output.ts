import { styleText } from 'node:util';

/** Where a command writes; a fake of it is all that a test of a command needs. */
export interface Output {
  /** One line, or several, to standard output. */
  print(text: string): void;
  /** To standard error: what went wrong and what to do. */
  complain(text: string): void;
  /** Colored where the terminal shows colors and `NO_COLOR` does not forbid it. */
  paint(style: Style, text: string): string;
}
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** The process's own streams. */
export function createOutput(
  env: NodeJS.ProcessEnv,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
): Output {
  // https://no-color.org: present and not empty.
  const hasColor = stdout.isTTY && !env['NO_COLOR'];
  return {
    print(text) {
      stdout.write(`${text}\n`);
    },
    complain(text) {
      stderr.write(`vidimus: ${text}\n`);
    },
    paint: (style, text) => (hasColor ? styleText(style, text, { validateStream: false }) : text),
  };
}
