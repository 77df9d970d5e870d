/** A process that adds or removes a machine and is killed while it does. Run by killed-while-adding-a-machine.test.ts. */
import type { Access } from '#app/auth/organization.server.ts';
import { addMachine } from '#app/flows/add-machine.server.ts';
import { removeMachine } from '#app/flows/remove-machine.server.ts';

const [flow = '', given = '{}', what = '', key = ''] = process.argv.slice(2);
const access = JSON.parse(given) as Access;
process.stdout.write('pressed\n');
if (flow === 'add') await addMachine(access, { name: what, role: 'member' }, key);
if (flow === 'remove') await removeMachine(access, what, key);
process.stdout.write('finished\n');
process.exit(0);
