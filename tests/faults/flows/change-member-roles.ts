import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'a member becomes admin': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner', Bob: 'member' });
      return pressedBy(party, 'Ada', { userIds: party.ids('Bob') });
    },
    press: ({ access, userIds }, key) => changeMemberRoles(access, { userIds, role: 'admin' }, key),
  }),

  'an owner becomes member': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner', Bob: 'owner' });
      return pressedBy(party, 'Ada', { userIds: party.ids('Bob') });
    },
    press: ({ access, userIds }, key) => changeMemberRoles(access, { userIds, role: 'member' }, key),
  }),
};
