import { changeMachineRole } from '#app/flows/change-machine-role.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';
import { withMachine } from './remove-machine.ts';

export default {
  'to admin': scenario({
    async stage(stage) {
      const { party, applicationId } = await withMachine(stage);
      return pressedBy(party, 'Ada', { applicationId });
    },
    press: ({ access, applicationId }, key) => changeMachineRole(access, applicationId, { role: 'admin' }, key),
  }),
};
