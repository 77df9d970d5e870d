import { changeAvatar } from '#app/flows/change-avatar.server.ts';
import { black, fileOf } from '#tests/unit/images/files.ts';
import { scenario } from '../scenario.ts';
import { aboutPerson } from '../stage.ts';

export default {
  'the first one': scenario({
    async stage({ person }) {
      const ada = await person('Ada');
      return { given: { ada }, about: aboutPerson(ada) };
    },
    press: ({ ada }, key) => changeAvatar(ada, fileOf(black(10, 10)), key),
  }),
};
