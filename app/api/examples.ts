import type { EndpointId } from './ids.ts';

/** What is sent and answered, as the OpenAPI document and the reference show it. A test holds each against its schema. */

export type Example = { query?: Record<string, string | number>; body?: unknown; answer?: unknown };

/** In the addresses of the examples. */
export const exampleParams: Record<string, string> = {
  organization: 'q5nw2y8kzt1r',
  user: 'h3f9c1ajw0de',
  invitation: '0198c5f2-7a31-7c44-9d6e-52b1f3a8c07d',
  operation: '0198c5f4-11b9-7f0a-8a55-0c9d2e6b7f31',
};

const acme = {
  id: 'q5nw2y8kzt1r',
  slug: 'acme',
  name: 'Acme',
  description: 'Rockets and anvils',
  logoUrl: null,
  url: 'https://app.example.com/o/acme',
  roles: ['owner'],
  closed: false,
  waitsForSeat: false,
  memberCount: 12,
};

const inside = { ...acme, permissions: ['manage:organization', 'invite:member', 'read:data'] };

const ada = {
  userId: 'h3f9c1ajw0de',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  avatarUrl: null,
  roles: ['admin'],
  joinedAt: '2026-03-02T09:15:00.000Z',
  lastSeenAt: '2026-11-20T16:40:00.000Z',
  waitsForSeat: false,
  self: false,
  may: { remove: true, roles: ['owner', 'member'] },
};

const invitation = {
  id: '0198c5f2-7a31-7c44-9d6e-52b1f3a8c07d',
  email: 'grace@example.com',
  role: 'member',
  status: 'open',
  note: null,
  language: 'en',
  invitedBy: 'Ada Lovelace',
  createdAt: '2026-11-20T16:40:00.000Z',
  expiresAt: '2026-12-04T16:40:00.000Z',
  lastSentAt: '2026-11-20T16:40:00.000Z',
  url: 'https://app.example.com/invitations/0198c5f2-7a31-7c44-9d6e-52b1f3a8c07d',
  may: { resend: true, withdraw: true },
};

const mine = {
  id: '0198c5f2-7a31-7c44-9d6e-52b1f3a8c07d',
  organization: { id: 'q5nw2y8kzt1r', name: 'Acme', logoUrl: null },
  role: 'member',
  invitedBy: 'Ada Lovelace',
  note: 'Welcome on board!',
  createdAt: '2026-11-20T16:40:00.000Z',
  expiresAt: '2026-12-04T16:40:00.000Z',
};

const refused = {
  ok: false,
  code: 'last-owner',
  detail: 'An organization needs an owner. Make somebody else owner first.',
};

export const examples: Partial<Record<EndpointId, Example>> = {
  getMe: {
    answer: {
      caller: {
        kind: 'api-key',
        id: exampleParams['operation'],
        name: 'Nightly import',
        role: 'member',
        permissions: ['read:data'],
      },
      organization: { id: acme.id, slug: acme.slug, name: acme.name },
    },
  },
  listOrganizations: { query: { limit: 100 }, answer: { items: [acme], next: null, total: 1 } },
  createOrganization: { body: { name: 'Acme' }, answer: acme },
  getOrganization: { answer: inside },
  updateOrganization: { body: { description: 'Rockets and anvils' }, answer: inside },
  closeOrganization: { body: { confirmation: 'Acme' } },
  transferOwnership: { body: { user: ada.userId } },
  getOperation: {
    answer: {
      id: exampleParams['operation'],
      kind: 'remove-members',
      state: 'running',
      total: 40,
      done: 1,
      outcomes: [{ userId: ada.userId, name: ada.name, ok: true }],
    },
  },
  listMembers: {
    query: { role: 'admin', limit: 50 },
    answer: {
      items: [ada],
      next: null,
      first: 1,
      total: 1,
      totalIsExact: true,
      permissions: { invite: true, changeRoles: true, remove: true, transfer: false, leave: true },
      grantable: ['admin', 'member'],
    },
  },
  getMember: { answer: ada },
  changeMemberRole: { body: { role: 'admin' }, answer: ada },
  changeMembers: {
    body: { action: 'change-role', users: [ada.userId, 'k2m8x4q7v1sb'], role: 'member' },
    answer: {
      outcomes: [
        { userId: ada.userId, name: ada.name, ok: true },
        { userId: 'k2m8x4q7v1sb', name: 'Grace Hopper', ...refused },
      ],
    },
  },
  listInvitations: { query: { status: 'open' }, answer: { items: [invitation], next: null } },
  inviteMembers: {
    body: { emails: ['grace@example.com'], role: 'member', days: 14 },
    answer: { outcomes: [{ email: 'grace@example.com', ok: true }] },
  },
  resendInvitation: { answer: { email: 'grace@example.com', renewed: false } },
  listMyInvitations: { answer: { items: [mine], next: null } },
  createWidgetToken: {
    body: { origin: 'https://shop.example.com', scopes: ['organizations:read', 'members:read'] },
    answer: {
      token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IndpZGdldCtqd3QifQ…',
      expiresAt: '2026-11-20T16:45:00.000Z',
      scopes: ['organizations:read', 'members:read'],
    },
  },
  acceptInvitation: { answer: { organization: { ...acme, roles: ['member'] } } },
};
