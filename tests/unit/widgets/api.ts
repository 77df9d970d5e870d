import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Organization, OrganizationsStore } from '@tenantry/widgets/core';

/** What a widget sent. */
export type Asked = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: unknown;
};

export type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | 'drop' | 'hang';

/** A server that answers as the API does: what a test tells it, else `otherwise`. */
export class Api {
  readonly asked: Asked[] = [];
  readonly url: string;
  /** One for each request, in their order. */
  next: Answer[] = [];
  otherwise: (asked: Asked) => Answer | Promise<Answer> = () => problem(404, 'not-found');
  /** How many callers hung up before they were answered. */
  givenUp = 0;
  private readonly server;

  private constructor(server: ReturnType<typeof createServer>) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', async (request, response: ServerResponse) => {
      response.on('close', () => !response.writableFinished && this.givenUp++);
      const { pathname, searchParams } = new URL(request.url!, this.url);
      const text = (await request.toArray()).join('');
      const asked: Asked = {
        method: request.method!,
        path: pathname.replace(/^\/api\/v1/, ''),
        query: Object.fromEntries(searchParams),
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      this.asked.push(asked);
      const answer = this.next.shift() ?? (await this.otherwise(asked));
      if (answer === 'hang') return;
      if (answer === 'drop') return void request.socket.destroy();
      const type = typeof answer.body === 'string' ? 'text/html' : 'application/json';
      response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  }

  static async start(): Promise<Api> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Api(server);
  }

  /** How often this was asked for. */
  count(method: string, path: string): number {
    return this.asked.filter((asked) => asked.method === method && asked.path === path).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body });

export const problem = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more: Record<string, unknown> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: { type: `urn:tenantry:problem:${code}`, title: `Said for ${code}`, status, code, requestId: 'r1', ...more },
});

export const organization = (id: string, name = `Organization ${id}`): Organization => ({
  ...{ id, name, slug: `slug-${id}`, description: null, logoUrl: null, url: `https://app.example/o/slug-${id}` },
  ...{ roles: ['member'], closed: false, waitsForSeat: false, memberCount: 3 },
});

export const invitation = (id: string, name = `Inviting ${id}`) => ({
  ...{ id, organization: { id: `org-of-${id}`, name, logoUrl: null }, role: 'member', invitedBy: 'Ana', note: null },
  ...{ createdAt: '2026-11-01T00:00:00Z', expiresAt: '2026-11-15T00:00:00Z' },
});

/** Answers `GET /organizations` and `GET /invitations` as the API does, by pages and with its search. */
export const lists =
  (organizations: () => readonly Organization[], invitations: () => readonly unknown[] = () => []) =>
  ({ method, path, query }: Asked): Answer => {
    if (method !== 'GET') return problem(405, 'method-not-allowed');
    if (path === '/invitations') return ok({ items: invitations(), next: null });
    const one = /^\/organizations\/(.+)$/.exec(path)?.[1];
    const found = organizations().filter(({ id, name }) =>
      one === undefined ? name.toLowerCase().includes((query['search'] ?? '').toLowerCase()) : id === one,
    );
    if (one !== undefined) return found[0] ? ok(found[0]) : problem(404, 'not-found');
    const from = Number(query['cursor'] ?? 0);
    const to = from + Number(query['limit'] ?? 100);
    const next = to < found.length ? String(to) : null;
    return ok({ items: found.slice(from, to), next, total: found.length });
  };

type State = OrganizationsStore['state'];
type Ready = Extract<State, { type: 'ready' }>;

/** The first state, now or later, that is as it says. */
export function when(store: OrganizationsStore, is: (state: Ready) => boolean): Promise<Ready> {
  return new Promise((resolve) => {
    const look = () => {
      if (store.state.type !== 'ready' || !is(store.state)) return;
      stop();
      resolve(store.state);
    };
    const stop = store.subscribe(look);
    look();
  });
}

/** Its state, which must be `ready`. */
export function ready(store: OrganizationsStore): Ready {
  if (store.state.type !== 'ready') throw new Error(`The store is ${store.state.type}`);
  return store.state;
}
