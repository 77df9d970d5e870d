import { deleteAccount } from '#app/flows/delete-account.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import { scenario } from '../scenario.ts';

export default {
  'of one of two owners': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner', Bob: 'owner' }, 'own');
      const bob = await party.access('Bob');
      party.about.words[bob.email!] = 'Bob’s address';
      return { given: { bob }, about: { ...party.about, people: [bob.userId] } };
    },
    press: ({ bob }, key) => deleteAccount(bob as unknown as SignedIn, bob.email!, key),
  }),
};
