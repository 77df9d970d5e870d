/**
 * People who are signed in, workspaces and invitations, made over HTTP in the steps that a browser would take: a spec
 * clicks only what it is about.
 *
 *     const ada = await logto.createPerson('Ada Byron');
 *     const acme = await workspace('Acme', { [ada.id]: 'owner' });   // before its people sign in: then they find it
 *     const page = await signedIn(ada);
 *     const { link } = await invite(page, acme, 'ben@example.test');
 */
import type { BrowserContextOptions, Page } from '@playwright/test';
import pg from 'pg';
import type { Role } from '#app/permissions.ts';
import { slugOf } from '#app/tenants/slug.ts';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base } from '#tests/support/browser.ts';
import { signInByCalls } from '#tests/support/experience.ts';

export { expect };

export interface Workspace {
  /** Logto's. */
  id: string;
  name: string;
  slug: string;
}

export interface Invited {
  id: string;
  email: string;
  /** As mailed, with the secret. */
  link: string;
  secret: string;
}

interface Fixtures {
  /** A page in a browser of this person's own, who is signed in there. */
  signedIn: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** An organization as Logto's console would make it, under a name nobody else has. */
  workspace: (name: string, members: Record<string, Role>) => Promise<Workspace>;
  invite: (inviter: Page, workspace: Workspace, email: string, role?: Role) => Promise<Invited>;
  /** Sends a form without a page: what somebody does who goes round ours. */
  post: (page: Page, path: string, form: Record<string, string>) => Promise<{ status: number; body: string }>;
}

interface WorkerFixtures {
  /** Looks behind all doors of the database: for what no page shows, and for time that passes. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  sql: [
    async ({ stack }, use) => {
      const pool = new pg.Pool({ connectionString: stack.database.superUrl, max: 2 });
      await use(async (text, values) => (await pool.query<Record<string, unknown>>(text, values)).rows);
      await pool.end();
    },
    { scope: 'worker' },
  ],

  signedIn: async ({ openBrowser, logto }, use) =>
    use(async (person, options) => {
      const context = await openBrowser(options);
      const { request } = context;
      await request.get('/auth/sign-in');
      const home = await request.get(await signInByCalls(request, logto, person));
      if (!home.ok() || home.url().startsWith(logto.endpoint)) {
        throw new Error(`The sign-in stopped at ${home.url()}, which answered ${home.status()}.`);
      }
      return context.newPage();
    }),

  workspace: async ({ logto }, use) =>
    use(async (given, members) => {
      const name = `${given} ${logto.mark()}`;
      const { id } = await logto.manage<{ id: string }>('POST', '/organizations', { name });
      for (const [userId, role] of Object.entries(members)) {
        await logto.manage('POST', `/organizations/${id}/users`, { userIds: [userId] });
        await logto.manage('PUT', `/organizations/${id}/users/${userId}/roles`, { organizationRoleNames: [role] });
      }
      return { id, name, slug: slugOf(name) };
    }),

  post: async ({ baseURL }, use) =>
    use(async (page, path, form) => {
      const headers = { origin: baseURL ?? '' };
      const answer = await page.request.post(path, { form, headers, maxRedirects: 0 });
      return { status: answer.status(), body: await answer.text() };
    }),

  invite: async ({ logto, post, sql }, use) =>
    use(async (inviter, { id: organizationId, slug }, email, role = 'member') => {
      const except = await logto.mails(email);
      expect(await post(inviter, `/o/${slug}/invitations/new`, { emails: email, role })).toMatchObject({ status: 302 });
      const { link = '' } = (await logto.mailTo(email, 'OrganizationInvitation', { except })).payload;
      const [made] = await sql(
        `SELECT i.id FROM invitations i JOIN tenants t ON t.id = i.tenant_id
         WHERE i.email = $1 AND t.logto_org_id = $2 ORDER BY i.created_at DESC LIMIT 1`,
        [email, organizationId],
      );
      return { id: String(made?.['id']), email, link, secret: link.split('/').at(-1) ?? '' };
    }),
});
