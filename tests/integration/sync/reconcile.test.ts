/**
 * No event reaches the app here: what the copy knows, it knows by the reconciliation alone. RECONCILE_SEED repeats a run,
 * RECONCILE_CHANGES makes it longer.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asApplicationId, asUserId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { allChangesIn } from './reconcile-changes.ts';
import { reconcileStage } from './reconcile-stage.ts';

const { server, run, copy, expectEqual } = await reconcileStage();
const seed = Number(process.env['RECONCILE_SEED'] ?? Date.now() % 1_000_000);
const many = Number(process.env['RECONCILE_CHANGES'] ?? 100);

it('tells of each kind of difference, and mends it', async () => {
  const { organizations, members, invitations, applications, joining, users } = logto();
  const { api } = server;
  const person = async (name: string) => asUserId((await server.createUser({ name })).id);
  const [kept, promoted, removed, renamed, deleted, added] = [
    await person('Kept'),
    await person('Promoted'),
    await person('Removed'),
    await person('Renamed'),
    await person('Deleted'),
    await person('Added'),
  ];
  const organization = async (name: string) => {
    const { id } = await organizations.create({ name });
    for (const each of [kept, promoted, removed, renamed]) await members.add(id, each);
    return id;
  };
  const [acme, gone] = [await organization('Acme'), await organization('Gone')];
  const [other, federated] = [await organization('Other'), await organization('Federated')];
  const robot = async (name: string) => {
    const body = { name, type: 'MachineToMachine' as const };
    return asApplicationId((await bodyOf(api.POST('/api/applications', { body }))).id);
  };
  const robots = [await robot('Taken out'), await robot('To be renamed'), await robot('To get a role')] as const;
  for (const each of robots) await applications.join(acme, each);
  const newcomer = await robot('Newcomer');
  const roleIds = await logto().roles.idsOf(['member']);
  const invite = async (invitee: string) => {
    const expiresAt = new Date(Date.now() + 86_400_000);
    return (await invitations.create({ organizationId: acme, invitee, roleIds, expiresAt })).id;
  };
  const [withdrawn, forgotten] = [await invite('withdrawn@example.test'), await invite('forgotten@example.test')];
  await run();
  await expectEqual();

  await users.patch(renamed, { name: 'Somebody else' });
  await users.delete(deleted);
  await members.add(acme, added);
  await members.setRoles(acme, promoted, ['admin']);
  await members.remove(acme, removed);
  await organizations.update(other, { description: 'What it is for' });
  await organizations.delete(gone);
  const fresh = await organizations.create({ name: 'Fresh' });
  await members.add(fresh.id, kept);
  await applications.leave(acme, robots[0]);
  await api.PATCH('/api/applications/{id}', { params: { path: { id: robots[1] } }, body: { name: 'Renamed' } });
  const machineRoles = (await bodyOf(api.GET('/api/organization-roles'))).filter(
    ({ type }) => (type as string) === 'MachineToMachine',
  );
  await applications.setRoles(acme, robots[2], [machineRoles[0]!.id]);
  await applications.join(acme, newcomer);
  await invitations.revoke(withdrawn);
  await invitations.delete(forgotten);
  const invited = await invite('invited@example.test');
  await joining.addDomain(acme, 'acme.example.net');
  await joining.setRoles(other, roleIds);
  const connector = { providerName: 'OIDC', connectorName: 'Acme’s', domains: ['acme.example.org'] } as never;
  const { id: connectorId } = await bodyOf(api.POST('/api/sso-connectors', { body: connector }));
  await api.POST('/api/organizations/{id}/jit/sso-connectors', {
    params: { path: { id: federated } },
    body: { ssoConnectorIds: [connectorId] },
  });

  const differences = [
    ['user', renamed, 'different'],
    ['user', deleted, 'gone'],
    ['member', added, 'missing'],
    ['member', promoted, 'different'],
    ['member', removed, 'gone'],
    ['organization', other, 'different'],
    ['organization', gone, 'gone'],
    ['organization', fresh.id, 'missing'],
    ['machine', robots[0], 'gone'],
    ['machine', robots[1], 'different'],
    ['machine', robots[2], 'different'],
    ['machine', newcomer, 'missing'],
    ['invitation', withdrawn, 'different'],
    ['invitation', forgotten, 'gone'],
    ['invitation', invited, 'missing'],
    ['sign-in', acme, 'different'],
    ['sign-in', other, 'different'],
    ['sign-in', federated, 'different'],
  ].sort();
  const dry = await run({ dryRun: true });
  expect(dry.map(({ what, id, difference }) => [what, id, difference]).sort()).toEqual(differences);
  const mended = await run();
  expect(mended.map(({ what, id, difference }) => [what, id, difference]).sort()).toEqual(differences);
  expect(new Set(mended.map(({ outcome }) => outcome))).toEqual(new Set(['mended']));
  await expectEqual();
}, 60_000);

it('brings the copy to what Logto has after any changes, of which a dry run tells and writes nothing', async () => {
  console.log(`reconcile: RECONCILE_SEED=${seed} RECONCILE_CHANGES=${many}`);
  const { populate, make, arbitrary } = allChangesIn(server);
  const history = fc.array(arbitrary, { minLength: many, maxLength: many });
  const property = fc.asyncProperty(history, async (changes) => {
    await populate();
    for (const change of changes.slice(0, many / 4)) await make(change);
    await run();
    await expectEqual();

    for (const change of changes.slice(many / 4)) await make(change);
    const before = await copy();
    const dry = await run({ dryRun: true });
    expect(await copy()).toEqual(before);

    const mended = await run();
    const after = await expectEqual();
    expect(Object.keys(after.organizations).length).toBeGreaterThan(1);
    expect(mended.filter(({ outcome }) => outcome !== 'mended')).toEqual([]);
    const keys = mended.map(({ what, id }) => `${what} ${id}`);
    for (const { what, id, difference } of dry) {
      // With a person who is gone their memberships go, and with an application that of a machine.
      if (difference !== 'gone') expect(keys).toContain(`${what} ${id}`);
    }
    expect(await run()).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns: 1, endOnFailure: true });
}, 900_000);
