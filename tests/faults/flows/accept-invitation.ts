import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { scenario } from '../scenario.ts';

export default {
  'as a new member': scenario({
    async stage({ invited }) {
      const { party, guest, id } = await invited();
      return { given: { guest, id }, about: party.about };
    },
    press: ({ guest, id }, key) => acceptInvitation(guest, id, key),
  }),
};
