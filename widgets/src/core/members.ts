import type { Client, Write } from './client.ts';
import type { MemberPage, MemberSort, Operation, Outcome, Page, Role, RoleFilter, SentInvitation } from './types.ts';

export type MemberQuery = {
  /** In names and addresses. */
  search?: string;
  role?: RoleFilter | '';
  sort?: MemberSort;
  /** How many are left out before the first; any place of the list is as near as its beginning. */
  offset?: number;
  /** 200 at most. */
  limit?: number;
  signal?: AbortSignal;
};

/** It was done, or it goes on without the caller: then `operation` tells how it went. */
export type Started = { outcomes: Outcome[] } | { operation: { id: string; until?: string } };

/** What the API answers about one organization: its members, and the invitations that it sends. */
export type MembersApi = ReturnType<typeof membersOf>;

export function membersOf({ request }: Client, organization: string) {
  const part = encodeURIComponent;
  const at = `/organizations/${part(organization)}`;
  const write =
    (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
    <Answer = void>(options: Write = {}) =>
      request<Answer>({ method, path: at + path, body, ...options });
  const bulk = (body: object, options?: Write) =>
    request<Started>({ method: 'POST', path: `${at}/members/bulk`, body, mayGoOn: true, ...options });

  return {
    list: ({ signal, ...query }: MemberQuery = {}) => request<MemberPage>({ path: `${at}/members`, query, signal }),
    changeRole: (users: string[], role: Role, options?: Write) => bulk({ action: 'change-role', users, role }, options),
    /** Begins after `delaySeconds`, ten at most; until then `cancel` takes it back. */
    remove: (users: string[], delaySeconds?: number, options?: Write) =>
      bulk({ action: 'remove', users, delaySeconds }, options),
    /** Rejects with `conflict` (`too-late`) when it has begun. */
    cancel: (operation: string, options?: Write) => write('DELETE', `/operations/${part(operation)}`)(options),
    operation: (operation: string, { signal }: { signal?: AbortSignal } = {}) =>
      request<Operation>({ path: `${at}/operations/${part(operation)}`, signal }),
    leave: (options?: Write) => write('POST', '/leave')({ ...options, grave: true }),
    transfer: (user: string, options?: Write) => write('POST', '/transfer', { user })({ ...options, grave: true }),
    /** The open ones, newest first. */
    invitations: ({ signal, cursor }: { signal?: AbortSignal; cursor?: string | null } = {}) =>
      request<Page<SentInvitation>>({ path: `${at}/invitations`, query: { status: 'open', cursor }, signal }),
    invite: (body: { emails: string[]; role: Role; note?: string | null }, options?: Write) =>
      request<Started>({ method: 'POST', path: `${at}/invitations`, body, mayGoOn: true, ...options }),
    resend: (invitation: string, options?: Write) => write('POST', `/invitations/${part(invitation)}/resend`)(options),
    withdraw: (invitation: string, options?: Write) => write('DELETE', `/invitations/${part(invitation)}`)(options),
  };
}
