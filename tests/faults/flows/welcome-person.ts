import { failure, success } from '#app/failures.ts';
import { welcomePerson } from '#app/flows/welcome-person.server.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { scenario } from '../scenario.ts';
import { aboutPerson } from '../stage.ts';

export default {
  'with an organization made elsewhere': scenario({
    async stage({ person, unique, server }) {
      const [ada, name] = [await person('Ada'), unique()];
      const { id } = await server.createOrganization({ name, members: { [ada.userId]: 'owner' } });
      const { words, ...about } = aboutPerson(ada);
      const claims = { sub: ada.userId, email: ada.email, name: ada.name, organizations: [asOrganizationId(id)] };
      return {
        given: { claims },
        about: {
          ...about,
          organizations: [id],
          names: [name],
          words: { ...words, [id]: 'organization', [name]: 'slug' },
        },
      };
    },
    // The sign-in holds without it, and tells nothing of it.
    async press({ claims }) {
      try {
        return success(await welcomePerson(claims as Parameters<typeof welcomePerson>[0]));
      } catch (error) {
        if (isLogtoError(error)) return failure('still-working');
        throw error;
      }
    },
  }),
};
