import { updateOrganization } from '#app/flows/update-organization.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'name and description': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner' }), 'Ada', {}),
    press: ({ access }, key) => updateOrganization(access, { name: 'Renamed', description: 'Described' }, key),
  }),
};
