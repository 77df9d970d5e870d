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

/** The frame's, as far as it is shown: it is in the page twice, in the rail and in a phone's sheet. */
export const switcherOf = (page: Page) => page.locator('org-switcher.at-home:visible');
/** The widget's button, or the one of the links until it is there, and without scripts. */
export const switcherButton = (page: Page) => switcherOf(page).locator('summary:visible, [part=trigger]');

interface Fixtures {
  /** A page in a browser of this person's own, who is signed in there. */
  signedIn: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /**
   * `test.use({ withMemberList: true })`: the members page brings its widget. Else the table of the server stays, which is
   * there without JavaScript, for searches, and until the widget comes: most tests are about that.
   */
  withMemberList: boolean;
  /** An organization as Logto's console would make it, under a name nobody else has. */
  workspace: (name: string, members: Record<string, Role>) => Promise<Workspace>;
  /**
   * More people of a workspace, in Logto and in the copy, as after their first visit. Somebody has been there before. Roles
   * by name, ours or not.
   */
  staff: (workspace: Workspace, names: string[], roles?: string[]) => Promise<Person[]>;
  invite: (inviter: Page, workspace: Workspace, email: string, role?: Role) => Promise<Invited>;
  /** Sends a form without a page: what somebody does who goes round ours. */
  post: (page: Page, path: string, form: Record<string, string>) => Promise<{ status: number; body: string }>;
  /** Who is what in Logto, by name. */
  rolesInLogto: (workspace: Workspace) => Promise<Record<string, string[]>>;
}

interface WorkerFixtures {
  /** Looks behind all doors of the database: for what no page shows, and for time that passes. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
}

/** A tag that is taken keeps what it has: an element which shows what is inside. Not in frames for other sites. */
function takeTag(): void {
  if (!location.pathname.startsWith('/embed')) customElements.define('member-list', class extends HTMLElement {});
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

  withMemberList: [false, { option: true }],

  signedIn: async ({ openBrowser, logto, withMemberList }, use) =>
    use(async (person, options) => {
      const context = await openBrowser(options);
      // Where scripts are off, a class of theirs could not be run either.
      const runs = options?.javaScriptEnabled !== false;
      if (runs && !withMemberList) await context.addInitScript(takeTag);
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
      const mark = logto.mark();
      const name = `${given} ${mark}`;
      if (!slugOf(name).endsWith(mark))
        throw new Error(`"${given}" is so long that its address would be somebody else’s.`);
      const { id } = await logto.manage<{ id: string }>('POST', '/organizations', { name });
      for (const [userId, role] of Object.entries(members)) {
        await logto.manage('POST', `/organizations/${id}/users`, { userIds: [userId] });
        await logto.manage('PUT', `/organizations/${id}/users/${userId}/roles`, { organizationRoleNames: [role] });
      }
      return { id, name, slug: slugOf(name) };
    }),

  staff: async ({ logto, sql }, use) =>
    use(async ({ id, slug }, names, roles = ['member']) => {
      const [tenant] = await sql('SELECT id FROM tenants WHERE logto_org_id = $1', [id]);
      if (!tenant) throw new Error(`Nobody has signed in to ${slug} yet.`);
      const people: Person[] = [];
      const waiting = [...names];
      const lane = async () => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
          people.push(await logto.createPerson(name));
        }
      };
      await Promise.all([1, 2, 3, 4].map(lane));
      await logto.manage('POST', `/organizations/${id}/users`, { userIds: people.map((person) => person.id) });
      for (const { id: userId, name, email } of people) {
        const held = { organizationRoleNames: roles };
        await logto.manage('PUT', `/organizations/${id}/users/${userId}/roles`, held);
        await sql(
          `INSERT INTO users (id, name, email, updated_at) VALUES ($1, $2, $3, now()) ON CONFLICT (id) DO NOTHING`,
          [userId, name, email],
        );
        await sql(
          `INSERT INTO members (tenant_id, user_id, roles, name, email, sort_name) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (tenant_id, user_id) DO UPDATE SET roles = excluded.roles`,
          [tenant['id'], userId, roles, name, email, name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()],
        );
      }
      return names.map((name) => people.find((person) => person.name === name)!);
    }),

  rolesInLogto: async ({ logto }, use) =>
    use(async ({ id }) => {
      type Row = { name: string; organizationRoles: { name: string }[] };
      const rows = await logto.manage<Row[]>('GET', `/organizations/${id}/users?page=1&page_size=100`);
      return Object.fromEntries(
        rows.map(({ name, organizationRoles }) => [name, organizationRoles.map((role) => role.name).toSorted()]),
      );
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
