import { asSystem, forKey } from './db.server.ts';

/** The counters of app/rate-limit.server.ts, which all instances share. */

export type Counted = {
  /** With this use, in the window under way. */
  used: number;
  /** Seconds, at least 1, until the window ends. By the database's clock, as all else here. */
  endsIn: number;
};

export async function countUse(key: string, cost: number, seconds: number): Promise<Counted> {
  const [row] = await forKey(
    '',
    (db) => db.$queryRaw<Counted[]>`
      SELECT used, least(${seconds}, greatest(1, ceil(extract(epoch FROM ends_at - clock_timestamp()))))::int AS "endsIn"
        FROM use_of_limit(${key.slice(0, keyLength)}, ${cost}::int, ${seconds}::int)`,
  );
  return row!;
}

const keyLength = 200;

/** For the workers: windows that have ended. Answers how many. */
export const sweepRateLimits = (): Promise<number> =>
  asSystem(async (db) => {
    const { count } = await db.rateLimit.deleteMany({ where: { endsAt: { lt: new Date() } } });
    return count;
  });
