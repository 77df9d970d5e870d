/** Tests of `<member-list>` on somebody else's page, with the same watch over it as the switcher's. */
import type { Locator, Page } from '@playwright/test';
import type { HostPage } from './host.ts';
import { apiOrigin } from './pretended-api.ts';
import { people } from './pretended-members.ts';
import { expectAccessible, test as base } from './switcher-page.ts';

export { expect } from '@playwright/test';
export { expectAccessible, people };

export type MembersPage = {
  page: Page;
  list: Locator;
  grid: Locator;
  /** Of somebody, by a part of their name. */
  row: (name: string) => Locator;
  button: (name: string | RegExp) => Locator;
  /** Names of the events so far. */
  told: () => Promise<string[]>;
  /** Where the focus is in the grid: `3,5` for the third member's last cell, `0` being the header; else what has it. */
  focus: () => Promise<string>;
};

type Fixtures = {
  openList: (page?: Partial<HostPage> & { element?: string; in?: Page }) => Promise<MembersPage>;
};

export const test = base.extend<Fixtures>({
  openList: async ({ page: first, host, api, allowConsoleErrors }, use) => {
    void allowConsoleErrors;
    if (api.members.people.length === 0) api.members.people = people(30);
    await use(async ({ element = 'organization="o1"', in: page = first, ...given } = {}) => {
      const body = `<member-list base-url="${apiOrigin}" ${element}><a href="/">Members</a></member-list>`;
      await page.goto(host.add({ body, ...given }));
      const list = page.locator('member-list');
      return {
        ...{ page, list, grid: list.getByRole('grid') },
        row: (name) => list.getByRole('row').filter({ hasText: name }),
        button: (name) => list.getByRole('button', { name, exact: typeof name === 'string' }),
        told: () => page.evaluate(() => window.told.map(({ type }) => type)),
        focus: () =>
          page.evaluate(() => {
            const outside = document.activeElement!;
            const focused = outside.shadowRoot?.activeElement ?? outside;
            const cell = focused.closest('[role=row] > *');
            if (!cell) return focused.getAttribute('part') || focused.id || focused.localName;
            const row = Number(cell.parentElement!.getAttribute('aria-rowindex')) - 1;
            return `${row},${[...cell.parentElement!.children].indexOf(cell)}`;
          }),
      };
    });
  },
});
