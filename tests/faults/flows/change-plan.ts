import { changePlan } from '#app/flows/change-plan.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { scenario } from '../scenario.ts';

const operator = { userId: asUserId('operator'), name: 'Operator', ip: '' };

export default {
  'by an operator': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner' });
      return { given: { tenantId: party.tenantId }, about: party.about };
    },
    press: ({ tenantId }) => changePlan(tenantId, 'team', operator),
  }),
};
