import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'an admin': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner', Bob: 'admin' }), 'Bob', {}),
    press: ({ access }, key) => leaveOrganization(access, key),
  }),
};
