import { createDeviceKeeper, storeOf } from './api/device.ts';
import { createPersonClient } from './api/person-client.ts';
import { walk } from './app.ts';
import { meetHost } from './embed/host-page.ts';
import { widgetFragment } from './embed/messages.ts';
import { watchClient } from './embed/teller.ts';
import { refusalScreen } from './screens/outcome.ts';
import { createStage, type Stage } from './stage.ts';
import { isRefusalCode } from './texts/refusals.ts';
import { chooseLanguage } from './texts/say.ts';

/** The token of the address, which leaves the address at once: it must not stay in the history or be read over a shoulder. */
function takeToken(): string | undefined {
  const token = location.hash.slice(1);
  if (token === '') return undefined;
  history.replaceState(null, '', location.pathname);
  return token;
}

/** A page in the widget's frame: the token comes from the page around it, which hears how it goes. */
async function walkInWidget(root: HTMLElement): Promise<void> {
  const host = await meetHost();
  const stage = setStage(root, host.language);
  host.measure(root);
  await walkSafely({
    client: watchClient(createPersonClient(isRefusalCode, devices), (reply) => host.saw(reply)),
    stage,
    token: host.token,
    leave: () => host.done(),
  });
}

/** In the language that the person chose before a reload, or that the site around the page asks for, or of the browser. */
function setStage(root: HTMLElement, asked: string | null): Stage {
  const wanted = [tab.getItem(languageKey), asked].filter((language) => language !== null);
  return createStage(root, {
    first: chooseLanguage([...wanted, ...navigator.languages]),
    isChosen: wanted.length > 0,
    onChoice: (language) => tab.setItem(languageKey, language),
  });
}

/** What was sent lies with the intake: after a fault of its own the page can begin anew. */
async function walkSafely(deps: Parameters<typeof walk>[0]): Promise<void> {
  try {
    await walk(deps);
  } catch (error) {
    // As if nobody had caught it.
    setTimeout(() => {
      throw error;
    });
    await deps.stage.show(refusalScreen('internal'));
    location.reload();
  }
}

const languageKey = 'vidimus-language';
const tab = storeOf(() => sessionStorage);
const devices = createDeviceKeeper(
  tab,
  storeOf(() => localStorage),
);
const root = document.getElementById('app');
if (root === null) throw new Error('the page has no #app');
if (parent !== window && location.hash === widgetFragment) {
  void walkInWidget(root);
} else {
  const token = takeToken();
  // A second link opened in the same tab changes the part behind # only, and the browser loads nothing anew.
  addEventListener('hashchange', () => {
    if (location.hash.length > 1) location.reload();
  });
  void walkSafely({
    client: createPersonClient(isRefusalCode, devices),
    stage: setStage(root, null),
    // Loaded again before the first answer came: its address is gone, and what was sent is still to be answered.
    token: token ?? devices.unanswered(),
  });
}
