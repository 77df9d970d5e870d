/**
 * What browser tests are written with.
 *
 *     import { expect, test } from '#tests/support/browser.ts';
 *     test('Ada signs in', async ({ page, logto, person }) => { … });
 *
 * Every browser context is watched: a test whose pages print an error to the console, or throw, fails.
 */
import { randomBytes } from 'node:crypto';
import { type BrowserContext, type BrowserContextOptions, expect, test as base } from '@playwright/test';
import type { Stack } from './browser-stack.ts';
import { logtoForBrowser, type BrowserLogto } from './browser-logto.ts';

export { expect };

interface Fixtures {
  /** Makes people and reads the mailbox without clicking. */
  logto: BrowserLogto;
  /** A person's own browser: another context, with its own cookies. `javaScriptEnabled: false` turns scripts off. */
  openBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** An address nobody else in this run has. */
  newEmail: (name?: string) => string;
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

  logto: async ({ stack }, use) => use(logtoForBrowser(stack)),

  newEmail: async ({}, use) => use((name = 'someone') => `${name}-${randomBytes(4).toString('hex')}@example.test`),

  consoleErrors: [
    async ({}, use) => {
      const printed: string[] = [];
      // A test that leaves a page while its data still comes: the browser says so of the stream it cut, for no script of ours.
      const allowed: RegExp[] = [/AbortError: BodyStreamBuffer was aborted/];
      const watch = (context: BrowserContext) => {
        context.on('console', (message) => void (message.type() === 'error' && printed.push(message.text())));
        context.on('weberror', (error) => void printed.push(String(error.error())));
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
