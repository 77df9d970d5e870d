import { closeOrganization } from '#app/flows/close-organization.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'by its owner': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner', Bob: 'member' }), 'Ada', {}),
    press: ({ access }) => closeOrganization(access, { confirmation: access.organizationName }),
  }),
};
