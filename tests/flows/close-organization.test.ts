import pg from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClosedAccess } from '#app/auth/closed.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { closeOrganization } from '#app/flows/close-organization.server.ts';
import { declineInvitation } from '#app/flows/close-invitation.server.ts';
import { continueAsInvitee } from '#app/flows/continue-as-invitee.server.ts';
import { eraseOrganizations } from '#app/flows/erase-organizations.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { restoreOrganization } from '#app/flows/restore-organization.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { copyOrganization } from '#app/sync/copy-organization.server.ts';
import { findOrganization } from '#app/tenants/access.server.ts';
import { beginErasing } from '#app/tenants/closing.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { findInvitationFor, listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { invitationStage, workOn } from './invitations-stage.ts';
import { newKey, newPerson, newWorkspace } from './people.ts';

/** Without a session: nothing of Logto is known of it. */
const whoever = ({ userId }: Access) => ({ userId, sessionId: '' });

const { database, logto: server } = await testApp();
const sql = new pg.Pool({ connectionString: database.superUrl, max: 1 });
afterAll(() => sql.end());

let stage: Awaited<ReturnType<typeof invitationStage>>;
let access: Access;

beforeEach(async () => {
  await server.clearFaults();
  stage = await invitationStage(server);
  access = stage.access;
});

const close = (confirmation = access.organizationName, by = access) => closeOrganization(by, { confirmation });
const restore = (by: Access = access) => restoreOrganization(by as unknown as ClosedAccess);
const tenant = () => asSystem((db) => db.tenant.findUnique({ where: { id: access.tenantId } }));
const told = async () =>
  (
    await asSystem((db) =>
      db.auditEvent.findMany({ where: { tenantId: access.tenantId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    )
  ).map(({ action, actorName }) => `${actorName}: ${action}`);
const sevenDaysPass = () =>
  asSystem((db) => db.tenant.update({ where: { id: access.tenantId }, data: { deletionDueAt: new Date() } }));
const inLogto = () => logto().organizations.get(access.organizationId);

/** Rows of the tenant by table, of all tables that have any. */
async function rowsLeft(): Promise<Record<string, number>> {
  const { rows: tables } = await sql.query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_type = 'BASE TABLE'`,
  );
  const left: Record<string, number> = {};
  for (const [table, column] of [['tenants', 'id'], ...tables.map(({ name }) => [name, 'tenant_id'])]) {
    const { rows } = await sql.query<{ count: string }>(`SELECT count(*) FROM ${table} WHERE ${column} = $1`, [
      access.tenantId,
    ]);
    if (Number(rows[0]!.count) > 0) left[table!] = Number(rows[0]!.count);
  }
  return left;
}

describe('closing a workspace', () => {
  it('shuts it for seven days, tells who did it, and drops all access', async () => {
    await asSystem(async (db) => {
      const until = new Date(Date.now() + 3_600_000);
      const { userId } = access;
      const id = 'a'.repeat(64);
      await db.session.create({ data: { id, userId, refreshToken: Buffer.of(), expiresAt: until } });
      await db.organizationAccess.create({ data: { sessionId: id, tenantId: access.tenantId, userId, scopes: [] } });
    });
    expect(await close()).toEqual({ ok: true, value: null });
    const { deletionDueAt, deletionById, deletionByName, erasing } = (await tenant())!;
    expect({ deletionById, deletionByName, erasing }).toEqual({
      deletionById: access.userId,
      deletionByName: 'Ada',
      erasing: false,
    });
    expect(Math.round((Number(deletionDueAt) - Date.now()) / 86_400_000)).toBe(7);
    expect(await told()).toContain('Ada: organization.closed');
    expect(await rowsLeft()).not.toHaveProperty('organization_access');
    expect(await findOrganization(whoever(access), access.slug)).toMatchObject({ deletionDueAt });
    expect(await inLogto()).not.toBeNull();
  });

  it('does it once when pressed twice', async () => {
    const answers = await Promise.all([close(), close(), close()]);
    const { deletionDueAt } = (await tenant())!;
    expect([...answers, await close()]).toEqual(Array(4).fill({ ok: true, value: null }));
    expect((await tenant())!.deletionDueAt).toEqual(deletionDueAt);
    expect((await told()).filter((each) => each.includes('closed'))).toHaveLength(1);
  });

  it.each(['', 'the inviting', 'The Inviting-1'])('is refused when %j is typed instead of the name', async (typed) => {
    expect(await close(typed)).toMatchObject({ code: 'name-does-not-match', field: 'confirmation' });
    expect((await tenant())!.deletionDueAt).toBeNull();
  });

  it('takes a name as it is shown: with spaces that run together', async () => {
    await asSystem((db) => db.tenant.update({ where: { id: access.tenantId }, data: { name: ' Acme   & Söhne ' } }));
    expect(await close('Acme & Söhne')).toMatchObject({ ok: true });
  });

  it('is refused to whoever is not an owner now, whatever the session remembers', async () => {
    const { access: admin } = await stage.colleague('Bob', 'admin');
    expect(await close(admin.organizationName, admin)).toMatchObject({ code: 'not-permitted' });
    const forged = { ...admin, permissions: access.permissions } as Access;
    expect(await close(admin.organizationName, forged)).toMatchObject({ code: 'not-permitted' });
    expect((await tenant())!.deletionDueAt).toBeNull();
  });

  it.each([
    [{ status: 500 }, 'logto-unreachable'],
    [{ status: 429 }, 'rate-limited'],
    [{ drop: 'after' as const }, 'logto-unreachable'],
  ])('is refused when Logto cannot be asked: %j', async (fault, code) => {
    await server.fail({ method: 'GET', path: '/organizations/:id/users/:userId/scopes', ...fault });
    expect(await close()).toMatchObject({ code });
    expect((await tenant())!.deletionDueAt).toBeNull();
  });
});

describe('invitations to a closed workspace', () => {
  it('are not among those that wait, and cannot be accepted, but declined', async () => {
    const { id } = await stage.invited();
    await close();
    expect(await listInvitationsFor(stage.guest)).toEqual([]);
    expect(await acceptInvitation(stage.guest, id, newKey())).toMatchObject({ code: 'organization-closed' });
    const invitation = await findInvitationFor(stage.guest.userId, id);
    expect(await continueAsInvitee(invitation!)).toMatchObject({ code: 'organization-closed' });
    expect(await stage.memberRoles(stage.guest.userId)).toBeUndefined();
    await restore();
    expect(await acceptInvitation(stage.guest, id, newKey())).toMatchObject({ ok: true });
  });

  it('can still be declined', async () => {
    const { id } = await stage.invited();
    await close();
    expect(await declineInvitation(stage.guest, id, newKey())).toMatchObject({ ok: true });
  });

  it('of a long list are sent no further', async () => {
    const key = newKey();
    const emails = Array.from({ length: 30 }, (_, index) => `many-${index}@example.test`);
    const input = { emails, role: 'member', days: 14, note: null, language: 'en' as const };
    expect(await inviteMembers(access, input, key)).toMatchObject({ code: 'still-working' });
    await close();
    expect(await workOn(key)).toMatchObject({ state: 'failed', result: { code: 'organization-closed' } });
    expect(await stage.inLogto()).toEqual([]);
  });
});

describe('restoring it', () => {
  it('opens it as it was, and tells who did it', async () => {
    await close();
    expect(await restore()).toEqual({ ok: true, value: null });
    expect(await tenant()).toMatchObject({ deletionDueAt: null, deletionById: null, deletionByName: null });
    expect(await told()).toContain('Ada: organization.restored');
  });

  it('does it once when pressed twice, and nothing to an open one', async () => {
    await close();
    const answers = await Promise.all([restore(), restore(), restore()]);
    expect([...answers, await restore()]).toEqual(Array(4).fill({ ok: true, value: null }));
    expect((await told()).filter((each) => each.includes('restored'))).toHaveLength(1);
  });

  it('is refused to whoever is not an owner now', async () => {
    const { access: admin } = await stage.colleague('Bob', 'admin');
    await close();
    expect(await restore(admin)).toMatchObject({ code: 'not-permitted' });
    expect((await tenant())!.deletionDueAt).not.toBeNull();
  });

  it('is refused when Logto cannot be asked', async () => {
    await close();
    await server.fail({ method: 'GET', path: '/organizations/:id/users/:userId/scopes', status: 500 });
    expect(await restore()).toMatchObject({ code: 'logto-unreachable' });
  });

  it('or erasing it: exactly one wins, however often they meet', async () => {
    for (let round = 0; round < 8; round++) {
      await close();
      await sevenDaysPass();
      const [restored] = await Promise.all([restore(), beginErasing(100)]);
      const { erasing, deletionDueAt } = (await tenant())!;
      expect(restored).toMatchObject(erasing ? { code: 'too-late-to-restore' } : { ok: true });
      expect(deletionDueAt === null).toBe(!erasing);
      await asSystem((db) =>
        db.tenant.update({ where: { id: access.tenantId }, data: { erasing: false, deletionDueAt: null } }),
      );
    }
  });
});

describe('erasing it', () => {
  const someMachine = async () => {
    const id = await logto().applications.findOrCreate({ name: 'Robot', operationId: newKey(), resumed: false });
    await logto().applications.join(access.organizationId, id);
    return id;
  };
  const isThere = async (id: string) =>
    (await server.api.GET('/api/applications/{id}', { params: { path: { id } } }).catch(() => null)) !== null;

  it('waits for seven days', async () => {
    await close();
    expect(await eraseOrganizations()).toBe(0);
    expect(await tenant()).not.toBeNull();
    await restore();
    expect(await eraseOrganizations()).toBe(0);
  });

  it('leaves nothing of it on either side, and everything of others', async () => {
    const others = await invitationStage(server);
    await others.invited();
    await stage.colleague('Bob', 'admin');
    await stage.invited();
    const [made, lent] = [await someMachine(), await someMachine()];
    await asSystem((db) =>
      db.machine.createMany({
        data: [
          { tenantId: access.tenantId, applicationId: made, name: 'Robot', madeHere: true },
          { tenantId: access.tenantId, applicationId: lent, name: 'Robot' },
        ],
      }),
    );
    await close();
    await sevenDaysPass();
    expect(Object.keys(await rowsLeft())).toEqual(
      expect.arrayContaining(['tenants', 'members', 'invitations', 'operations', 'audit_events', 'machines']),
    );
    expect(await eraseOrganizations()).toBe(1);
    expect(await rowsLeft()).toEqual({});
    const { rows } = await sql.query('SELECT FROM operations WHERE context::text LIKE $1', [`%${access.tenantId}%`]);
    expect(rows).toEqual([]);
    expect(await inLogto()).toBeNull();
    expect([await isThere(made), await isThere(lent)]).toEqual([false, true]);
    expect(await findOrganization(whoever(access), access.slug)).toBeNull();

    expect(await others.inLogto()).toHaveLength(1);
    expect(await listInvitationsFor(others.guest)).toHaveLength(1);
    expect(await eraseOrganizations()).toBe(0);
  });

  it('gives its addresses back', async () => {
    await close();
    await sevenDaysPass();
    await eraseOrganizations();
    expect(await newWorkspace(await newPerson(server, 'Bob'), access.slug)).toMatchObject({ slug: access.slug });
  });

  const steps = {
    'before Logto hears of its machine': { method: 'DELETE', path: '/applications/:id', drop: 'before' },
    'after Logto has deleted its machine': { method: 'DELETE', path: '/applications/:id', drop: 'after' },
    'before Logto hears of it': { method: 'DELETE', path: '/organizations/:id', drop: 'before' },
    'after Logto has deleted it': { method: 'DELETE', path: '/organizations/:id', drop: 'after' },
    'while Logto is down': { path: '*', status: 500 },
    'while Logto asks for a pause': { path: '*', status: 429, headers: { 'retry-after': '30' } },
    'while Logto refuses': { method: 'DELETE', path: '/organizations/:id', status: 422, body: { code: 'no.reason' } },
  } as const;

  it.each(Object.entries(steps))('stopped %s, goes on at the next turn, and there is no way back', async (_, fault) => {
    const made = await someMachine();
    await asSystem((db) =>
      db.machine.create({ data: { tenantId: access.tenantId, applicationId: made, name: 'Robot', madeHere: true } }),
    );
    await close();
    await sevenDaysPass();
    await server.fail(fault);
    expect(await eraseOrganizations()).toBe(0);
    await server.clearFaults();
    expect(await tenant()).toMatchObject({ erasing: true });
    expect(await restore()).toMatchObject({ code: expect.stringMatching(/too-late-to-restore|not-permitted/) });
    expect(await eraseOrganizations()).toBe(1);
    expect(await rowsLeft()).toEqual({});
    expect([await inLogto(), await isThere(made)]).toEqual([null, false]);
  });

  it('of one that Logto does not let go keeps no other one', async () => {
    const others = await invitationStage(server);
    await close();
    await sevenDaysPass();
    await closeOrganization(others.access, { confirmation: others.access.organizationName });
    await asSystem((db) =>
      db.tenant.update({ where: { id: others.access.tenantId }, data: { deletionDueAt: new Date() } }),
    );
    await server.fail({ method: 'DELETE', path: `/organizations/${access.organizationId}`, status: 500 });
    await asSystem((db) =>
      db.tenant.update({ where: { id: access.tenantId }, data: { erasing: true, updatedAt: new Date(0) } }),
    );
    expect([await eraseOrganizations(1), await eraseOrganizations(1)]).toEqual([0, 1]);
    expect(await tenant()).toMatchObject({ erasing: true });
  });

  it('bears two workers at once', async () => {
    await close();
    await sevenDaysPass();
    await Promise.all([eraseOrganizations(), eraseOrganizations(), eraseOrganizations()]);
    expect(await rowsLeft()).toEqual({});
  });

  it('bears the event of its own deletion in the middle', async () => {
    await close();
    await sevenDaysPass();
    await server.fail({ method: 'DELETE', path: '/organizations/:id', drop: 'after' });
    await eraseOrganizations();
    await server.clearFaults();
    await Promise.all([copyOrganization(access.organizationId), eraseOrganizations()]);
    expect(await rowsLeft()).toEqual({});
  });

  it('is done for it when somebody deletes a closed one in Logto’s console', async () => {
    await close();
    await logto().organizations.delete(access.organizationId);
    await copyOrganization(access.organizationId); // what the event leads to
    expect(await rowsLeft()).toEqual({});

    stage = await invitationStage(server); // and without the event
    access = stage.access;
    await close();
    await logto().organizations.delete(access.organizationId);
    await sevenDaysPass();
    expect(await eraseOrganizations()).toBe(1);
    expect(await rowsLeft()).toEqual({});
  });
});
