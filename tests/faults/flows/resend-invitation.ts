import { resendInvitation } from '#app/flows/resend-invitation.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'the mail again': scenario({
    mayMailTwice: true,
    async stage({ invited, sql }) {
      const { party, id } = await invited();
      await sql(`UPDATE invitations SET last_sent_at = last_sent_at - interval '1 hour' WHERE id = $1::uuid`, id);
      return pressedBy(party, 'Ada', { id });
    },
    press: ({ access, id }, key) => resendInvitation(access, id, key),
  }),
};
