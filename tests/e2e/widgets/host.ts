/**
 * Somebody else's page with our widget on it: another origin, a content security policy that lets in nothing but the
 * script and the API, and Trusted Types. The script is built from the sources, as `npm run size` builds it.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { build } = createRequire(`${root}widgets/package.json`)('esbuild') as typeof Esbuild;

export type HostPage = {
  /** The `<org-switcher …>` and what is around it. */
  body: string;
  head?: string;
  /** Of `<html>`. */
  attributes?: string;
  /** Beside the script and the API. */
  policy?: string;
};

export type Host = { origin: string; add(page: HostPage): string; stop(): Promise<void> };

export async function startHost(apiOrigin: string): Promise<Host> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { host: 'tests/e2e/widgets/host-script.ts' },
    ...{ bundle: true, splitting: true, format: 'esm', target: 'es2022', write: false, outdir: '/', logLevel: 'error' },
    conditions: ['tenantry-source', 'production'],
  });
  const scripts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const pages = new Map<string, HostPage>();
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url.replace(/\?.*/, ''));
    if (script) return void response.setHeader('content-type', 'text/javascript').end(script);
    const page = pages.get(url);
    if (!page) return void response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
    const policy = [
      `default-src 'none'; script-src 'self'; connect-src ${apiOrigin}`,
      `require-trusted-types-for 'script'; trusted-types lit-html`,
      page.policy,
    ];
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', policy.filter(Boolean).join('; '));
    response.end(
      `<!doctype html><html ${page.attributes ?? 'lang="en"'}><head><title>A host</title>` +
        `<meta name="viewport" content="width=device-width">${page.head ?? '<script type="module" src="/host.js"></script>'}` +
        `</head><body><main><h1>A host</h1>${page.body}<p>Below</p></main></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
}
