/** What makes the widgets of the docs live: the elements, and an API that is only in this tab. Loaded when it is shown. */
import { createClient, type Client, type Member, type Organization, type Role } from '@tenantry/widgets/core';
import { MemberList, OrgSwitcher } from '@tenantry/widgets/define';
import { es } from '@tenantry/widgets/locales/es';
import type { ListState, SwitcherState } from '#app/i18n/widget-docs-texts.ts';

for (const { locales } of [OrgSwitcher, MemberList]) if (!locales.includes(es)) locales.push(es);

type Answer = [status: number, json?: unknown];
type Asked = { method: string; path: string; query: URLSearchParams; body: Record<string, unknown> };

const failures: Partial<Record<SwitcherState | ListState, () => Promise<Response>>> = {
  loading: () => new Promise(() => {}),
  waiting: () => new Promise(() => {}),
  offline: () => Promise.reject(new TypeError('offline')),
  expired: async () => refusal(401, 'unauthenticated'),
  limited: async () => refusal(429, 'rate-limited', { 'retry-after': '30' }),
  unreachable: async () => refusal(503, 'unavailable'),
  forbidden: async () => refusal(403, 'not-permitted'),
};

const refusal = (status: number, code: string, headers?: HeadersInit) =>
  Response.json({ type: 'about:blank', title: '', status, code, requestId: '' }, { status, headers });

/** Puts an element of that state into `place`. `list`: what a list is called, so that each has a name of its own. */
export function show(place: HTMLElement, state: SwitcherState | ListState, list: string | undefined): void {
  const element = document.createElement(list ? 'member-list' : 'org-switcher');
  if (list) element.label = list;
  element.client = pretendedClient(state);
  element.organization = 'o0';
  if (state === 'dark') element.setAttribute('theme', 'dark');
  place.replaceChildren(element);
}

function pretendedClient(state: SwitcherState | ListState): Client {
  const answer = apiOf(state);
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const failure = failures[state];
    if (failure) return failure();
    const { pathname, searchParams: query } = new URL(String(input));
    const body = JSON.parse(String(init?.body ?? '{}')) as Record<string, unknown>;
    const asked = { method: init?.method ?? 'GET', path: pathname.replace('/api/v1', ''), query, body };
    const [status, json] = answer(asked);
    return json === undefined ? new Response(null, { status }) : Response.json(json, { status });
  };
  // A place of its own, so that they are not told of each other.
  return createClient({ baseUrl: `https://${state}.example`, fetch, online: () => state !== 'offline' });
}

const places = ['Acme', 'Birch & Sons', 'Cove Studio', 'Dune Labs', 'Elm Street Bakery'];
const given = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Ken', 'Frances', 'Niklaus', 'Margaret'];
const family = ['Moreno', 'Okafor', 'Lindgren', 'Sato', 'Novak', 'Haddad', 'Costa', 'Byrne', 'Kaya', 'Petrov'];

const organization = (place: number, name: string): Organization => ({
  ...{ id: `o${place}`, slug: `o${place}`, name, description: null, logoUrl: null, url: '#', roles: ['owner'] },
  ...{ closed: false, waitsForSeat: false, memberCount: 3 },
});

function apiOf(state: SwitcherState | ListState): (asked: Asked) => Answer {
  const count = state === 'thousand' ? 1_000 : state === 'none' ? 0 : places.length;
  const organizations = Array.from({ length: count }, (_, place) =>
    organization(place, places[place] ?? `${places[place % places.length]} ${place}`),
  );
  let invitations = state === 'several' ? [invitationTo('Foxglove')] : [];
  const members = membersApi(state);
  return (asked) => {
    const { method, path, body } = asked;
    const [, kind, id, action] = path.split('/');
    if (kind === 'organizations' && id) return members({ ...asked, path: path.slice(`/organizations/${id}`.length) });
    if (kind === 'organizations' && method === 'GET') {
      return [200, { items: organizations, total: organizations.length, next: null }];
    }
    if (kind === 'organizations') {
      const made = organization(organizations.length, String(body['name']));
      organizations.push(made);
      return [201, made];
    }
    if (!id) return [200, { items: invitations, next: null }];
    const name = invitations[0]!.organization.name;
    invitations = [];
    if (action === 'decline') return [204];
    const joined = organization(organizations.length, name);
    organizations.push(joined);
    return [200, { organization: joined }];
  };
}

const invitationTo = (name: string) => ({
  ...{
    id: 'i1',
    organization: { id: 'x', name, logoUrl: null },
    role: 'member',
    invitedBy: 'Grace Okafor',
    note: null,
  },
  ...{ createdAt: daysAgo(2), expiresAt: daysAgo(-12) },
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

function membersApi(state: SwitcherState | ListState): (asked: Asked) => Answer {
  const mayChange = state !== 'reader';
  let people = Array.from({ length: state === 'huge' ? 10_000 : 8 }, (_, place) => person(place, mayChange));
  let sent = mayChange && state !== 'huge' ? [sentTo('niklaus@example.com')] : [];
  const waiting = new Map<string, { users: string[]; timer: ReturnType<typeof setTimeout>; isOver: boolean }>();
  const permissions = Object.fromEntries(
    ['invite', 'changeRoles', 'remove', 'transfer', 'leave'].map((name) => [name, mayChange || name === 'leave']),
  );

  return ({ method, path, query, body }) => {
    const [, kind, id, action] = path.split('/');
    if (path === '/members') {
      const search = (query.get('search') ?? '').toLowerCase();
      const role = query.get('role');
      const fitting = people
        .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(search))
        .filter(({ roles }) => !role || roles.includes(role));
      if (query.get('sort') === 'joined') fitting.sort((a, b) => b.joinedAt.localeCompare(a.joinedAt));
      const first = Number(query.get('offset') ?? 0);
      const items = fitting.slice(first, first + Number(query.get('limit') ?? 50));
      const grantable: Role[] = mayChange ? ['owner', 'admin', 'member'] : [];
      return [
        200,
        {
          ...{ items, first: first + 1, next: first + items.length < fitting.length ? 'more' : null },
          ...{ total: fitting.length, totalIsExact: true, permissions, grantable },
        },
      ];
    }
    if (path === '/members/bulk') {
      const users = body['users'] as string[];
      const outcomes = users.map((userId) => ({ userId, ok: true }));
      if (body['action'] === 'change-role') {
        const roles = [String(body['role'])];
        people = people.map((each) => (users.includes(each.userId) ? { ...each, roles } : each));
        return [200, { outcomes }];
      }
      const ms = Number(body['delaySeconds'] ?? 0) * 1_000;
      const operation = `op${waiting.size}`;
      const timer = setTimeout(() => {
        people = people.filter(({ userId }) => !users.includes(userId));
        waiting.get(operation)!.isOver = true;
      }, ms);
      waiting.set(operation, { users, timer, isOver: false });
      const until = new Date(Date.now() + ms).toISOString();
      return [202, { operation: { id: operation, state: 'waiting', url: '', until } }];
    }
    if (kind === 'operations') {
      const { users, timer, isOver } = waiting.get(id!)!;
      if (method === 'DELETE') {
        clearTimeout(timer);
        return [204];
      }
      const outcomes = users.map((userId) => ({ userId, ok: true }));
      const done = isOver ? users.length : 0;
      return [200, { id, state: isOver ? 'done' : 'waiting', total: users.length, done, outcomes }];
    }
    if (kind === 'invitations' && !id && method === 'GET') return [200, { items: sent, next: null }];
    if (kind === 'invitations' && !id) {
      const emails = body['emails'] as string[];
      sent = [...emails.map(sentTo), ...sent];
      return [201, { outcomes: emails.map((email) => ({ email, ok: true })) }];
    }
    if (kind === 'invitations') {
      if (!action) sent = sent.filter((each) => each.id !== id);
      return action ? [200, { renewed: false }] : [204];
    }
    return [204];
  };
}

function person(place: number, mayChange: boolean): Member {
  const name = `${given[place % given.length]} ${family[Math.floor(place / given.length + place) % family.length]}`;
  const roles = [place === 0 ? 'owner' : place < 3 ? 'admin' : 'member'];
  const may = { remove: mayChange && place > 0, roles: (mayChange && place > 0 ? ['admin', 'member'] : []) as Role[] };
  return {
    ...{ userId: `u${place}`, name, email: `${name.toLowerCase().replace(' ', '.')}${place}@example.com` },
    ...{ avatarUrl: null, roles, may, joinedAt: daysAgo(400 - (place % 380)), lastSeenAt: daysAgo(place % 30) },
    ...{ waitsForSeat: false, self: place === 0 },
  };
}

const sentTo = (email: string) => ({
  ...{ id: `i-${email}`, email, role: 'member', invitedBy: 'Ada Moreno', lastSentAt: null },
  ...{ createdAt: daysAgo(1), expiresAt: daysAgo(-13), may: { resend: true, withdraw: true } },
});
