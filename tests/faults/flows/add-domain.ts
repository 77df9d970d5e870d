import { addDomain } from '#app/flows/add-domain.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy, type Stage } from '../stage.ts';

/** An organization whose owner has an address of a domain that is nobody’s. */
export async function ownerWithDomain({ organization, server, unique }: Stage) {
  const [party, domain] = [await organization({ Ada: 'owner' }, 'own'), `${unique()}.example.net`];
  const path = { userId: party.id('Ada') };
  await server.api.PATCH('/api/users/{userId}', {
    params: { path },
    body: { primaryEmail: `ada@${domain}` } as never,
  });
  party.about.words[domain] = 'domain';
  return { party, domain };
}

export default {
  'the first one': scenario({
    async stage(stage) {
      const { party, domain } = await ownerWithDomain(stage);
      return pressedBy(party, 'Ada', { domain });
    },
    press: ({ access, domain }, key) => addDomain(access, { domain }, key),
  }),
};
