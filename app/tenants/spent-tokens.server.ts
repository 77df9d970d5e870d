import { asSystem, forKey } from './db.server.ts';

/** Widget tokens that were used for what one of them may do only once. */

/** False when it was spent before, whichever instance saw it. */
export async function spendToken(id: string, expiresAt: Date): Promise<boolean> {
  // A minute longer than it is good for: the clocks of instances differ.
  const until = new Date(expiresAt.getTime() + 60_000);
  const [row] = await forKey(
    '',
    (db) => db.$queryRaw<{ first: boolean }[]>`
    SELECT spend_token(${id}::uuid, ${until}) AS first`,
  );
  return row?.first ?? false;
}

/** For the workers: those that nobody would take any more anyway. Answers how many. */
export const sweepSpentTokens = (): Promise<number> =>
  asSystem(async (db) => {
    const { count } = await db.spentToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    return count;
  });
