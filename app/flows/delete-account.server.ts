import type { SignedIn } from '#app/auth/session.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto, userTokens } from '#app/logto/logto.server.ts';
import { decrypt } from '#app/secrets.server.ts';
import {
  forgetMe,
  holdOwners,
  letGoOfAll,
  listOwned,
  markMemberships,
  openTenants,
  type Owned,
  refreshTokensOf,
} from '#app/tenants/account.server.ts';
import { actorOf } from './actor.server.ts';
import { isOwnerBesides } from './look-at-member.server.ts';
import { operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

/** Of so many organizations a person waits until their owners are looked at: two or more calls each. Then a worker does it. */
const mostAtOnce = 10;

/**
 * Deletes the account of the person, in Logto and here, with their memberships, sessions and pictures. What they made in
 * workspaces stays there. `typed` is their own address, or their name if they have none.
 *
 * While they are the last owner of a workspace that is not closed, nothing is done. Fails with `email-does-not-match`,
 * `last-owner-somewhere` (`names`, and `slugs` by commas), `owner-change-under-way`, `still-working`, `logto-unreachable`,
 * `rate-limited`, `logto-refused`.
 */
export async function deleteAccount(person: SignedIn, typed: string, key: string): Promise<Result<null>> {
  if (!isMeant(person, typed)) return failure('email-does-not-match', { field: 'confirmation' });
  const owned = await listOwned(person.userId);
  return (owned.length > mostAtOnce ? perform.later : perform)(actorOf(person), null, key);
}

/** What has to be typed. */
export const confirmationOf = ({ email, name, userId }: Pick<SignedIn, 'email' | 'name' | 'userId'>): string =>
  email ?? name ?? userId;

const isMeant = (person: SignedIn, typed: string): boolean =>
  typed.trim().toLowerCase() === confirmationOf(person).trim().toLowerCase();

type ThisRun = Run<null, null>;

const perform = operation<null, null, null>({
  kind: 'delete-account',

  async reserve(db, { id, actor, claim }) {
    if (!(await claim(`account:${actor.userId}`))) throw new Refusal('still-working');
    if (!(await markMemberships(db, actor.userId, id))) throw new Refusal('still-working');
    return null;
  },

  async steps(run) {
    const { actor, step } = run;
    const owned = await step('look what they own', () => ownedBy(run));
    await step('hold the owners', () => hold(run, owned));
    const alone: Owned[] = [];
    for (const each of owned) {
      const another = await step(`look for another owner of ${each.tenantId}`, () =>
        isOwnerBesides(each, actor.userId),
      );
      if (!another) alone.push(each);
    }
    if (alone.length > 0) throw lastOwnerOf(alone);
    const tokens = await refreshTokensOf(actor.userId); // they are secrets, and no step may remember them
    await step('delete in Logto: begun', async () => null);
    await step('delete in Logto', () => logto().users.delete(actor.userId));
    await forget(run);
    await revoke(tokens);
    return null;
  },

  mustFinish: (run, error) => hasBegun(run) && (run.again || error?.effect !== 'none'),

  /** An account that is gone stays so: then nothing of it is kept here either. */
  async undo(run) {
    if (hasBegun(run) && !(await logto().users.get(run.actor.userId))) await forget(run);
    else await letGoOfAll(run.actor.userId, run.id);
  },
});

const hasBegun = ({ remembered }: ThisRun): boolean => remembered('delete in Logto: begun') !== undefined;

/** By Logto's roles of this moment. What it deletes by itself, with its last owner gone, is not asked about. */
async function ownedBy({ actor }: ThisRun): Promise<Owned[]> {
  try {
    const organizations = await logto().users.organizations(actor.userId);
    const owned = organizations.filter(({ roles }) => roles.some(({ name }) => name === 'owner'));
    return await openTenants(
      actor.userId,
      owned.map(({ id }) => id),
    );
  } catch (error) {
    if (isLogtoError(error) && error.kind === 'not-found') return []; // Logto's console has deleted them
    throw error;
  }
}

/** Two owners who go at once would each see the other. */
async function hold({ id, actor }: ThisRun, owned: Owned[]): Promise<void> {
  const tenants = owned.map(({ tenantId }) => tenantId);
  const busy = await holdOwners(actor.userId, id, tenants);
  if (busy.length > 0) throw new Refusal('owner-change-under-way');
}

const lastOwnerOf = (alone: Owned[]) =>
  new Refusal('last-owner-somewhere', {
    values: { names: alone.map(({ name }) => name).join(', '), slugs: alone.map(({ slug }) => slug).join(',') },
  });

const forget = ({ actor, write }: ThisRun): Promise<null> =>
  write('forget them here', async (db) => {
    await forgetMe(db, actor);
    return null;
  });

/** As far as Logto answers: without their account the tokens are worth nothing there. */
async function revoke(tokens: Uint8Array[]): Promise<void> {
  const secrets = tokens.flatMap((token) => decrypt('refresh-token', token) ?? []);
  await Promise.all(secrets.map((token) => userTokens().revokeRefreshToken(token)));
}
