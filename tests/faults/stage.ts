/** What scenarios are set up with: people and organizations on both sides. Each case has its own organization. */
import { randomBytes } from 'node:crypto';
import type { Access } from '#app/auth/organization.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import type { TestLogto } from '#tests/support/local-logto.ts';
import { memberStage } from '../flows/member-stage.ts';
import { newKey, newPerson } from '../flows/people.ts';
import type { About, Staged } from './scenario.ts';

export type Stage = ReturnType<typeof faultStage>;
export type StagedOrganization = Awaited<ReturnType<Stage['organization']>>;

let count = 0;

export function faultStage(server: TestLogto) {
  const members = memberStage(server);
  const unique = () => `case-${++count}-${randomBytes(3).toString('hex')}`;

  /** Somebody whom no other case knows. */
  const person = (name: string) => newPerson(server, name, `${unique()}@example.test`);

  /**
   * Members by their role. `people: 'own'`: whom no other case knows; otherwise the same ones are in all organizations,
   * which takes less time.
   */
  async function organization(roles: Record<string, string>, people: 'own' | 'shared' = 'shared') {
    const mark = people === 'own' ? ` of ${unique()}` : '';
    const party = await members.organization(
      Object.fromEntries(Object.entries(roles).map(([name, role]) => [`${name}${mark}`, [role]])),
    );
    const { organizationId, tenantId, slug } = party;
    const id = (name: string) => party.id(`${name}${mark}`);
    const words: Record<string, string> = { [organizationId]: 'organization', [tenantId]: 'tenant', [slug]: 'slug' };
    for (const name of Object.keys(roles)) Object.assign(words, { [id(name)]: name, [`${name}${mark}`]: name });
    const about: About = { organizations: [organizationId], names: [slug], people: [], words };
    return {
      ...party,
      id,
      ids: (...names: string[]) => names.map(id),
      access: (name: string) => party.access(`${name}${mark}`),
      about,
    };
  }

  return {
    server,
    unique,
    person,
    organization,

    /** A guest with an account, and an invitation that waits for them. */
    async invited() {
      const party = await organization({ Ada: 'owner' });
      const guest = await person('Guest');
      const input = { emails: [guest.email!], role: 'member', days: 14, note: null, language: 'en' as const };
      await inviteMembers(await party.access('Ada'), input, newKey());
      const [invitation] = await listInvitationsFor(guest);
      Object.assign(party.about.words, { [guest.userId]: 'Guest', [guest.email!]: 'guest’s address' });
      return { party, guest, id: invitation!.id };
    },

    /** Changes rows as the clock or an operator would. */
    sql: (text: string, ...values: unknown[]) => asSystem((db) => db.$executeRawUnsafe(text, ...values)),
  };
}

/** The usual case: a member presses. */
export const pressedBy = async <More extends object>(
  party: StagedOrganization,
  name: string,
  more: More,
): Promise<Staged<More & { access: Access }>> => ({
  given: { ...more, access: await party.access(name) },
  about: party.about,
});

/** Somebody presses for themselves. */
export const aboutPerson = ({ userId, name, email }: SignedIn): About => ({
  organizations: [],
  names: [],
  people: [userId],
  words: { [userId]: name!, [email!]: `${name}’s address` },
});
