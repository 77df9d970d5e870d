import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

const input = { role: 'member', days: 14, note: null, language: 'en' as const };

export default {
  'an address': scenario({
    async stage({ organization, unique }) {
      const party = await organization({ Ada: 'owner' });
      const email = `${unique()}@example.test`;
      party.about.words[email] = 'their address';
      return pressedBy(party, 'Ada', { emails: [email] });
    },
    press: ({ access, emails }, key) => inviteMembers(access, { ...input, emails }, key),
  }),
};
