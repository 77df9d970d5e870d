import { changeLogo, removeLogo } from '#app/flows/change-logo.server.ts';
import { black, fileOf } from '#tests/unit/images/files.ts';
import { newKey } from '../../flows/people.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

const picture = () => fileOf(black(10, 10));

export default {
  'the first one': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner' }), 'Ada', {}),
    press: ({ access }, key) => changeLogo(access, picture(), key),
  }),

  'taken away': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner' });
      await changeLogo(await party.access('Ada'), picture(), newKey());
      return pressedBy(party, 'Ada', {});
    },
    press: ({ access }, key) => removeLogo(access, key),
  }),
};
