/**
 * Somebody else's site that embeds by the script file or in a frame: one server, known under two origins, of which an
 * organization may allow one. It gets tokens as such a site does, with an API key that never leaves it. Its pages let in
 * nothing but their own script, ours by its hash, and frames of ours, and have Trusted Types.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type EmbeddingSite = {
  /** `localhost`, as the app: to a browser the same site, so that its cookies would come along. */
  origin: string;
  /** `127.0.0.1`, whom nobody allows. */
  stranger: string;
  /** Answers its path. `own`: its own script, run before everything else. */
  add(page: { body: string; own?: string; head?: string }): string;
  stop(): Promise<void>;
};

type Options = {
  app: string;
  apiKey: string;
  /** Whom tokens are for. */
  user: string;
  /** Sources of scripts beside the site's own. */
  scripts: string[];
};

export async function startEmbeddingSite({ app, apiKey, user, scripts }: Options): Promise<EmbeddingSite> {
  const pages = new Map<string, { type: string; text: string }>();
  const policy = [
    `default-src 'none'; script-src 'self' ${scripts.join(' ')}; connect-src 'self' ${app}; frame-src 'self' ${app} http://127.0.0.1:*`,
    `require-trusted-types-for 'script'; trusted-types lit-html`,
  ].join('; ');

  const mint = async (origin: string) => {
    const answer = await fetch(`${app}/api/v1/widget-tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ origin, user, scopes: ['organizations:read', 'members:read'] }),
    });
    if (!answer.ok) throw new Error(`No token: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { token: string }).token;
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.pathname === '/widget-token') {
      return void mint(url.searchParams.has('frame') ? app : url.origin).then(
        (token) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ token })),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    }
    const found = pages.get(url.pathname);
    if (!found) return void response.writeHead(url.pathname === '/favicon.ico' ? 204 : 404).end();
    response.writeHead(200, { 'content-type': found.type, 'content-security-policy': policy }).end(found.text);
  }).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let count = 0;
  return {
    origin: `http://localhost:${port}`,
    stranger: `http://127.0.0.1:${port}`,
    add({ body, own = '', head = '' }) {
      const path = `/page-${count++}`;
      pages.set(`${path}.js`, { type: 'text/javascript', text: noting + own });
      const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title>
        <script src="${path}.js"></script>${head}<body><h1>A site</h1>${body}<p>Below</p>`;
      pages.set(path, { type: 'text/html; charset=utf-8', text });
      return path;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What went wrong and what was told, for the test to look at. */
const noting = `
  window.wrong = [];
  window.heard = [];
  addEventListener('error', ({ message }) => wrong.push(message), true);
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => wrong.push(violatedDirective));
  for (const name of ['widget-ready', 'widget-error', 'org-before-switch', 'org-switch']) {
    addEventListener(name, (event) => heard.push({ name, cancelable: event.cancelable, ...event.detail }));
  }
  window.tokenFrom = (address) => async () => (await (await fetch(address)).json()).token;
`;
