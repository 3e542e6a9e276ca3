import type { Output, Style } from '../output.ts';

/** Keeps what a command says; without colors. */
export class FakeOutput implements Output {
  readonly printed: string[] = [];
  readonly complaints: string[] = [];
  print(text: string): void {
    this.printed.push(text);
  }
  complain(text: string): void {
    this.complaints.push(text);
  }
  paint(_: Style, text: string): string {
    return text;
  }
}
