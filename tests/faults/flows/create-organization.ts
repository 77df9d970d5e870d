import { createOrganization } from '#app/flows/create-organization.server.ts';
import { scenario } from '../scenario.ts';
import { aboutPerson } from '../stage.ts';

export default {
  'a first workspace': scenario({
    async stage({ person, unique }) {
      const [ada, slug] = [await person('Ada'), unique()];
      const { words, ...about } = aboutPerson(ada);
      return { given: { ada, slug }, about: { ...about, names: [slug], words: { ...words, [slug]: 'slug' } } };
    },
    press: ({ ada, slug }, key) => createOrganization(ada, { name: slug, slug, description: null }, key),
  }),
};
