/** Every cell of the table of guards, by the real flows: it is done, or refused with that code and nothing is changed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import { type MemberCase, memberCases, nameOf, strangeRole } from '#tests/member-cases.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage, type Party } from './member-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);

beforeAll(() => stage.makeStrangeRole());

async function open({ actor, target, anotherOwner }: MemberCase): Promise<Party> {
  return stage.organization({
    Actor: actor,
    ...(target !== null && target !== 'self' && { Target: target }),
    ...(anotherOwner && { Other: ['owner'] }),
  });
}

async function act(party: Party, { target, action, role }: MemberCase) {
  const access = await party.access('Actor');
  const userId = target === null ? await stage.someoneElse() : party.id(target === 'self' ? 'Actor' : 'Target');
  if (role) return changeMemberRoles(access, { userIds: [userId], role }, newKey());
  if (action === 'remove') return removeMembers(access, { userIds: [userId] }, newKey());
  if (action === 'transfer') return transferOwnership(access, { userId }, newKey());
  return leaveOrganization(access, newKey());
}

/** Who has which roles when it was done. */
function afterwards(before: Record<string, string[]>, { target, action, role }: MemberCase) {
  const whom = target === 'self' ? 'Actor' : 'Target';
  const { [whom]: had = [], ...others } = before;
  const now = (has: string[], wanted: string) => [wanted, ...has.filter((name) => name === strangeRole)].sort();
  if (role) return { ...before, [whom]: now(had, role) };
  if (action !== 'transfer') return others;
  return { ...before, Target: now(had, 'owner'), Actor: now(before['Actor']!, 'admin') };
}

describe.each(memberCases.map((each) => [nameOf(each), each] as const))('%s', (_name, each) => {
  it(each.refused ? 'and nothing is changed' : 'and it is done', async () => {
    const party = await open(each);
    const before = await party.members();
    const answer = await act(party, each);
    const events = await party.audit();
    if (each.refused) {
      expect(answer).toMatchObject({ ok: false, code: each.refused });
      expect(await party.members()).toEqual(before);
      expect(events).toEqual([]);
    } else {
      const after = afterwards(before, each);
      expect(answer).toMatchObject({ ok: true });
      expect(await party.members()).toEqual(after);
      const changed = JSON.stringify(after) !== JSON.stringify(before);
      expect(events.length > 0).toBe(changed);
      for (const event of events) expect(event).toMatchObject({ actor: 'Actor', ip: '192.0.2.1' });
    }
    expect((await party.owners()).length > 0).toBe(Object.values(before).some((roles) => roles.includes('owner')));
    expect((await party.operations()).filter(({ state }) => state !== 'done' && state !== 'failed')).toEqual([]);
  });
});
