import { WidgetFailure } from './failure.ts';

/** Asked for a token. `fresh`: it must be a new one, because the last was refused or the action is a grave one. */
export type GetToken = (reason: { fresh: boolean }) => string | Promise<string>;

/**
 * A token: the one that is held, as long as it is good for 20 s at least. `refused` is one that the server did not take: a
 * new one comes in its place, once for all who had it. A `grave` action gets one that nobody else gets.
 */
export type Tokens = (grave?: boolean, refused?: string) => Promise<string>;

export function tokensFrom(getToken: GetToken): Tokens {
  let held = '';
  let until = 0;
  let asking: Promise<string> | undefined;

  const ask = async (fresh: boolean) => {
    try {
      return await getToken({ fresh });
    } catch (cause) {
      // A host's own fetch that fails is the network's failure; anything else says that there is no token.
      throw cause instanceof WidgetFailure || cause instanceof TypeError
        ? cause
        : new WidgetFailure('expired', { cause });
    }
  };

  return async (grave, refused) => {
    if (grave) return ask(true);
    if (held && (refused ? held !== refused : Date.now() < until)) return held;
    return (asking ??= ask(Boolean(refused))
      .then((token) => {
        until = endOf(token) - 20_000;
        return (held = token);
      })
      .finally(() => (asking = undefined)));
  };
}

/** In milliseconds. A token that does not say is held until it is refused. */
function endOf(token: string): number {
  try {
    const payload = token.split('.')[1]!.replace(/[-_]/g, (each) => (each === '-' ? '+' : '/'));
    const { exp, iat } = JSON.parse(atob(payload)) as { exp?: number; iat?: number };
    if (!exp) return Infinity;
    // Over on arrival: this clock is ahead, and only the token's length of life can be trusted.
    return exp * 1000 > Date.now() || !iat ? exp * 1000 : Date.now() + (exp - iat) * 1000;
  } catch {
    return Infinity;
  }
}
