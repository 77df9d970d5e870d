import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** What every project shares: a test that prints to console.error fails. */
const shared = {
  environment: 'node',
  setupFiles: ['./tests/support/as-new.ts', './tests/support/console-errors.ts'],
  /** A process for each file would load all packages again: half of what a file takes. `as-new.ts` is what isolates. */
  isolate: false,
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

/** The widgets come from their sources, as in `vite.config.ts`. */
const fromSource = { ssr: { resolve: { conditions: ['tenantry-source', ...defaultServerConditions] } } };

/** All routes, as Vite would hand them to the server. */
const alias = {
  'virtual:remix/server-build': fileURLToPath(new URL('tests/integration/pages/server-build.ts', import.meta.url)),
};

const services = { globalSetup: ['./tests/support/postgres-setup.ts', './tests/support/logto-setup.ts'] };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3, // on two cores: a third of the time is waiting for Logto and PostgreSQL
    projects: [
      { ...fromSource, test: { ...shared, name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] } },
      {
        ...fromSource,
        test: {
          ...shared,
          ...services,
          alias,
          name: 'integration',
          include: ['tests/{integration,flows,faults,walls}/**/*.test.{ts,tsx}'],
        },
      },
      {
        // What hangs on how a server answers, against the oldest one that is supported.
        test: {
          ...shared,
          ...services,
          name: 'older-logto',
          include: ['tests/integration/{logto,sync}/**/*.test.ts', 'tests/flows/**/*.test.ts'],
          exclude: [
            'tests/integration/logto/{setup*,recorded,retries,addresses}.test.ts',
            'tests/integration/sync/{absence,bad-deliveries,database-away,reconcile-*,worker}.test.ts',
            // Races, refusals and lists are ours, whatever the server: `LOCAL_LOGTO_VERSION=1.37` runs them too.
            'tests/flows/{guards,members-at-once,members-while-logto-fails,write-once}.test.ts',
            'tests/flows/{invitations-{killed,list,many,truth},machine-actors}.test.ts',
            'tests/flows/{change-slug,close-organization,delete-account,limit-of-*,limits,pictures,sign-in-settings,update-organization}.test.ts',
          ],
          env: { LOCAL_LOGTO_VERSION: '1.37' },
        },
      },
      // Of the build.
      {
        test: {
          ...shared,
          ...services,
          alias,
          name: 'instances',
          include: ['tests/instances/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      { test: { ...shared, ...services, name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          isolate: true, // a cluster of PostgreSQL is its process's
          name: 'environment',
          include: ['tests/environment/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
