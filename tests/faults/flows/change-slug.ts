import { changeSlug } from '#app/flows/change-slug.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'another address': scenario({
    async stage({ organization, unique }) {
      const [party, slug] = [await organization({ Ada: 'owner' }), unique()];
      party.about.words[slug] = 'the new slug';
      return pressedBy(party, 'Ada', { slug });
    },
    press: ({ access, slug }) => changeSlug(access, { slug }),
  }),
};
