import { addDomain } from '#app/flows/add-domain.server.ts';
import { removeDomain } from '#app/flows/remove-domain.server.ts';
import { newKey } from '../../flows/people.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';
import { ownerWithDomain } from './add-domain.ts';

export default {
  'the only one': scenario({
    async stage(stage) {
      const { party, domain } = await ownerWithDomain(stage);
      await addDomain(await party.access('Ada'), { domain }, newKey());
      return pressedBy(party, 'Ada', { domain });
    },
    press: ({ access, domain }, key) => removeDomain(access, { domain }, key),
  }),
};
