/** A process that removes a member after a while and is killed before. Run by killed-while-a-removal-waits.test.ts. */
import type { Access } from '#app/auth/organization.server.ts';
import { cancelRemoval, removeMembers } from '#app/flows/remove-members.server.ts';

const [flow = '', given = '{}', userId = '', key = ''] = process.argv.slice(2);
const access = JSON.parse(given) as Access;
process.stdout.write('pressed\n');
const waits = await removeMembers(access, { userIds: [userId], delaySeconds: flow === 'take-back' ? 10 : 1 }, key);
if (flow === 'take-back') await cancelRemoval(access, String(!waits.ok && waits.values?.['operation']));
process.stdout.write('written\n');
await new Promise((resolve) => setTimeout(resolve, 60_000)); // it is killed before
