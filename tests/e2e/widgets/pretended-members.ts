/** The members of an organization as the API answers them, with everything that may be done to them. */
import type { Member, MemberPage, MembersPermissions, Outcome, Role, SentInvitation } from '@tenantry/widgets/core';

export const member = (place: number, more: Partial<Member> = {}): Member => {
  const name = `Person ${String(place).padStart(5, '0')}`;
  return {
    ...{ userId: `u${place}`, name, email: `p${place}@example.test`, avatarUrl: null, roles: ['member'] },
    ...{ joinedAt: '2026-01-02T00:00:00Z', lastSeenAt: place % 3 ? '2026-02-03T00:00:00Z' : null, waitsForSeat: false },
    ...{ self: false, may: { remove: true, roles: ['admin', 'member'] as Role[] }, ...more },
  };
};

/** The first is the one who looks, and the owner. */
export const people = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    place === 0
      ? member(0, { name: 'Ada Lovelace', roles: ['owner'], self: true, may: { remove: false, roles: [] } })
      : member(place),
  );

export const sent = (id: string, email: string): SentInvitation => ({
  ...{ id, email, role: 'member', invitedBy: 'Ada', lastSentAt: null, may: { resend: true, withdraw: true } },
  ...{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2036-01-01T00:00:00Z' },
});

type Waiting = { users: string[]; until: number; state: 'waiting' | 'cancelled' | 'done' };

export class PretendedMembers {
  people: Member[] = [];
  permissions: MembersPermissions = { invite: true, changeRoles: true, remove: true, transfer: true, leave: true };
  grantable: Role[] = ['member', 'admin'];
  invitations: SentInvitation[] = [];
  /** By user or address: refused when several are asked for at once. */
  refused = new Map<string, string>();
  operations = new Map<string, Waiting>();
  /** What was asked for, in order: method and path. */
  asked: string[] = [];
  #done = new Map<string, [number, unknown?]>();

  /** Below `/organizations/ID`. */
  answer(method: string, path: string, query: URLSearchParams, body: unknown, key: string | null): [number, unknown?] {
    this.asked.push(`${method} ${path}`);
    if (method === 'GET') return this.#read(path, query);
    const before = key === null ? undefined : this.#done.get(key);
    if (before) return before;
    const answered = this.#write(method, path, body as Record<string, unknown>);
    if (key !== null) this.#done.set(key, answered);
    return answered;
  }

  #read(path: string, query: URLSearchParams): [number, unknown?] {
    if (path === '/members') return [200, this.#page(query)];
    if (path === '/invitations') return [200, { items: this.invitations, next: null }];
    const operation = this.#operation(path.split('/')[2]!);
    if (!operation) return [404, { code: 'not-found' }];
    const { state, users } = operation;
    const outcomes = users.map((userId): Outcome => this.#outcome({ userId }));
    if (state === 'cancelled') return [200, { id: 'x', state: 'failed', total: 1, done: 0, outcomes: [], code: state }];
    return [200, { id: 'x', state, total: users.length, done: users.length, outcomes }];
  }

  #page(query: URLSearchParams): MemberPage {
    const search = (query.get('search') ?? '').toLowerCase();
    const role = query.get('role');
    const fitting = this.people
      .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(search))
      .filter(({ roles }) => !role || roles.includes(role));
    if (query.get('sort') === 'joined') fitting.reverse();
    const from = Number(query.get('offset') ?? 0);
    const items = fitting.slice(from, from + Number(query.get('limit') ?? 50));
    const next = from + items.length < fitting.length ? 'more' : null;
    const { permissions, grantable } = this;
    return { items, next, first: from + 1, total: fitting.length, totalIsExact: true, permissions, grantable };
  }

  #operation(id: string): Waiting | undefined {
    const operation = this.operations.get(id);
    if (operation?.state === 'waiting' && Date.now() >= operation.until) {
      operation.state = 'done';
      const gone = operation.users.filter((user) => !this.refused.has(user));
      this.people = this.people.filter(({ userId }) => !gone.includes(userId));
    }
    return operation;
  }

  #outcome(of: { userId?: string; email?: string }): Outcome {
    const detail = this.refused.get(of.userId ?? of.email ?? '');
    return detail ? { ...of, ok: false, code: 'refused', detail } : { ...of, ok: true };
  }

  #write(method: string, path: string, body: Record<string, unknown>): [number, unknown?] {
    const [, kind, id, action] = path.split('/');
    if (path === '/members/bulk')
      return this.#bulk(body as { action: string; users: string[]; role?: Role; delaySeconds?: number });
    if (path === '/invitations') {
      const outcomes = (body['emails'] as string[]).map((email) => this.#outcome({ email }));
      const ok = outcomes.filter((outcome) => outcome.ok);
      this.invitations.push(...ok.map(({ email }) => sent(`i-${email}`, email!)));
      return [201, { outcomes }];
    }
    if (kind === 'invitations') {
      if (!action) this.invitations = this.invitations.filter((each) => each.id !== id);
      return action ? [200, { renewed: false }] : [204];
    }
    if (kind === 'operations') {
      const operation = this.#operation(id!);
      if (!operation) return [404, { code: 'not-found' }];
      if (operation.state === 'done') return [409, { code: 'too-late', title: 'It is too late.', status: 409 }];
      operation.state = 'cancelled';
      return [204];
    }
    if (method === 'POST' && kind === 'transfer') {
      this.#change(body['user'] as string, ['owner']);
      return [204];
    }
    return kind === 'leave' ? [204] : [404, { code: 'not-found' }];
  }

  #bulk({
    action,
    users,
    role,
    delaySeconds,
  }: {
    action: string;
    users: string[];
    role?: Role;
    delaySeconds?: number;
  }): [number, unknown?] {
    if (action === 'remove') {
      const id = `op${this.operations.size}`;
      const until = Date.now() + (delaySeconds ?? 0) * 1_000;
      this.operations.set(id, { users, until, state: 'waiting' });
      return [202, { operation: { id, state: 'waiting', url: '', until: new Date(until).toISOString() } }];
    }
    const outcomes = users.map((userId) => this.#outcome({ userId }));
    for (const { ok, userId } of outcomes) if (ok) this.#change(userId!, [role!]);
    return [200, { outcomes }];
  }

  #change(userId: string, roles: string[]): void {
    this.people = this.people.map((each) => (each.userId === userId ? { ...each, roles } : each));
  }
}
