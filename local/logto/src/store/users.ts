import type { User } from './entities.ts';

type Kind = 'email' | 'phone' | 'username';

/**
 * Users by id, and by what they sign in with. E-mails are found whatever their case, user names exactly.
 * Whoever changes one of those calls `set` again.
 */
export class Users extends Map<string, User> {
  // Map's constructor runs first and takes no rows, so `set` never meets an undefined index.
  readonly #index = new Map<string, string>();

  override set(id: string, user: User): this {
    for (const [kind, value] of identifiersOf(user)) if (value) this.#index.set(keyOf(kind, value), id);
    return super.set(id, user);
  }

  find(kind: Kind, value: string): User | undefined {
    const user = this.get(this.#index.get(keyOf(kind, value)) ?? '');
    const current = user && new Map(identifiersOf(user)).get(kind);
    return current && keyOf(kind, current) === keyOf(kind, value) ? user : undefined; // the index may remember a former one
  }
}

const identifiersOf = (user: User): [Kind, string | null][] => [
  ['email', user.primaryEmail],
  ['phone', user.primaryPhone],
  ['username', user.username],
];

const keyOf = (kind: Kind, value: string) => `${kind}:${kind === 'email' ? value.toLowerCase() : value}`;
