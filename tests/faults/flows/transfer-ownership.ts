import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'to a member': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner', Bob: 'member' });
      return pressedBy(party, 'Ada', { userId: party.id('Bob') });
    },
    press: ({ access, userId }, key) => transferOwnership(access, { userId }, key),
  }),
};
