/** Events of what our own flows do: they come before, while and after a flow writes the copy itself. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { known, newKey } from '#tests/flows/people.ts';
import { version } from '#tests/support/local-logto.ts';
import { openStage } from './stage.ts';

/** Servers before 1.40 do not say who joined. */
const saysWho = version !== '1.37';

const stage = await openStage();

const organizationOf = async (slug: string) => {
  const [row] = await stage.sql<{ id: string }>('SELECT logto_org_id AS id FROM tenants WHERE slug = $1', [slug]);
  return asOrganizationId(row!.id);
};

describe('creating an organization', () => {
  it(`takes ${saysWho ? 'three' : 'five'} calls, its events included`, async () => {
    const ada = await known(await stage.person('Ada'));
    await stage.server.clearCalls();
    await stage.awaiting('Organization.Membership.Updated', () =>
      createOrganization(ada, { name: 'Acme', slug: 'acme', description: null }, newKey()),
    );
    expect(await stage.jobs()).not.toEqual([]);
    await stage.work(3);
    expect(await stage.server.calls()).toMatchObject({ total: saysWho ? 3 : 5 });
    expect(await stage.members(await organizationOf('acme'))).toMatchObject([
      { user_id: ada.userId, roles: ['owner'] },
    ]);
  });

  it('is left alone by events while it is unfinished, and no longer', async () => {
    const ada = await stage.person('Ada');
    const operationId = randomUUID();
    await stage.sql(
      `INSERT INTO operations (id, kind, actor_id, key, input_hash, input, context, lease_until, updated_at)
       VALUES ($1, 'create-organization', $2, 'key', '', '{}', '{}', now(), now())`,
      [operationId, ada.id],
    );
    const body = { name: 'Half', customData: { operationId } };
    const { id } = await bodyOf(stage.server.api.POST('/api/organizations', { body }));
    await stage.join(asOrganizationId(id), ada.id);
    await stage.work(4);
    expect(await stage.tenant(id)).toBeUndefined();
    await stage.sql(`UPDATE operations SET state = 'failed' WHERE id = $1`, [operationId]);
    await stage.settle();
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id }]);
  });
});

describe('Logto being away', () => {
  it('loses no event: its job is tried again', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Patient', { [ada.id]: 'owner' });
    await stage.join(acme, bob.id);
    await stage.server.fail({ method: 'GET', path: '/organizations/:id/users*', status: 503 });
    await stage.work(1);
    expect(await stage.members(acme)).toHaveLength(1);
    expect(await stage.jobs()).toMatchObject([{ task: 'copy-members', attempts: 1 }]);
    await stage.server.clearFaults();
    await stage.work(1);
    expect(await stage.members(acme)).toHaveLength(2);
  });
});

describe('an event that tells the same as another', () => {
  it('waits as one job, and changes nothing when it comes again later', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Once', { [ada.id]: 'owner', [bob.id]: 'member' });
    const before = await stage.members(acme);
    const { body } = stage.deliveries.findLast(({ event }) => event === 'Organization.Membership.Updated')!;
    for (const _ of [1, 2, 3]) await stage.again(body);
    expect(await stage.jobs()).toHaveLength(1);
    await stage.work();
    expect(await stage.members(acme)).toEqual(before);
  });
});
