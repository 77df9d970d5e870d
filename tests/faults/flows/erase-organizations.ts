import { failure, success } from '#app/failures.ts';
import { addMachine } from '#app/flows/add-machine.server.ts';
import { eraseOrganizations } from '#app/flows/erase-organizations.server.ts';
import { newKey } from '../../flows/people.ts';
import { scenario } from '../scenario.ts';

export default {
  'one whose time has come': scenario({
    async stage({ organization, unique, sql }) {
      const [party, name] = [await organization({ Ada: 'owner', Bob: 'member' }), unique()];
      party.about.words[name] = 'machine';
      await addMachine(await party.access('Ada'), { name, role: 'member' }, newKey());
      await sql(`UPDATE tenants SET deletion_due_at = now() WHERE id = $1::uuid`, party.tenantId);
      return { given: {}, about: party.about };
    },
    // By the clock, which comes again: nobody is told anything.
    press: async () => ((await eraseOrganizations()) > 0 ? success(null) : failure('still-working')),
  }),
};
