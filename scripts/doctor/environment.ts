/** Which set-up is looked at: that of the environment, or the one that `npm run dev` runs in this clone. */
import { existsSync, readFileSync } from 'node:fs';
import { inspectEnvironment, type Environment, type EnvironmentProblem } from '#app/env.server.ts';
import { isAlive } from '#scripts/lock.mjs';
import { bad, ok, type Check } from './check.ts';

type Variables = Record<string, string | undefined>;

export type Subject = {
  /** In words, for the first line. */
  title: string;
  values: Partial<Environment>;
  /** Only for migrations: a machine that serves need not have it. */
  ownerUrl: string | undefined;
  problems: EnvironmentProblem[];
};

export const developmentFile = '.local/dev-environment.json';

export function findSubject(source: Variables = process.env): Subject {
  const own = inspectEnvironment(source);
  const ownerUrl = source['DATABASE_OWNER_URL'];
  if (own.problems.length > 0) {
    const development = runningDevelopment(source);
    if (development) return development;
  }
  return { title: `The set-up of the environment${existsSync('.env') ? ' and .env' : ''}`, ownerUrl, ...own };
}

/** Only when nothing is set here that development does not have, too: else somebody means another set-up. */
function runningDevelopment(source: Variables): Subject | undefined {
  if (!existsSync(developmentFile)) return undefined;
  const { pid, environment } = JSON.parse(readFileSync(developmentFile, 'utf8')) as {
    pid: number;
    environment: Record<string, string>;
  };
  if (!isAlive(pid)) return undefined;
  const others = Object.entries(source).filter(
    ([name, value]) => value && name !== 'LOG_LEVEL' && environment[name] !== undefined && environment[name] !== value,
  );
  if (others.length > 0) return undefined;
  return {
    title: 'The development set-up that `npm run dev` runs here',
    ownerUrl: environment['DATABASE_OWNER_URL'],
    ...inspectEnvironment(environment),
  };
}

export const environmentCheck = ({ problems, values }: Subject): Check => ({
  name: 'environment',
  look: () =>
    Promise.resolve(
      problems.length === 0
        ? ok(`complete; APP_URL is ${values.APP_URL}`)
        : bad(
            `${problems.length} ${problems.length === 1 ? 'setting is' : 'settings are'} missing or malformed`,
            ...problems.map(({ name, remedy }) => `${name}: ${remedy}`),
          ),
    ),
});
