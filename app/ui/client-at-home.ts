import { createClient, type Client } from '@tenantry/widgets/core';
import { mayBeShown } from './avatar.tsx';

/** The API for the widgets of our own pages, by the session; roles are called as everywhere else. */
export function clientAtHome(roles: Record<string, string>): Client {
  const client = createClient({ language: () => document.documentElement.lang });
  const { organizations, invitations } = client;
  return {
    ...client,
    request: async (call) => withoutBarredAvatars(await client.request(call)),
    organizations: {
      ...organizations,
      list: shared(async (query) => {
        const page = await organizations.list(query);
        return { ...page, items: page.items.map(withoutBarredLogo) };
      }),
    },
    invitations: {
      ...invitations,
      list: shared(async () => {
        const { items, next } = await invitations.list();
        const shown = items.map(({ role, organization, ...item }) => {
          return { ...item, role: roles[role] ?? role, organization: withoutBarredLogo(organization) };
        });
        return { items: shown, next };
      }),
    },
  };
}

/** Our content security policy would bar it, and the console complain. */
const withoutBarredLogo = <Item extends { logoUrl: string | null }>(item: Item): Item =>
  item.logoUrl && !mayBeShown(item.logoUrl) ? { ...item, logoUrl: null } : item;

/** Of a page of members. */
function withoutBarredAvatars<Answer>(answer: Answer): Answer {
  const { items } = (answer ?? {}) as { items?: { avatarUrl?: string | null }[] };
  for (const item of items ?? []) if (item.avatarUrl && !mayBeShown(item.avatarUrl)) item.avatarUrl = null;
  return answer;
}

type Signal = { signal?: AbortSignal };

/** What several switchers of a page ask for at the same moment is asked once. */
function shared<Query extends Signal, Answer>(read: (query: Omit<Query, 'signal'>) => Promise<Answer>) {
  const asked = new Map<string, Promise<Answer>>();
  return async (given?: Query): Promise<Answer> => {
    const { signal, ...query } = given ?? ({} as Query);
    const key = JSON.stringify(query);
    const answer = asked.get(key) ?? read(query);
    asked.set(key, answer);
    setTimeout(() => asked.delete(key)); // not a moment longer: who asks later wants what changed meanwhile
    const found = await answer;
    signal?.throwIfAborted();
    return found;
  };
}
