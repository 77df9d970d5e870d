import { requireMfa } from '#app/flows/require-mfa.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy, type Stage } from '../stage.ts';

/** With a second factor, which Logto offers from then on. */
async function withFactor({ organization, server }: Stage) {
  const party = await organization({ Ada: 'owner' }, 'own');
  await server.api.PATCH('/api/sign-in-exp', {
    body: { mfa: { policy: 'NoPrompt', factors: ['Totp'], organizationRequiredMfaPolicy: 'Mandatory' } } as never,
  });
  await server.api.POST('/api/users/{userId}/mfa-verifications', {
    params: { path: { userId: party.id('Ada') } },
    body: { type: 'Totp' } as never,
  });
  return party;
}

export default {
  'from now on': scenario({
    stage: async (stage) => pressedBy(await withFactor(stage), 'Ada', {}),
    press: ({ access }, key) => requireMfa(access, { required: true }, key),
  }),

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
