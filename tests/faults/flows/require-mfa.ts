import { requireMfa } from '#app/flows/require-mfa.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'no more': scenario({
    async stage({ organization, sql }) {
      const party = await organization({ Ada: 'owner' });
      await logto().organizations.update(party.organizationId, { isMfaRequired: true });
      await sql(`UPDATE tenants SET is_mfa_required = true WHERE id = $1::uuid`, party.tenantId);
      return pressedBy(party, 'Ada', {});
    },
    press: ({ access }, key) => requireMfa(access, { required: false }, key),
  }),
};
