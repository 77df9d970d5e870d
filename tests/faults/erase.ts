/** A process that erases closed organizations, or renames one, and is killed while it does. Run by killed-while-erasing.test.ts. */
import type { Access } from '#app/auth/organization.server.ts';
import { eraseOrganizations } from '#app/flows/erase-organizations.server.ts';
import { updateOrganization } from '#app/flows/update-organization.server.ts';

const [given = '', key = ''] = process.argv.slice(2);
process.stdout.write('began\n');
if (given) await updateOrganization(JSON.parse(given) as Access, { name: 'Renamed', description: 'Anew' }, key);
else await eraseOrganizations();
process.stdout.write('finished\n');
process.exit(0);
