import { declineInvitation, revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  declined: scenario({
    async stage({ invited }) {
      const { party, guest, id } = await invited();
      return { given: { guest, id }, about: party.about };
    },
    press: ({ guest, id }, key) => declineInvitation(guest, id, key),
  }),

  revoked: scenario({
    async stage({ invited }) {
      const { party, id } = await invited();
      return pressedBy(party, 'Ada', { id });
    },
    press: ({ access, id }, key) => revokeInvitation(access, id, key),
  }),
};
