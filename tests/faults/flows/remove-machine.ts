import { addMachine } from '#app/flows/add-machine.server.ts';
import { removeMachine } from '#app/flows/remove-machine.server.ts';
import { newKey } from '../../flows/people.ts';
import { scenario } from '../scenario.ts';
import { pressedBy, type Stage } from '../stage.ts';

/** An organization with a machine that was made here. */
export async function withMachine({ organization, unique }: Stage) {
  const [party, name] = [await organization({ Ada: 'owner' }), unique()];
  party.about.words[name] = 'machine';
  const added = await addMachine(await party.access('Ada'), { name, role: 'member' }, newKey());
  if (!added.ok) throw new Error(added.code);
  const { applicationId } = added.value;
  party.about.words[applicationId] = 'machine’s id';
  return { party, applicationId };
}

export default {
  'made here': scenario({
    async stage(stage) {
      const { party, applicationId } = await withMachine(stage);
      return pressedBy(party, 'Ada', { applicationId });
    },
    press: ({ access, applicationId }, key) => removeMachine(access, applicationId, key),
  }),
};
