import { createPersonClient } from './api/person-client.ts';
import { walk } from './app.ts';
import { createStage } from './stage.ts';
import { isRefusalCode } from './texts/refusals.ts';
import { chooseLanguage } from './texts/say.ts';

/** The token of the address, which leaves the address at once: it must not stay in the history or be read over a shoulder. */
function takeToken(): string | undefined {
  const token = location.hash.slice(1);
  if (token === '') return undefined;
  history.replaceState(null, '', location.pathname);
  return token;
}

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no #app');
const token = takeToken();
// A second link opened in the same tab changes the part behind # only, and the browser loads nothing anew.
addEventListener('hashchange', () => {
  if (location.hash.length > 1) location.reload();
});
void walk({
  client: createPersonClient(isRefusalCode),
  stage: createStage(root, chooseLanguage(navigator.languages)),
  token,
});
