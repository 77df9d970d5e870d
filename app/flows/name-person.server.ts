import { z } from 'zod';
import type { SignedIn } from '#app/auth/session.server.ts';
import { type Result, success } from '#app/failures.ts';
import { logto } from '#app/logto/logto.server.ts';
import { upsertUser } from '#app/tenants/users.server.ts';
import { actorOf } from './actor.server.ts';
import { mayHaveTakenEffect, operation } from './operation.server.ts';

export const NamePerson = z.object({
  name: z.string().trim().min(1, 'name-missing').max(128, 'name-too-long'),
});

export type NamePerson = z.output<typeof NamePerson>;

type Input = NamePerson & { email: string | null; avatarUrl: string | null };

/**
 * What a person wants to be called, in Logto and in the copy: who registers by e-mail has no name yet.
 * Fails with `logto-unreachable`, `logto-refused`.
 */
export async function namePerson(person: SignedIn, { name }: NamePerson, key: string): Promise<Result<null>> {
  if (name === person.name) return success(null);
  const { email, avatarUrl } = person;
  return perform(actorOf(person), { name, email, avatarUrl }, key);
}

const perform = operation<Input, null, null>({
  kind: 'name-person',
  reserve: async () => null,

  async steps({ actor, input, step }) {
    await step('name in Logto', async () => void (await logto().users.patch(actor.userId, { name: input.name })));
    await step('name in the copy', async () => void (await upsertUser({ id: actor.userId, ...input })));
    return null;
  },

  mustFinish: (run, error) => mayHaveTakenEffect(run, error, 'name in Logto'),

  // A name that Logto has and the copy has not arrives by its event, or at the next sign-in.
  undo: async () => {},
});
