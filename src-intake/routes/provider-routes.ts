import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  providerReturnPath,
  type ProviderReturn,
  type ProviderSignIn,
} from '../identity/provider-sign-in.ts';

type Language = 'en' | 'ru';

interface Texts {
  readonly title: string;
  readonly code: (workstation: string) => string;
  readonly warning: string;
  readonly refused: string;
  readonly over: string;
  readonly away: string;
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'Sign-in to Vidimus',
    code: (workstation) => `Type this code at the workstation “${workstation}”:`,
    warning:
      'Only if you have just asked to sign in there yourself. Tell the code to nobody: whoever has it works in your name.',
    refused:
      'You cannot sign in to Vidimus with this account. Ask your administrator whether there is an account for you.',
    over: 'This sign-in is over. Begin again at the workstation.',
    away: 'Your organization’s sign-in does not answer. Try again at the workstation in a minute.',
  },
  ru: {
    title: 'Вход в Vidimus',
    code: (workstation) => `Введите этот код на рабочем месте «${workstation}»:`,
    warning:
      'Только если вы сами только что начали вход на этом рабочем месте. Никому не сообщайте код: тот, у кого он есть, работает от вашего имени.',
    refused:
      'С этой учётной записью войти в Vidimus нельзя. Узнайте у администратора, заведена ли для вас учётная запись.',
    over: 'Этот вход уже завершён. Начните заново на рабочем месте.',
    away: 'Служба входа вашей организации не отвечает. Попробуйте ещё раз на рабочем месте через минуту.',
  },
};

const style = `
  :root { color-scheme: light dark; }
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto 0; padding: 0 1.5rem; }
  .code { font: 600 2.5rem/1.2 ui-monospace, monospace; letter-spacing: 0.05em; user-select: all; }
`;

const headers = {
  'content-security-policy': [
    `default-src 'none'`,
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};

/** The first of the browser's languages that we have, English otherwise. */
function languageOf(accepted: string | undefined): Language {
  for (const one of (accepted ?? '').split(',')) {
    const [tag = ''] = one.trim().toLowerCase().split(/[-;]/);
    if (tag === 'en' || tag === 'ru') return tag;
  }
  return 'en';
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

function pageOf(result: ProviderReturn, language: Language): string {
  const { title, ...words } = texts[language];
  const content =
    result.kind === 'code'
      ? `<p>${escapeHtml(words.code(result.workstation))}</p>
      <p class="code">${escapeHtml(result.code)}</p>
      <p>${words.warning}</p>`
      : `<p>${words[result.kind]}</p>`;
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <style>${style}</style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>
`;
}

const statusOf: Readonly<Record<ProviderReturn['kind'], number>> = {
  code: 200,
  refused: 403,
  over: 410,
  away: 503,
};

/** The page that people come back to from the organization's own sign-in: a code for the workstation, or why there is none. */
export function registerProviderRoutes(app: FastifyInstance, provider: ProviderSignIn): void {
  app.get(providerReturnPath, { config: { allow: 'public' } }, async (request, reply) => {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    const result = await provider.comeBack(query);
    return reply
      .code(statusOf[result.kind])
      .headers(headers)
      .type('text/html; charset=utf-8')
      .send(pageOf(result, languageOf(request.headers['accept-language'])));
  });
}
