import type { SignedIn } from '#app/auth/session.server.ts';
import type { Actor } from './operation.server.ts';

/** One press of one button: `key` is the form's, the same when it is pressed again. */
export type Press = { key: string; ip: string };

export const displayName = (person: Pick<SignedIn, 'name' | 'email' | 'userId'>): string =>
  person.name ?? person.email ?? person.userId;

export const actorOf = (person: SignedIn, { ip }: Press, tenantId?: string): Actor => ({
  userId: person.userId,
  name: displayName(person),
  ip,
  ...(tenantId !== undefined && { tenantId }),
});
