import { createApiKey } from '#app/flows/create-api-key.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'of a member': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner' }), 'Ada', {}),
    press: ({ access }, key) => createApiKey(access, { name: 'Import', role: 'member', lifetime: '30' }, key),
  }),
};
