type Attributes = Readonly<Record<string, string>>;
export type Child = Node | string | null;

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
}

/** An HTML element. Text goes in as text nodes only: nothing that a server or a person wrote becomes markup. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** An element of a drawing. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, attributes, children);
  return element;
}

export type ButtonKind = 'primary' | 'secondary' | 'quiet';

/** A real button with a visible name. */
export function button(label: string, kind: ButtonKind, onPress: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button', class: `button ${kind}` }, label);
  element.addEventListener('click', onPress);
  return element;
}
