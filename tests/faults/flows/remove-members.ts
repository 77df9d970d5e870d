import { removeMembers } from '#app/flows/remove-members.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'a member': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner', Bob: 'member' });
      return pressedBy(party, 'Ada', { userIds: party.ids('Bob') });
    },
    press: ({ access, userIds }, key) => removeMembers(access, { userIds }, key),
  }),
};
