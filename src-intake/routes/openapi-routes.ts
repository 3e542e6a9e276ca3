import type { FastifyInstance } from 'fastify';
import { createOpenApi, type OpenApiDocument, type OpenApiOperation } from '../openapi.ts';

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0).toString()};`);
}

function toSection(path: string, method: string, operation: OpenApiOperation): string {
  const { operationId, summary, description: whoMay = '', parameters, requestBody, responses } = operation;
  const code = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escape(String(name))}</code></td><td>${escape(String(place))}${required === true ? '' : ', optional'}</td><td><code>${escape(JSON.stringify(schema))}</code></td></tr>`,
  );
  const replies = Object.entries(responses).map(([status, { description, content }]) => {
    const [media] = Object.values((content ?? {}) as Record<string, { schema: unknown }>);
    const lines = escape(String(description)).replaceAll('\n', '<br>');
    const schema =
      status === '200' && media !== undefined
        ? `<details><summary>Schema</summary>${code(media.schema)}</details>`
        : '';
    return `<dt>${status}</dt><dd>${lines}${schema}</dd>`;
  });
  return `<section id="${operationId}"><h2>${escape(summary)}</h2><p><code>${method.toUpperCase()} ${escape(path)}</code></p>
<p>${escape(whoMay).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>
${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}
${requestBody === undefined ? '' : `<details><summary>Body</summary>${code(requestBody['content'])}</details>`}
<dl>${replies.join('')}</dl></section>`;
}

function toPage({ info, paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const links = operations.map(
    ({ operation }) => `<li><a href="#${operation.operationId}">${escape(operation.summary)}</a></li>`,
  );
  const sections = operations.map(({ path, method, operation }) => toSection(path, method, operation));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)} ${escape(info.version)}</title><link rel="stylesheet" href="/api/docs.css"></head>
<body><h1>${escape(info.title)} ${escape(info.version)}</h1><p>${escape(info.description)} Send <code>Authorization: Bearer …</code> with each.
For programs: <a href="/api/openapi.json">openapi.json</a>.</p><nav><ul>${links.join('')}</ul></nav>${sections.join('\n')}</body></html>
`;
}

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
nav ul{columns:3 14rem;padding-left:1.2rem}section{border-top:1px solid #8886;margin-top:2rem}table{border-spacing:1rem .2rem}
td{vertical-align:top}pre{overflow:auto;max-height:30rem}dt{font-weight:600}code,pre{font-size:.875rem}`;

/** The API's description, for programs and for people: open to everybody, since it tells of the product and not of this intake. */
export function registerOpenApiRoutes(app: FastifyInstance, version: string): void {
  const config = { allow: 'public' } as const;
  // Made when it is first asked for: an intake on an analyst's own machine never is.
  let document: OpenApiDocument | undefined;
  const getDocument = (): OpenApiDocument => (document ??= createOpenApi(version));
  app.get('/api/openapi.json', { config }, async (_request, reply) => reply.send(getDocument()));
  app.get('/api/docs', { config }, async (_request, reply) =>
    reply
      .header('content-security-policy', `default-src 'none'; style-src 'self'; frame-ancestors 'none'`)
      .header('x-content-type-options', 'nosniff')
      .type('text/html; charset=utf-8')
      .send(toPage(getDocument())),
  );
  app.get('/api/docs.css', { config }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(style),
  );
}
