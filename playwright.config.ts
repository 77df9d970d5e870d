import { defineConfig } from '@playwright/test';

const { CHROMIUM_PATH: executablePath, TENANTRY_TEST_REPORT: report, CI } = process.env;
const isRoot = process.getuid?.() === 0;

/** The tests in tests/e2e drive the built app; `tests/support/browser-setup.ts` starts it and what it needs. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/support/browser-setup.ts',
  workers: 2,
  forbidOnly: Boolean(CI),
  // A shared machine may stall a browser; what needs its second try is listed as flaky.
  retries: CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--no-pings',
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
