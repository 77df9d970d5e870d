import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Hono } from 'hono';
import { fail, type Faults } from './control/faults.ts';
import type { Provider } from './oidc/library.ts';

export type App = Hono<{ Bindings: HttpBindings }>;

/** Listens first, since the issuer has to know its port; `connect` then says who answers. */
export class HttpServer {
  readonly #server: Server;
  #handle: (req: IncomingMessage, res: ServerResponse) => void = (_req, res) => res.writeHead(503).end();

  constructor() {
    this.#server = createServer((req, res) => this.#handle(req, res));
    this.#server.keepAliveTimeout = 65_000;
  }

  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return address.port;
  }

  connect(provider: Provider, app: App, faults: Faults): void {
    const oidc = provider.callback();
    const rest = getRequestListener(app.fetch);
    const handle = (req: IncomingMessage, res: ServerResponse) => {
      if (!/^\/oidc(\/|$)/.test(req.url ?? '')) return void rest(req, res);
      // Mounted the way Express does it, which is what the library looks for.
      Object.assign(req, { originalUrl: req.url, url: (req.url ?? '').slice('/oidc'.length) || '/' });
      return void oidc(req, res);
    };
    this.#handle = (req, res) => {
      const path = (req.url ?? '/').split('?')[0] ?? '/';
      const fault = path.startsWith('/local/') ? undefined : faults.take(req.method ?? 'GET', path);
      if (!fault) return handle(req, res);
      void fail(fault, req, res).then((goOn) => goOn && handle(req, res));
    };
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
