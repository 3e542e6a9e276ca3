import { createDeviceKeeper, storeOf } from './api/device.ts';
import { createPersonClient } from './api/person-client.ts';
import { walk } from './app.ts';
import { meetHost } from './embed/host-page.ts';
import { widgetFragment } from './embed/messages.ts';
import { watchClient } from './embed/teller.ts';
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

/** A page in the widget's frame: the token comes from the page around it, which hears how it goes. */
async function walkInWidget(root: HTMLElement): Promise<void> {
  const host = await meetHost();
  const wanted = host.language === null ? [] : [host.language];
  const stage = createStage(root, {
    first: chooseLanguage([...wanted, ...navigator.languages]),
    isChosen: wanted.length > 0,
  });
  host.measure(root);
  await walk({
    client: watchClient(createPersonClient(isRefusalCode, devices), (reply) => host.saw(reply)),
    stage,
    token: host.token,
    leave: () => host.done(),
  });
}

const devices = createDeviceKeeper(
  storeOf(() => sessionStorage),
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
  void walk({
    client: createPersonClient(isRefusalCode, devices),
    stage: createStage(root, { first: chooseLanguage(navigator.languages), isChosen: false }),
    // Loaded again before the first answer came: its address is gone, and what was sent is still to be answered.
    token: token ?? devices.unanswered(),
  });
}
