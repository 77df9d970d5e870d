/** A process that creates an organization and is killed while it does. Run by killed-process.test.ts. */
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { known } from '../flows/people.ts';

const [id = '', email = '', slug = '', key = ''] = process.argv.slice(2);
const person = await known({ id, email, name: 'Ada' });
const input = { name: `The ${slug}`, slug, description: null };
process.stdout.write('pressed\n');
await createOrganization(person, input, key);
process.stdout.write('finished\n');
process.exit(0);
