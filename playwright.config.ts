import { defineConfig } from '@playwright/test';
import type { HostKind } from './tests/e2e/widgets/host.ts';

const { CHROMIUM_PATH: executablePath, TENANTRY_TEST_REPORT: report, CI } = process.env;
const isRoot = process.getuid?.() === 0;

/** Browsers see the app and Logto, and nothing of the internet: a real Logto's pages ask for a logo there. */
const { APP_URL, LOGTO_ENDPOINT } = process.env;
const named = [APP_URL, LOGTO_ENDPOINT].flatMap((url) => (url ? [new URL(url).hostname] : []));
const hosts = ['localhost', '127.0.0.1', '[::1]', ...named].map((host) => `EXCLUDE ${host}`);

/** The tests in tests/e2e drive the built app; `tests/support/browser-setup.ts` starts it and what it needs. */
export default defineConfig<object, { hostKind: HostKind }>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/support/browser-setup.ts',
  workers: 2,
  forbidOnly: Boolean(CI),
  // A shared machine may stall a browser; what needs another try is listed as flaky.
  retries: CI ? 2 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  projects: [
    { name: 'chromium' },
    // All tests of the widgets on a second page, whose widgets React brings from the package: tests/hosts.
    {
      name: 'react-19',
      testMatch: /(org-switcher|member-list)(-(?!live)\w+)?\.spec\.ts/,
      use: { hostKind: 'react-19' },
    },
  ],
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    // Recording costs a third of the time: in CI it is what the second try is for.
    trace: CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--no-pings',
        `--host-resolver-rules=${['MAP * ~NOTFOUND', ...hosts].join(', ')}`,
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
