import { rotateApiKey } from '#app/flows/rotate-api-key.server.ts';
import { startOf } from '#app/api-key-secret.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';
import { withApiKey } from './revoke-api-key.ts';

export default {
  'with a day of grace': scenario({
    async stage(stage) {
      const { party, id, secret } = await withApiKey(stage);
      return pressedBy(party, 'Ada', { id, from: startOf(secret) });
    },
    press: ({ access, id, from }) => rotateApiKey(access, id, { from, grace: '24' }),
  }),
};
