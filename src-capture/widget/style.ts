// A constructed style sheet is no inline style: a page's content security policy has nothing against it.
const dark = '--g:#11151b;--i:#f0f3f7;--s:#aeb8c6;--l:#37414f;--c:#1b212a;color-scheme:dark';
const light = '--g:#f6f7f9;--i:#14181f;--s:#4d5765;--l:#d5dae2;--c:#fff;color-scheme:light';
const sheet = `
:host{all:initial}
dialog{${light};position:fixed;inset:0;box-sizing:border-box;width:min(30rem,100vw);max-width:none;height:min(max(calc(var(--h,0px) + 48px),38rem),94vh);max-height:none;margin:auto;padding:0;border:1px solid var(--l);border-radius:16px;overflow:hidden;background:var(--g);color:var(--i);font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
dialog[open]{display:flex;flex-direction:column}
dialog.full{height:94vh}
dialog::backdrop{background:rgb(10 14 20/60%)}
@media (prefers-color-scheme:dark){dialog{${dark}}}
dialog[data-scheme=light]{${light}}
dialog[data-scheme=dark]{${dark}}
@media (max-width:600px),(max-height:500px){dialog,dialog.full{width:100vw;height:100vh;height:100dvh;border:0;border-radius:0}}
.bar{display:flex;flex:none;align-items:center;justify-content:space-between;box-sizing:border-box;height:48px;padding:0 2px 0 20px;border-bottom:1px solid var(--l);color:var(--s);font-size:14px}
h2{margin:0;font:inherit}
h3{margin:0 0 .5rem;font-size:1.25rem;line-height:1.25}
p{margin:0 0 1rem}
code{overflow-wrap:anywhere}
button{min-width:44px;min-height:44px;padding:0 1.25rem;border:1px solid var(--l);border-radius:12px;background:var(--c);color:var(--i);font:inherit;font-weight:600;cursor:pointer}
.bar button{padding:0;border-color:transparent;background:none;font-size:24px;font-weight:400;line-height:1}
button:focus-visible{outline:3px solid var(--i);outline-offset:-3px}
iframe{flex:1;width:100%;min-height:0;border:0;background:var(--g)}
.box{position:absolute;inset:48px 0 0;display:flex;align-items:center;justify-content:center;padding:20px;background:var(--g);text-align:center}
.row{display:flex;gap:12px;justify-content:center}
[hidden]{display:none!important}
`;

/** Gives the style to a shadow root. Browsers without constructed sheets (Safari before 16.4) get an element, which a strict policy may refuse. */
export function applyStyle(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root) {
    const made = new CSSStyleSheet();
    made.replaceSync(sheet);
    root.adoptedStyleSheets = [made];
    return;
  }
  const element = document.createElement('style');
  element.textContent = sheet;
  (root as ShadowRoot).append(element);
}
