import { createApiKey } from '#app/flows/create-api-key.server.ts';
import { revokeApiKey } from '#app/flows/revoke-api-key.server.ts';
import { newKey } from '../../flows/people.ts';
import { scenario } from '../scenario.ts';
import { pressedBy, type Stage } from '../stage.ts';

/** An organization with a key. */
export async function withApiKey({ organization }: Stage) {
  const party = await organization({ Ada: 'owner' });
  const access = await party.access('Ada');
  const made = await createApiKey(access, { name: 'Import', role: 'member', lifetime: '30' }, newKey());
  if (!made.ok) throw new Error(made.code);
  const { id, secret } = made.value;
  return { party, id, secret };
}

export default {
  'at once': scenario({
    async stage(stage) {
      const { party, id } = await withApiKey(stage);
      return pressedBy(party, 'Ada', { id });
    },
    press: ({ access, id }) => revokeApiKey(access, id),
  }),
};
