/** What is done to somebody in one browser is so in theirs at the next request, whatever their session was told before. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { permissionNames } from '#app/permissions.ts';
import { accessTo, known, newKey } from '#tests/flows/people.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let ada: TestUser;
let bob: TestUser;
let acme: Awaited<ReturnType<Stage['organization']>>;
let home: string;
let bobs: Browser[];

beforeAll(async () => {
  stage = await openStage();
});

beforeEach(async () => {
  [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
  acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'admin' });
  home = `/o/${acme.slug}`;
  bobs = [new Browser(), new Browser()];
  for (const browser of bobs) {
    await browser.signIn(bob);
    expect(await permissionsIn(browser)).toContain('manage:member');
  }
});

const accessOf = async (user: TestUser) => accessTo(acme.slug, await known(user));
const permissionsIn = async (browser: Browser) =>
  ((await browser.open(home)).data['organization'] as { permissions: string[] }).permissions;

describe('in all browsers of somebody else, at the next request', () => {
  it('a demotion takes what the role permitted', async () => {
    await changeMemberRoles(await accessOf(ada), { userIds: [bob.id], role: 'member' }, newKey());
    for (const browser of bobs)
      expect((await permissionsIn(browser)).sort()).toEqual(['delete:data', 'read:data', 'write:data']);
  });

  it('a promotion gives what the role permits', async () => {
    await changeMemberRoles(await accessOf(ada), { userIds: [bob.id], role: 'owner' }, newKey());
    for (const browser of bobs) expect((await permissionsIn(browser)).sort()).toEqual([...permissionNames].sort());
  });

  it('a removal is the 404 of a stranger', async () => {
    await removeMembers(await accessOf(ada), { userIds: [bob.id] }, newKey());
    for (const browser of bobs) expect(await browser.open(home)).toMatchObject({ status: 404 });
  });

  it('leaving in one is having left in the other', async () => {
    await leaveOrganization(await accessOf(bob), newKey());
    for (const browser of bobs) expect(await browser.open(home)).toMatchObject({ status: 404 });
  });

  it('an organization that was handed over is theirs', async () => {
    const adas = new Browser();
    await adas.signIn(ada);
    expect(await permissionsIn(adas)).toContain('delete:organization');
    await transferOwnership(await accessOf(ada), { userId: bob.id }, newKey());
    for (const browser of bobs) expect(await permissionsIn(browser)).toContain('delete:organization');
    expect(await permissionsIn(adas)).not.toContain('delete:organization');
  });

  it('a removal in Logto’s console that no event told of stops the next change', async () => {
    const access = await accessOf(bob);
    const eve = await stage.person('Eve');
    await stage.join(acme, eve.id, 'member');
    await logto().members.remove(acme.id, asUserId(bob.id));
    const answer = await removeMembers(access, { userIds: [eve.id] }, newKey());
    expect(answer).toMatchObject({ code: 'not-permitted' });
    for (const browser of bobs) expect(await browser.open(home)).toMatchObject({ status: 404 });
  });
});
