import { WidgetFailure } from './failure.ts';

/** Asked for a token. `fresh`: it must be a new one, because the last was refused or the action is a grave one. */
export type GetToken = (reason: { fresh: boolean }) => string | Promise<string>;

export type Tokens = {
  /** One that is good for 20 s at least, as far as can be told; the same for all until then. */
  current(): Promise<string>;
  /** A new one in place of one that was refused; shared by all who were refused the same one. */
  renewed(refused: string): Promise<string>;
  /** One that nobody else gets. */
  own(): Promise<string>;
};

export function tokensFrom(getToken: GetToken): Tokens {
  let held: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;

  const own = async (fresh = true) => {
    try {
      return await getToken({ fresh });
    } catch (cause) {
      // A host's own fetch that fails is the network's failure; anything else says that there is no token.
      throw cause instanceof WidgetFailure || cause instanceof TypeError
        ? cause
        : new WidgetFailure('expired', { cause });
    }
  };
  const ask = (fresh: boolean) =>
    (asking ??= own(fresh)
      .then((token) => {
        held = { token, until: endOf(token) - 20_000 };
        return token;
      })
      .finally(() => (asking = undefined)));

  return {
    own,
    current: async () => (held && Date.now() < held.until ? held.token : ask(false)),
    renewed: async (refused) => (held && held.token !== refused ? held.token : ask(true)),
  };
}

/** In milliseconds. A token that does not say is held until it is refused. */
function endOf(token: string): number {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const { exp, iat } = JSON.parse(atob(payload)) as { exp?: number; iat?: number };
    if (!exp) return Infinity;
    // Over on arrival: this clock is ahead, and only the token's length of life can be trusted.
    return exp * 1000 > Date.now() || !iat ? exp * 1000 : Date.now() + (exp - iat) * 1000;
  } catch {
    return Infinity;
  }
}
