import { namePerson } from '#app/flows/name-person.server.ts';
import { scenario } from '../scenario.ts';
import { aboutPerson } from '../stage.ts';

export default {
  'another name': scenario({
    async stage({ person }) {
      const ada = await person('Ada');
      return { given: { ada }, about: aboutPerson(ada) };
    },
    press: ({ ada }, key) => namePerson(ada, { name: 'Augusta' }, key),
  }),
};
