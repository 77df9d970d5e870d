import { describe, expect, it } from 'vitest';
import { logto } from '#app/logto/logto.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

describe('an organization made in Logto’s console', () => {
  it('is not taken over before it has a member', async () => {
    const { id } = await stage.awaiting('Organization.Created', () => logto().organizations.create({ name: 'Empty' }));
    expect(await stage.jobs()).toEqual([]);
    expect(await stage.tenant(id)).toBeUndefined();
  });

  it('is taken over with its first member, under a slug of its name', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Console & Co', { [ada.id]: 'owner' });
    expect(await stage.tenant(id)).toMatchObject({ name: 'Console & Co', slug: 'console-co', state: 'active' });
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id, roles: ['owner'], name: 'Ada' }]);
  });
});

describe('an organization’s change', () => {
  it('reaches the copy', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Before', { [ada.id]: 'owner' });
    await stage.awaiting('Organization.Data.Updated', () =>
      stage.server.api.PATCH('/api/organizations/{id}', {
        params: { path: { id } },
        body: {
          name: 'After',
          description: 'New',
          isMfaRequired: true,
          branding: { logoUrl: 'https://logo.test/l.png' },
        },
      }),
    );
    await stage.work();
    expect(await stage.tenant(id)).toMatchObject({
      name: 'After',
      description: 'New',
      is_mfa_required: true,
      slug: 'before',
    });
    const [row] = await stage.sql('SELECT logo_url FROM tenants WHERE logto_org_id = $1', [id]);
    expect(row).toEqual({ logo_url: 'https://logo.test/l.png' });
  });

  it('that asks for a second factor takes the access of before, before Logto is answered', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Careful', { [ada.id]: 'owner' });
    await stage.access(ada.id, id);
    await stage.awaiting('Organization.Data.Updated', () => logto().organizations.update(id, { isMfaRequired: true }));
    expect(await stage.withAccess(id)).toEqual([]);
  });

  it('is what Logto has at the end, whichever event comes last', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('One', { [ada.id]: 'owner' });
    const rename = (name: string) =>
      stage.awaiting('Organization.Data.Updated', () => logto().organizations.update(id, { name }));
    await rename('Two');
    const older = stage.deliveries.at(-1)!;
    await rename('Three');
    await stage.work();
    await stage.again(older.body);
    await stage.work();
    expect(await stage.tenant(id)).toMatchObject({ name: 'Three' });
  });

  it('of one that the copy does not have is nothing to ask about', async () => {
    const { id } = await logto().organizations.create({ name: 'Unknown' });
    await stage.awaiting('Organization.Data.Updated', () => logto().organizations.update(id, { name: 'Unknown too' }));
    await stage.server.clearCalls();
    await stage.settle();
    expect((await stage.server.calls()).total).toBe(0);
  });
});

describe('a deleted organization', () => {
  it('goes with everything that is its own, and its access before Logto is answered', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Gone', { [ada.id]: 'owner' });
    const other = await stage.organization('Stays', { [ada.id]: 'owner' });
    for (const each of [id, other]) await stage.access(ada.id, each);
    const { id: tenantId } = (await stage.tenant(id))!;
    await stage.sql(
      `INSERT INTO audit_events (id, tenant_id, actor_id, actor_name, action) VALUES (gen_random_uuid(), $1, $2, 'Ada', 'x')`,
      [tenantId, ada.id],
    );
    await stage.sql(
      `INSERT INTO invitations (id, tenant_id, email, role, invited_by_name, expires_at)
       VALUES (gen_random_uuid(), $1, 'bob@example.test', 'member', 'Ada', now())`,
      [tenantId],
    );

    await stage.awaiting('Organization.Deleted', () => logto().organizations.delete(id));
    expect(await stage.withAccess(id)).toEqual([]);
    expect(await stage.withAccess(other)).toEqual([ada.id]);
    await stage.work();
    expect(await stage.tenant(id)).toBeUndefined();
    for (const table of ['members', 'invitations', 'audit_events', 'organization_access']) {
      expect(await stage.sql(`SELECT FROM ${table} WHERE tenant_id = $1`, [tenantId]), table).toEqual([]);
    }
    expect(await stage.members(other)).toHaveLength(1);
  });

  it('stays when the event tells of one that Logto has', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Alive', { [ada.id]: 'owner' });
    await stage.send('Organization.Deleted', { params: { id } });
    await stage.work();
    expect(await stage.tenant(id)).toMatchObject({ name: 'Alive' });
  });
});

describe('a change of what roles permit', () => {
  it.each([
    'OrganizationRole.Deleted',
    'OrganizationRole.Scopes.Updated',
    'OrganizationScope.Deleted',
    'OrganizationScope.Data.Updated',
  ])('(%s) takes all access of before, before Logto is answered', async (event) => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Permitted', { [ada.id]: 'owner' });
    await stage.access(ada.id, id);
    await stage.send(event, { params: { id: 'any' } });
    expect(await stage.withAccess(id)).toEqual([]);
    expect(await stage.signedIn(ada.id)).toBe(true);
  });
});
