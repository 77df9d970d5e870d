/**
 * Somebody else's page with our widgets on it (tests/hosts): another origin, a content security policy that lets in nothing
 * but the scripts and the API, and Trusted Types. `plain` has the script file, from one more origin and by its hash; the
 * others bundle what they installed.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { bundleHost, rendererOf } from '../../hosts/bundle.mjs';
import { prepareHosts } from '../../hosts/prepare.mjs';
import { buildScript } from '../../../widgets/script.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export type HostKind = 'plain' | 'react-19' | 'react-18' | 'vue' | 'svelte' | 'frame';

export type HostPage = {
  /** The `<org-switcher …>` and what is around it. */
  body?: string;
  /** For the hosts that write their page themselves. */
  app?: { baseUrl: string };
  /** Of `<html>`. */
  attributes?: string;
  /** Beside the script and the API. */
  policy?: string;
  /** Nothing is drawn before the scripts are there, and they are there twice. */
  twice?: boolean;
};

export type Host = { origin: string; add(page: HostPage): string; stop(): Promise<void> };

/** What else frameworks call what they trust. */
const trusted: Partial<Record<HostKind, string>> = { vue: 'vue', svelte: 'svelte-trusted-html' };

/** As the README says, where the elements are defined after the page was drawn. */
const keepsRoom = 'org-switcher:not(:defined) { display: inline-block; min-block-size: 2.5rem; }';

export async function startHost(apiOrigin: string, kind: HostKind = 'plain'): Promise<Host> {
  const isPlain = kind === 'plain';
  if (!isPlain) await prepareHosts();
  // The texts of the sources, so that nothing has to be packed for it.
  const pseudo = { '@tenantry/widgets/locales/pseudo': `${root}widgets/src/locales/pseudo.ts` };
  const files = await bundleHost(kind, isPlain ? { alias: pseudo } : {});
  const render = await rendererOf(kind);
  const file = isPlain ? await buildScript() : undefined;
  const pages = new Map<string, HostPage>();
  const server = createServer(({ url = '/' }, response) => {
    const path = url.replace(/\?.*/, '');
    const script = file && path === `/${file.name}.js` ? file.code : files.get(path);
    response.setHeader('access-control-allow-origin', '*');
    if (script) return void response.setHeader('content-type', 'text/javascript').end(script);
    if (path === '/host.css') return void response.setHeader('content-type', 'text/css').end(keepsRoom);
    const page = pages.get(url);
    if (!page) return void response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
    const policy = [
      `default-src 'none'; script-src 'self' ${elsewhere}; connect-src ${apiOrigin}`,
      `require-trusted-types-for 'script'; trusted-types lit-html ${trusted[kind] ?? ''}`,
      !isPlain && `style-src 'self'`,
      kind === 'frame' && `frame-src ${apiOrigin}`,
      page.policy,
    ];
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', policy.filter(Boolean).join('; '));
    const { app } = page;
    const body = app
      ? `<div id="app" data-base-url="${app.baseUrl}">${render?.(app) ?? ''}</div>`
      : `<h1>A host</h1>${page.body}<p>Below</p>`;
    response.end(
      `<!doctype html><html ${page.attributes ?? 'lang="en"'}><head><title>A host</title>` +
        `<meta name="viewport" content="width=device-width">${scriptsOf(page)}</head><body><main>${body}</main></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [origin, elsewhere] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  return {
    origin,
    add(page) {
      const path = `/page-${pages.size}`;
      pages.set(path, page);
      return origin + path;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function scriptsOf({ twice }: HostPage): string {
    const blocking = twice ? 'blocking="render"' : '';
    const copy = (query: string) =>
      (file
        ? `<script defer ${blocking} src="${elsewhere}/${file.name}.js${query}" integrity="${file.integrity}" crossorigin></script>`
        : '') + `<script type="module" ${blocking} src="/host.js${query}"></script>`;
    const styles = isPlain ? '' : '<link rel="stylesheet" href="/host.css">';
    return twice ? styles + copy('') + copy('?again') : styles + copy('');
  }
}
