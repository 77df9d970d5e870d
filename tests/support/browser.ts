/**
 * What browser tests are written with.
 *
 *     import { expect, test } from '#tests/support/browser.ts';
 *     test('Ada signs in', async ({ page, logto, person }) => { … });
 *
 * Every browser context is watched: a test fails when pages of ours print an error to the console, or throw. What Logto's
 * pages print is Logto's.
 */
import { type BrowserContext, type BrowserContextOptions, expect, test as base } from '@playwright/test';
import pg from 'pg';
import type { Stack } from './browser-stack.ts';
import { logtoForBrowser, type BrowserLogto } from './browser-logto.ts';

export { expect };

interface Fixtures {
  /** Makes people and reads the mailbox without clicking. */
  logto: BrowserLogto;
  /** A person's own browser: another context, with its own cookies. `javaScriptEnabled: false` turns scripts off. */
  openBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** An address nobody else has. */
  newEmail: (name?: string) => string;
  /** Whoever asks for it is skipped where Logto's events do not reach the app. */
  withWebhooks: void;
  /** `test.use({ alone: true })`: no other test runs meanwhile. */
  alone: boolean;
  turn: void;
  /** Console errors a test provokes on purpose, such as the browser's own line about a 404. */
  allowConsoleErrors: (pattern: RegExp) => void;
  consoleErrors: { printed: string[]; allowed: RegExp[]; watch(context: BrowserContext): void };
}

interface WorkerFixtures {
  stack: Stack;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  stack: [
    async ({}, use) => {
      const found = process.env.TENANTRY_BROWSER_STACK;
      if (!found) throw new Error('The stack is missing: run the browser tests with `npm run test:e2e`.');
      await use(JSON.parse(found) as Stack);
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ stack }, use) => use(stack.appUrl),

  logto: async ({ stack }, use) => {
    const withoutMailbox = () => base.skip(true, 'E2E_MAILBOX_URL is not set, and this test reads mails.');
    await use(logtoForBrowser(stack, withoutMailbox));
  },

  newEmail: async ({ logto }, use) => use(logto.newEmail),

  withWebhooks: async ({ stack: { logto } }, use, testInfo) => {
    testInfo.skip(!logto.webhooks.arrive, logto.webhooks.arrive ? '' : logto.webhooks.why);
    await use();
  },

  alone: [false, { option: true }],

  // Workers are processes: they take turns in the database, which also frees the turn of one that dies.
  turn: [
    async ({ stack, alone }, use) => {
      const client = new pg.Client({ connectionString: stack.database.superUrl });
      await client.connect();
      await client.query(alone ? 'SELECT pg_advisory_lock(1)' : 'SELECT pg_advisory_lock_shared(1)');
      await use();
      await client.end();
    },
    { auto: true, timeout: 900_000 },
  ],

  consoleErrors: [
    async ({ stack }, use) => {
      const isOurs = (url = '') => !URL.canParse(url) || new URL(url).origin === new URL(stack.appUrl).origin;
      const printed: string[] = [];
      // A test that leaves a page while its data still comes: the browser says so of the stream it cut, for no script of ours.
      const allowed: RegExp[] = [/AbortError: BodyStreamBuffer was aborted/];
      const watch = (context: BrowserContext) => {
        context.on('console', (message) => {
          if (message.type() === 'error' && isOurs(message.location().url || message.page()?.url()))
            printed.push(message.text());
        });
        context.on('weberror', (error) => {
          if (isOurs(error.page()?.url())) printed.push(String(error.error()));
        });
      };
      await use({ printed, allowed, watch });
      expect(
        printed.filter((line) => !allowed.some((pattern) => pattern.test(line))),
        'console errors',
      ).toEqual([]);
    },
    { auto: true },
  ],

  allowConsoleErrors: async ({ consoleErrors }, use) => use((pattern) => void consoleErrors.allowed.push(pattern)),

  context: async ({ context, consoleErrors }, use) => {
    consoleErrors.watch(context);
    await use(context);
  },

  openBrowser: async ({ browser, baseURL, consoleErrors }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-US', ...options });
      consoleErrors.watch(context);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },
});
