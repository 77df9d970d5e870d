/** A process that changes members and is killed while it does. Run by killed-while-changing-members.test.ts. */
import type { Access } from '#app/auth/organization.server.ts';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { cancelRemoval, removeMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';

const [flow = '', given = '{}', userId = '', key = ''] = process.argv.slice(2);
const access = JSON.parse(given) as Access;
process.stdout.write('pressed\n');
if (flow === 'change') await changeMemberRoles(access, { userIds: [userId], role: 'admin' }, key);
if (flow === 'remove') await removeMembers(access, { userIds: [userId] }, key);
if (flow === 'leave') await leaveOrganization(access, key);
if (flow === 'transfer') await transferOwnership(access, { userId }, key);
if (flow === 'remove-later' || flow === 'take-back') {
  const waits = await removeMembers(access, { userIds: [userId], delaySeconds: flow === 'take-back' ? 10 : 1 }, key);
  if (flow === 'take-back') await cancelRemoval(access, String(!waits.ok && waits.values?.['operation']));
  process.stdout.write('written\n');
  await new Promise((resolve) => setTimeout(resolve, 60_000)); // it is killed before
}
process.stdout.write('finished\n');
process.exit(0);
