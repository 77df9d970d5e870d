import { addDomain } from '#app/flows/add-domain.server.ts';
import { changeJoiningRole } from '#app/flows/change-joining-role.server.ts';
import { newKey } from '../../flows/people.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';
import { ownerWithDomain } from './add-domain.ts';

export default {
  'to admin': scenario({
    async stage(stage) {
      const { party, domain } = await ownerWithDomain(stage);
      await addDomain(await party.access('Ada'), { domain }, newKey());
      return pressedBy(party, 'Ada', {});
    },
    press: ({ access }, key) => changeJoiningRole(access, { role: 'admin' }, key),
  }),
};
