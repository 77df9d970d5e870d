import { describe, expect, it } from 'vitest';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { forgetMembership } from '#app/tenants/adopt.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

/** What the organization's log says, oldest first. */
const log = (organizationId: string) =>
  stage.sql(
    `SELECT e.action, e.actor_id, e.target_id, e.target_name, e.details FROM audit_events e JOIN tenants t ON t.id = e.tenant_id
      WHERE t.logto_org_id = $1 ORDER BY e.at, e.id`,
    [organizationId],
  );

const mark = (userId: string, by: string | null) =>
  stage.sql('UPDATE members SET changing_by = $2 WHERE user_id = $1', [userId, by]);

describe('the log has what Logto’s console did', () => {
  it('once: joined, and removed', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.join(acme, bob.id);
    await logto().members.setRoles(acme, asUserId(bob.id), ['admin']);
    await stage.work();
    await stage.leave(acme, bob.id);
    await stage.work();
    const byLogto = { actor_id: '', target_id: bob.id, target_name: 'Bob' };
    expect(await log(acme)).toEqual([
      { ...byLogto, action: 'member.joined', details: { roles: ['admin'] } },
      { ...byLogto, action: 'member.removed', details: {} },
    ]);
  });

  it('and the roles that came later, from what to what', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Later', { [ada.id]: 'owner' });
    await stage.join(acme, bob.id);
    await stage.work(1);
    await logto().members.setRoles(acme, asUserId(bob.id), ['member']);
    await stage.work(1);
    expect((await log(acme)).at(-1)).toMatchObject({
      action: 'member.roles-changed',
      actor_id: '',
      details: { before: [], after: ['member'] },
    });
  });

  it('but not since when the members of an organization that is new here are in it', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('New here', { [ada.id]: 'owner', [bob.id]: 'member' });
    expect((await log(acme)).map(({ target_id }) => target_id)).not.toContain(ada.id);
  });

  it('and that an account was deleted there, in each workspace it was in', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Left one', { [ada.id]: 'owner', [bob.id]: 'member' });
    const blue = await stage.organization('Left two', { [ada.id]: 'owner', [bob.id]: 'admin' });
    const before = (await log(acme)).length;
    await stage.awaiting('User.Deleted', () => logto().users.delete(asUserId(bob.id)));
    await stage.work();
    const removed = { action: 'member.removed', actor_id: '', target_id: bob.id, target_name: 'Bob' };
    expect((await log(acme)).slice(before)).toMatchObject([removed]);
    expect((await log(blue)).at(-1)).toMatchObject(removed);
  });

  it('and leaves to an operation of ours whom that is changing: it tells who did it', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Marked', { [ada.id]: 'owner', [bob.id]: 'member' });
    const before = await log(acme);
    await mark(bob.id, '00000000-0000-7000-8000-000000000000');
    await stage.access(bob.id, acme);
    expect(await forgetMembership(asUserId(bob.id), asOrganizationId(acme))).toBe(false);
    expect(await stage.withAccess(acme)).toEqual([]);
    expect(await log(acme)).toEqual(before);
    await mark(bob.id, null);
    expect(await forgetMembership(asUserId(bob.id), asOrganizationId(acme))).toBe(true);
    expect(await stage.members(acme)).toHaveLength(1);
  });
});
