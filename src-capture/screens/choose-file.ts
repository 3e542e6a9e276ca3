import { html } from '../lib/dom.ts';

/** Pictures and PDF; some phones name HEIC by its ending only. */
const accepted = 'image/*,application/pdf,.heic,.heif';

/**
 * A button that opens the system's file dialog; with `camera`, the system's own camera app, which needs no permission of the page.
 * The same file may be chosen twice.
 */
export function fileButton(
  button: HTMLButtonElement,
  onFile: (file: File) => void,
  { camera }: { readonly camera?: 'environment' | 'user' } = {},
): Node {
  const input = html('input', {
    type: 'file',
    accept: camera === undefined ? accepted : 'image/*',
    hidden: '',
    ...(camera === undefined ? {} : { capture: camera }),
  });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    input.value = '';
    if (file !== undefined) onFile(file);
  });
  button.addEventListener('click', () => input.click());
  const both = document.createDocumentFragment();
  both.append(button, input);
  return both;
}
