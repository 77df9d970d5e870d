import type { ClosedAccess } from '#app/auth/closed.server.ts';
import { closeOrganization } from '#app/flows/close-organization.server.ts';
import { restoreOrganization } from '#app/flows/restore-organization.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'by its owner': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner', Bob: 'member' });
      const access = await party.access('Ada');
      await closeOrganization(access, { confirmation: access.organizationName });
      return pressedBy(party, 'Ada', {});
    },
    press: ({ access }) => restoreOrganization(access as unknown as ClosedAccess),
  }),
};
