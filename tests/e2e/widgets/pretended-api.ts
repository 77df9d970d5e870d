/** Answers a widget as the API does, for states that a real server is hard to bring into. */
import type { BrowserContext, Route } from '@playwright/test';
import type { Invitation, Organization } from '@tenantry/widgets/core';
import { PretendedMembers } from './pretended-members.ts';

export const apiOrigin = 'http://127.0.0.1:9';

/** `meanwhile`: what has happened when it refuses. */
export type Refusal =
  | { status: number; code?: string; title?: string; headers?: Record<string, string>; meanwhile?: () => void }
  | 'offline';

export const organization = (id: string, name: string, more: Partial<Organization> = {}): Organization => ({
  ...{ id, slug: id, name, description: null, logoUrl: null, url: `${apiOrigin}/o/${id}`, roles: ['member'] },
  ...{ closed: false, waitsForSeat: false, memberCount: 3, ...more },
});

export const invitation = (id: string, name: string): Invitation => ({
  ...{
    id,
    organization: { id: `of-${id}`, name, logoUrl: null },
    role: 'member',
    invitedBy: 'Grace Hopper',
    note: null,
  },
  ...{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2036-01-01T00:00:00Z' },
});

export class PretendedApi {
  organizations: Organization[] = [];
  invitations: Invitation[] = [];
  /** Of whatever organization is asked for. */
  members = new PretendedMembers();
  /** By method and path: `GET /organizations`. */
  refusals = new Map<string, Refusal>();
  /** Until it is called, nothing is answered. */
  held: Promise<void> | undefined;

  hold(): () => void {
    let release = () => {};
    this.held = new Promise((resolve) => (release = resolve));
    return () => ((this.held = undefined), release());
  }

  async answer(context: BrowserContext): Promise<void> {
    await context.route(`${apiOrigin}/**`, (route) => this.#route(route));
  }

  async #route(route: Route): Promise<void> {
    const request = route.request();
    const { pathname, searchParams } = new URL(request.url());
    const path = pathname.replace('/api/v1', '');
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-allow-methods': '*',
      'access-control-expose-headers': 'retry-after',
    };
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
    await this.held;
    const refusal = this.refusals.get(`${request.method()} ${path}`);
    if (refusal === 'offline') return route.abort('internetdisconnected');
    if (refusal) {
      const { status, code = 'refused', title = 'It was refused.', meanwhile } = refusal;
      meanwhile?.();
      const json = { type: 'about:blank', title, status, code, requestId: 'r-1' };
      const contentType = 'application/problem+json';
      return route.fulfill({
        status,
        headers: { ...headers, ...refusal.headers },
        contentType,
        body: JSON.stringify(json),
      });
    }
    const within = /^\/organizations\/[^/]+(\/.*)$/.exec(path)?.[1];
    const method = request.method();
    const [status, json] =
      within === undefined
        ? this.#answer(method, path, searchParams, request.postData())
        : this.members.answer(
            method,
            within,
            searchParams,
            request.postDataJSON(),
            request.headers()['idempotency-key'] ?? null,
          );
    await route.fulfill({ status, headers, ...(json === undefined ? {} : { json }) });
  }

  #answer(method: string, path: string, query: URLSearchParams, body: string | null): [number, unknown?] {
    const [, kind, id, action] = path.split('/');
    if (path === '/organizations' && method === 'GET') {
      const search = query.get('search')?.toLowerCase() ?? '';
      const fitting = this.organizations.filter(({ name }) => name.toLowerCase().includes(search));
      const from = Number(query.get('cursor') ?? 0);
      const to = from + Number(query.get('limit') ?? 1_000);
      const next = to < fitting.length ? String(to) : null;
      return [200, { items: fitting.slice(from, to), total: fitting.length, next }];
    }
    if (path === '/organizations') {
      const { name } = JSON.parse(body ?? '{}') as { name: string };
      const made = organization(`made-${this.organizations.length}`, name);
      this.organizations.push(made);
      return [201, made];
    }
    if (path === '/invitations') return [200, { items: this.invitations, next: null }];
    const found = this.invitations.find((each) => each.id === id);
    if (kind === 'invitations' && found && action) {
      this.invitations = this.invitations.filter((each) => each !== found);
      if (action === 'decline') return [204];
      const joined = organization(found.organization.id, found.organization.name);
      this.organizations.push(joined);
      return [200, { organization: joined }];
    }
    return [404, {}];
  }
}
