/**
 * `npm run bench:widgets`: how long `<org-switcher>` takes with 1,000 organizations, on a processor that is four times
 * slower than this one, on a page of another origin. Prints medians; fails nothing, because machines differ.
 */
import { chromium } from 'playwright';
import { startHost } from '#tests/e2e/widgets/host.ts';
import { apiOrigin, organization, PretendedApi } from '#tests/e2e/widgets/pretended-api.ts';
import { findChromium } from './chromium.mjs';

const rounds = 15;
const median = (times: number[]) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;

const found = await findChromium();
if (!found) throw new Error('There is no Chromium: `node scripts/chromium.mjs` says what helps.');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: found.path, env: { ...process.env, ...found.env }, args });
const host = await startHost(apiOrigin);
try {
  const context = await browser.newContext();
  const api = new PretendedApi();
  api.organizations = Array.from({ length: 1_000 }, (_, place) => organization(`o${place}`, `Organization ${place}`));
  await api.answer(context);
  const page = await context.newPage();
  await page.addInitScript('globalThis.__name = (named) => named'); // tsx names functions by it, also those sent to a page
  await page.goto(host.add({ body: `<org-switcher base-url="${apiOrigin}" organization="o1"></org-switcher>` }));
  const switcher = page.locator('org-switcher');
  await switcher.locator('#search').waitFor({ state: 'attached' });
  const devTools = await context.newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });

  const times = await switcher.evaluate(async (element, count) => {
    const root = element.shadowRoot!;
    const search = root.querySelector<HTMLInputElement>('#search')!;
    const trigger = root.querySelector<HTMLElement>('#trigger')!;
    /** Milliseconds until the frame after it is painted. */
    const time = async (act: () => void) => {
      await new Promise((done) => setTimeout(done, 200));
      const begin = performance.now();
      act();
      await new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - begin;
    };
    const type = (text: string) => () => {
      search.value = text;
      search.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const nothing: number[] = [];
    const open: number[] = [];
    const filter: number[] = [];
    for (let round = 0; round < count; round += 1) {
      nothing.push(await time(() => {}));
      open.push(await time(() => trigger.click()));
      if (root.querySelectorAll('[role=option]').length < 5) throw new Error('It did not open.');
      for (const text of ['7', '77']) filter.push(await time(type(text)));
      if (root.querySelector('[role=option]')?.textContent?.includes('77') !== true)
        throw new Error('It did not filter.');
      await time(() => trigger.click());
    }
    return { nothing, open, filter };
  }, rounds);

  console.log('<org-switcher>, 1,000 organizations, 4 × slower processor, to the next painted frame (median, worst):');
  for (const [name, aim, values] of [
    ['nothing at all', null, times.nothing],
    ['open', 80, times.open],
    ['filter, a letter', 30, times.filter],
  ] as const) {
    const worst = Math.max(...values).toFixed(0);
    console.log(
      `  ${name.padEnd(18)} ${median(values).toFixed(1).padStart(6)} ms ${worst.padStart(5)} ms${aim ? `   aim ≤ ${aim} ms` : ''}`,
    );
  }
} finally {
  await browser.close();
  await host.stop();
}
