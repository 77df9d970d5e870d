/** API keys and machines of Logto as those who act: as far as their role goes at that moment, under their own name. */
import { beforeEach, describe, expect, it } from 'vitest';
import { actorIdOf, type Machine } from '#app/auth/machine.ts';
import { accessOf } from '#app/auth/organization.server.ts';
import { addMachine } from '#app/flows/add-machine.server.ts';
import { addWidgetOrigin } from '#app/flows/add-widget-origin.server.ts';
import { removeLogo } from '#app/flows/change-logo.server.ts';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { closeOrganization } from '#app/flows/close-organization.server.ts';
import { createApiKey } from '#app/flows/create-api-key.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { removeMachine } from '#app/flows/remove-machine.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { resendInvitation } from '#app/flows/resend-invitation.server.ts';
import { revokeApiKey } from '#app/flows/revoke-api-key.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import { updateOrganization } from '#app/flows/update-organization.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { type MachineRole, type Role, roles } from '#app/permissions.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { listInvitations } from '#app/tenants/invitations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { timePasses, workOn } from './invitations-stage.ts';
import { memberStage, type Party } from './member-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);

beforeEach(() => server.clearFaults());

const ip = '192.0.2.9';

/** One that the owner has made, as the API's guard would hand it to a flow. */
async function machineIn(party: Party, kind: Machine['kind'], role: MachineRole = 'admin', name = 'Import') {
  const owner = await party.access('Ada');
  const id = await (kind === 'api-key' ? keyOf(owner, { name, role }) : applicationOf(owner, { name, role }));
  const machine: Machine = { kind, id, name, role };
  const { tenantId, organizationId, slug } = party;
  const inside = {
    tenantId,
    organizationId,
    slug,
    name: slug,
    logoUrl: null,
    roles: [role],
    plan: 'free',
    settings: {},
  };
  const who = { userId: actorIdOf(machine), email: null, name, avatarUrl: null, ip };
  const access = accessOf(who, inside, { permissions: [...roles[role].permissions], machine });
  const stop = () => (kind === 'api-key' ? revokeApiKey(owner, id) : removeMachine(owner, id, newKey()));
  return { access, actor: who.userId, stop };
}

type Owner = Awaited<ReturnType<Party['access']>>;
type Made = { name: string; role: MachineRole };

async function keyOf(owner: Owner, made: Made): Promise<string> {
  const answer = await createApiKey(owner, { ...made, lifetime: '90' }, newKey());
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.id;
}

async function applicationOf(owner: Owner, made: Made): Promise<string> {
  const answer = await addMachine(owner, made, newKey());
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.applicationId;
}

const inviting = (emails: string[], role: Role = 'member') => ({ emails, role, note: null, language: 'en' as const });

let mails = 0;
const newEmail = () => `invited-by-a-machine-${++mails}@example.test`;

describe.each(['api-key', 'machine'] as const)('of kind %s', (kind) => {
  it('an admin changes people and roles, under its own name', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'], Cy: ['member'] });
    const { access, actor } = await machineIn(party, kind);
    const change = { userIds: party.ids('Bob'), role: 'admin' as const };
    expect(await changeMemberRoles(access, change, newKey())).toMatchObject({ ok: true, value: [{ refused: null }] });
    expect(await removeMembers(access, { userIds: party.ids('Cy') }, newKey())).toMatchObject({ ok: true });
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['admin'] });
    const told = (await party.audit()).filter((event) => event.action.startsWith('member.'));
    expect(told).toMatchObject([
      { actor, action: 'member.roles-changed', target: 'Bob', ip },
      { actor, action: 'member.removed', target: 'Cy', ip },
    ]);
    const events = await asSystem((db) => db.auditEvent.findMany({ where: { actorId: actor } }));
    expect(new Set(events.map(({ actorName }) => actorName))).toEqual(new Set(['Import']));
  });

  it('an admin invites, sends again and takes back; the mail names it', async () => {
    const party = await stage.organization({ Ada: ['owner'] });
    const { access, actor } = await machineIn(party, kind);
    const email = newEmail();
    expect(await inviteMembers(access, inviting([email]), newKey())).toEqual({
      ok: true,
      value: [{ email, refused: null }],
    });
    const { invitations } = await listInvitations(party.tenantId);
    const { id } = invitations[0]!;
    await timePasses(id, 5);
    expect(await resendInvitation(access, id, newKey())).toMatchObject({ ok: true, value: { renewed: false } });
    const sent = await server.mails(email);
    expect(sent).toHaveLength(2);
    expect(sent.every(({ payload }) => JSON.stringify(payload).includes('Import'))).toBe(true);
    expect(await revokeInvitation(access, id, newKey())).toMatchObject({ ok: true });
    const told = (await party.audit()).filter(({ action }) => action.startsWith('invitation.'));
    expect(told.map((event) => [event.actor, event.action])).toEqual([
      [actor, 'invitation.sent'],
      [actor, 'invitation.sent-again'],
      [actor, 'invitation.revoked'],
    ]);
  });

  it('an admin describes the organization', async () => {
    const party = await stage.organization({ Ada: ['owner'] });
    const { access, actor } = await machineIn(party, kind);
    const changed = await updateOrganization(access, { name: party.slug, description: 'Rockets' }, newKey());
    expect(changed).toMatchObject({ ok: true });
    expect(await party.audit()).toContainEqual(expect.objectContaining({ actor, action: 'organization.described' }));
  });

  it('gives nobody more than it has, touches nobody above it, and is nobody who could leave', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const { access } = await machineIn(party, kind);
    const toOwner = { userIds: party.ids('Bob'), role: 'owner' as const };
    expect(await changeMemberRoles(access, toOwner, newKey())).toMatchObject({ code: 'role-above-own' });
    expect(await inviteMembers(access, inviting([newEmail()], 'owner'), newKey())).toMatchObject({
      code: 'role-above-own',
    });
    const ada = party.ids('Ada');
    expect(await removeMembers(access, { userIds: ada }, newKey())).toMatchObject({ code: 'member-above-own' });
    const down = { userIds: ada, role: 'member' as const };
    expect(await changeMemberRoles(access, down, newKey())).toMatchObject({ code: 'member-above-own' });
    expect(await leaveOrganization(access, newKey())).toMatchObject({ code: 'people-only' });
    expect(await transferOwnership(access, { userId: ada[0]! }, newKey())).toMatchObject({ code: 'people-only' });
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['member'] });
  });

  it('does nothing any more once it was stopped, whatever the guard had seen before', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const { access, stop } = await machineIn(party, kind);
    expect(await stop()).toMatchObject({ ok: true });
    const bob = { userIds: party.ids('Bob') };
    const refused = { code: 'not-permitted' };
    expect(await changeMemberRoles(access, { ...bob, role: 'admin' }, newKey())).toMatchObject(refused);
    expect(await removeMembers(access, bob, newKey())).toMatchObject(refused);
    expect(await inviteMembers(access, inviting([newEmail()]), newKey())).toMatchObject(refused);
    const renamed = updateOrganization(access, { name: 'Mine', description: null }, newKey());
    expect(await renamed).toMatchObject(refused);
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['member'] });
  });

  it('stopped half way through a long list, invites none of the rest', async () => {
    const party = await stage.organization({ Ada: ['owner'] });
    const { access, stop } = await machineIn(party, kind);
    const emails = Array.from({ length: 40 }, newEmail);
    const key = newKey();
    expect(await inviteMembers(access, inviting(emails), key)).toMatchObject({ code: 'still-working' });
    const { id } = await asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));
    await server.fail({ method: 'POST', path: '/organization-invitations', status: 429, times: 1 });
    await settleOperation(id);
    const before = await logto().invitations.list({ organizationId: party.organizationId });
    expect(before.length).toBeGreaterThan(0);
    expect(await stop()).toMatchObject({ ok: true });
    expect(await workOn(key)).toMatchObject({ state: 'done' });
    expect(await logto().invitations.list({ organizationId: party.organizationId })).toHaveLength(before.length);
    const { result } = await asSystem((db) => db.operation.findUniqueOrThrow({ where: { id } }));
    const { value } = result as { value: { refused: string | null }[] };
    expect(value.filter(({ refused }) => refused === 'not-permitted')).toHaveLength(emails.length - before.length);
  });
});

it('has one effect for one key, also when a worker finishes what its process began', async () => {
  const party = await stage.organization({ Ada: ['owner'] });
  const { access, actor } = await machineIn(party, 'api-key');
  const emails = Array.from({ length: 21 }, newEmail);
  const key = newKey();
  const working = await inviteMembers(access, inviting(emails), key);
  expect(working).toMatchObject({ code: 'still-working' });
  expect(await inviteMembers(access, inviting(emails), key)).toEqual(working);
  expect(await workOn(key)).toMatchObject({ state: 'done' });
  expect(await inviteMembers(access, inviting(emails), key)).toEqual(working);
  expect(await logto().invitations.list({ organizationId: party.organizationId })).toHaveLength(emails.length);
  const sent = (await party.audit()).filter(({ action }) => action === 'invitation.sent');
  expect(sent).toHaveLength(emails.length);
  expect(new Set(sent.map((event) => event.actor))).toEqual(new Set([actor]));
  const another = await machineIn(party, 'api-key', 'admin', 'Another');
  const refused = await inviteMembers(another.access, inviting(emails.slice(0, 1)), key);
  expect(refused).toMatchObject({ ok: true, value: [{ refused: 'already-invited' }] });
});

it('a session or token that was granted less than its person holds does no more than that', async () => {
  const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
  const access = { ...(await party.access('Ada')), permissions: ['read:data' as const] };
  const refused = { code: 'not-permitted' };
  expect(await removeLogo(access, newKey())).toMatchObject(refused);
  expect(await addWidgetOrigin(access, { origin: 'https://shop.example.com' })).toMatchObject(refused);
  expect(await inviteMembers(access, inviting([newEmail()]), newKey())).toMatchObject(refused);
  expect(await closeOrganization(access, { confirmation: party.slug })).toMatchObject(refused);
  expect(await transferOwnership(access, { userId: party.ids('Bob')[0]! }, newKey())).toMatchObject(refused);
  expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['member'] });
});

it('a role that a key got no more counts at once', async () => {
  const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
  const { access } = await machineIn(party, 'api-key', 'member');
  const seenAsAdmin = { ...access, permissions: [...roles.admin.permissions] };
  const change = { userIds: party.ids('Bob'), role: 'admin' as const };
  expect(await changeMemberRoles(seenAsAdmin, change, newKey())).toMatchObject({ code: 'not-permitted' });
});

it('the key of one organization is nobody in another', async () => {
  const [party, blue] = [await stage.organization({ Ada: ['owner'] }), await stage.organization({ Ada: ['owner'] })];
  const { access } = await machineIn(party, 'api-key');
  const { tenantId, organizationId, slug } = blue;
  const forged = { ...access, tenantId, organizationId, slug };
  expect(await inviteMembers(forged, inviting([newEmail()]), newKey())).toMatchObject({ code: 'not-permitted' });
});
