/**
 * Tests of `<org-switcher>` on somebody else's page. A test fails when that page prints an error or breaks its own
 * content security policy, unless it says that it provokes one.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { startHost, type Host, type HostKind, type HostPage } from './host.ts';
import { apiOrigin, PretendedApi } from './pretended-api.ts';

export { expect };

export type SwitcherPage = {
  page: Page;
  switcher: Locator;
  trigger: Locator;
  dialog: Locator;
  search: Locator;
  options: Locator;
  /** Name of the option that the text box points at. */
  active: () => Promise<string | null>;
  /** Names of the events so far. */
  told: () => Promise<string[]>;
  /** Where the focus is, also inside the widget: its part, its id, or its tag. */
  focus: () => Promise<string>;
};

type Fixtures = {
  api: PretendedApi;
  allowConsoleErrors: (pattern: RegExp) => void;
  open: (page?: Partial<HostPage> & { attributes?: string; element?: string; in?: Page }) => Promise<SwitcherPage>;
};

export const test = base.extend<Fixtures, { hostKind: HostKind; host: Host }>({
  hostKind: ['plain', { scope: 'worker', option: true }],
  host: [
    async ({ hostKind }, use) => {
      const host = await startHost(apiOrigin, hostKind);
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 300_000 }, // the first one installs
  ],
  api: async ({ context }, use) => {
    const api = new PretendedApi();
    await api.answer(context);
    await use(api);
  },
  allowConsoleErrors: async ({ context }, use) => {
    const printed: string[] = [];
    const allowed: RegExp[] = [];
    context.on('console', (message) => message.type() === 'error' && printed.push(message.text()));
    context.on('weberror', (error) => printed.push(String(error.error())));
    await use((pattern) => void allowed.push(pattern));
    expect(printed.filter((line) => !allowed.some((pattern) => pattern.test(line)))).toEqual([]);
  },
  open: async ({ page: first, host, allowConsoleErrors }, use) => {
    void allowConsoleErrors;
    await use(async ({ element = 'organization="o1"', in: page = first, ...given } = {}) => {
      const body = `<org-switcher base-url="${apiOrigin}" ${element}><a href="/">Organizations</a></org-switcher>`;
      await page.goto(host.add({ body, ...given }));
      const switcher = page.locator('org-switcher');
      const within = (step: string) =>
        switcher.evaluate(new Function('it', `return (${step})(it)`) as (it: Element) => never);
      return {
        ...{ page, switcher, trigger: switcher.locator('#trigger'), dialog: switcher.getByRole('dialog') },
        ...{ search: switcher.getByRole('combobox'), options: switcher.getByRole('option') },
        active: () =>
          within(`({ shadowRoot: root }) => {
            const id = root.querySelector('#search').getAttribute('aria-activedescendant');
            if (!id) return null;
            const option = root.getElementById(id);
            return option ? option.querySelector('bdi').textContent : 'nothing that is there';
          }`),
        told: () => page.evaluate(() => window.told.map(({ type }) => type)),
        focus: () =>
          page.evaluate(() => {
            const outside = document.activeElement!;
            const { id, part, localName } = outside.shadowRoot?.activeElement ?? outside;
            return part.value || id || localName;
          }),
      };
    });
  },
});

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(found, state).toEqual([]);
  expect(await page.evaluate(() => window.violations), `violations of the policy, ${state}`).toEqual([]);
}
