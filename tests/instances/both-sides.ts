/** That what was accepted was done once: in Logto, in the copy, in the audit log and in the mailbox. */
import { expect } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import type { Stage, Workspace } from './stage.ts';

/** Of people whom nobody invited, the role that they are to have; the others of `members` are to be gone. */
export type Done = { invited: string[]; removed: string[]; risen: string[] };

export async function expectDoneOnce(stage: Stage, workspace: Workspace, done: Done): Promise<void> {
  await stage.until(async () => expect(await workspace.open()).toEqual([]));
  await expectMembers(stage, workspace, done);
  await expectInvitations(stage, workspace, done.invited);
  expect((await workspace.events()).toSorted()).toEqual(
    [
      ...done.invited.map((email) => `invitation.sent ${email}`),
      ...done.removed.map((id) => `member.removed ${id}`),
      ...done.risen.map((id) => `member.roles-changed ${id}`),
    ].toSorted(),
  );
}

async function expectMembers({ ada, logto, sql }: Stage, { organizationId, tenantId }: Workspace, { risen }: Done) {
  const expected = [`${ada.id} owner`, ...risen.map((id) => `${id} admin`)].toSorted();
  const path = { path: { id: organizationId }, query: { page_size: 100 } };
  const listed = await bodyOf(logto.api.GET('/api/organizations/{id}/users', { params: path }));
  const inLogto = listed.map(({ id, organizationRoles }) =>
    [id, ...organizationRoles.map(({ name }) => name)].join(' '),
  );
  expect(inLogto.toSorted()).toEqual(expected);
  const copied = await sql<{ member: string; changing: boolean }>(
    `SELECT user_id || ' ' || array_to_string(roles, ',') AS member, changing_by IS NOT NULL AS changing
       FROM members WHERE tenant_id = $1`,
    tenantId,
  );
  expect(copied.map(({ member }) => member).toSorted()).toEqual(expected);
  expect(copied.filter(({ changing }) => changing)).toEqual([]);
}

async function expectInvitations({ logto, sql }: Stage, { organizationId, tenantId }: Workspace, invited: string[]) {
  const expected = invited.toSorted();
  const params = { query: { organizationId } };
  const listed = await bodyOf(logto.api.GET('/api/organization-invitations', { params }));
  const open = listed.filter(({ status }) => status === 'Pending').map(({ invitee }) => invitee);
  expect(open.toSorted()).toEqual(expected);
  const rows = await sql<{ email: string; status: string }>(
    'SELECT email, status::text FROM invitations WHERE tenant_id = $1',
    tenantId,
  );
  expect(rows.map(({ email, status }) => `${status} ${email}`).toSorted()).toEqual(
    expected.map((email) => `pending ${email}`),
  );
  const mails = await logto.mails();
  const sent = mails.map(({ to }) => to).filter((to) => expected.includes(to));
  expect(sent.toSorted()).toEqual(expected);
}
