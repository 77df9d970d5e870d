import { addMachine } from '#app/flows/add-machine.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'as a member': scenario({
    async stage({ organization, unique }) {
      const [party, name] = [await organization({ Ada: 'owner' }), unique()];
      party.about.words[name] = 'machine';
      return pressedBy(party, 'Ada', { name });
    },
    press: ({ access, name }, key) => addMachine(access, { name, role: 'member' }, key),
  }),
};
