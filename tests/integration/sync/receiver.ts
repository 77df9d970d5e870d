/** Where the local Logto sends its webhooks: the real route, in Remix's own request handler, on a port of its own. */
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import { type AppLoadContext, createRequestHandler, type ServerBuild } from '@remix-run/node';
import { afterAll } from 'vitest';
import * as webhooks from '#app/routes/webhooks.logto.tsx';

const build = {
  entry: { module: { default: () => new Response(null, { status: 500 }) } },
  routes: { webhooks: { id: 'webhooks', path: '/webhooks/logto', module: webhooks } },
  assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
  publicPath: '/',
  assetsBuildDirectory: '',
  isSpaMode: false,
  mode: 'production',
  future: { v3_singleFetch: true, v3_throwAbortReason: true, v3_relativeSplatPath: true },
} as unknown as ServerBuild;

export type Delivery = { body: string; event: string; status: number; signature: string };

export async function startReceiver() {
  const arrivals = new EventEmitter();
  const deliveries: Delivery[] = [];
  const lines: string[] = [];
  const write = (...words: unknown[]) => void lines.push(JSON.stringify(words));
  const context = { log: { debug: write, info: write, warn: write, error: write } } as unknown as AppLoadContext;
  const handle = createRequestHandler(build, 'production');
  let held: string[] | undefined;

  const fetch = async (request: Request): Promise<Response> => {
    const isFromLogto = request.headers.get('user-agent')?.startsWith('Logto ');
    if (held && isFromLogto) {
      held.push(await request.text());
      arrivals.emit('held');
      return new Response(null, { status: 204 });
    }
    const copy = request.clone();
    const response = await handle(request, context);
    const body = await copy.text();
    const event = /"event":"([^"]+)"/.exec(body)?.[1] ?? '';
    const signature = request.headers.get('logto-signature-sha-256') ?? '';
    deliveries.push({ body, event, status: response.status, signature });
    arrivals.emit(event);
    return response;
  };

  const server: ServerType = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  afterAll(() => void server.close());

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    /** What was logged, as JSON. */
    lines,
    /** From now on what Logto sends does not reach the app: the bodies, for the test to send when it likes. */
    hold: (): string[] => (held = []),
    /** Does something, and waits until its event has been answered. */
    async awaiting<T>(event: string, work: () => Promise<T>): Promise<T> {
      const arrival = once(arrivals, event);
      const answer = await work();
      await arrival;
      return answer;
    },
  };
}
