/**
 * `npm run bench:widgets`: how long `<org-switcher>` takes with 1,000 organizations and `<member-list>` with 10,000
 * people, on a processor that is four times slower than this one, on a page of another origin. Prints medians; fails
 * nothing, because machines differ.
 */
import { chromium, type Browser, type Page } from 'playwright';
import { startHost } from '#tests/e2e/widgets/host.ts';
import { apiOrigin, organization, PretendedApi } from '#tests/e2e/widgets/pretended-api.ts';
import { people, PretendedMembers } from '#tests/e2e/widgets/pretended-members.ts';
import { findChromium } from './chromium.mjs';

const rounds = 15;
/** tsx names functions by it, also those sent to a page. */
const named = 'globalThis.__name = (named) => named';
const median = (times: number[]) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;

const found = await findChromium();
if (!found) throw new Error('There is no Chromium: `node scripts/chromium.mjs` says what helps.');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: found.path, env: { ...process.env, ...found.env }, args });
const host = await startHost(apiOrigin);
try {
  await benchSwitcher(browser);
  await benchMembers(browser);
} finally {
  await browser.close();
  await host.stop();
}

async function slow(page: Page) {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return devTools;
}

function print(title: string, rows: [name: string, aim: number | null, ms: number[]][]): void {
  console.log(`${title}, 4 × slower processor (median, worst):`);
  for (const [name, aim, values] of rows) {
    const worst = Math.max(...values).toFixed(0);
    console.log(
      `  ${name.padEnd(26)} ${median(values).toFixed(1).padStart(6)} ms ${worst.padStart(5)} ms${aim ? `   aim ≤ ${aim} ms` : ''}`,
    );
  }
}

async function benchSwitcher(browser: Browser): Promise<void> {
  const context = await browser.newContext();
  const api = new PretendedApi();
  api.organizations = Array.from({ length: 1_000 }, (_, place) => organization(`o${place}`, `Organization ${place}`));
  await api.answer(context);
  const page = await context.newPage();
  await page.addInitScript(named);
  await page.goto(host.add({ body: `<org-switcher base-url="${apiOrigin}" organization="o1"></org-switcher>` }));
  const switcher = page.locator('org-switcher');
  await switcher.locator('#search').waitFor({ state: 'attached' });
  await slow(page);

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

  print('<org-switcher>, 1,000 organizations, to the next painted frame', [
    ['nothing at all', null, times.nothing],
    ['open', 80, times.open],
    ['filter, a letter', 30, times.filter],
  ]);
  await context.close();
}

/** What it asks for is answered inside the page, so that neither a network nor this process is measured. */
async function benchMembers(browser: Browser): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(named);
  await page.goto(host.add({ body: '' }));
  await page.waitForFunction(() => customElements.get('member-list'));
  const api = new PretendedMembers();
  api.people = people(10_000);
  const windows = Array.from({ length: 100 }, (_, place) => {
    const query = new URLSearchParams({ offset: String(place * 100), limit: '100' });
    return JSON.stringify(api.answer('GET', '/members', query, null, null)[1]);
  });
  const devTools = await slow(page);
  const heap = async () => {
    await devTools.send('HeapProfiler.collectGarbage');
    return (await devTools.send('Runtime.getHeapUsage')).usedSize / 1024 / 1024;
  };
  await page.evaluate(
    ({ windows, apiOrigin }) => {
      const answer = (url: URL) =>
        url.pathname.endsWith('/members')
          ? windows[Number(url.searchParams.get('offset') ?? 0) / 100]!
          : '{"items":[],"next":null}';
      Object.assign(window, {
        listOfMembers: () =>
          Object.assign(document.createElement('member-list'), {
            ...{ baseUrl: apiOrigin, organization: 'o1', getToken: () => 'a.b.c' },
            fetch: async (url: string) => {
              await new Promise((done) => setTimeout(done, 20));
              return new Response(answer(new URL(url)), { headers: { 'content-type': 'application/json' } });
            },
          }),
      });
    },
    { windows, apiOrigin },
  );
  const before = await heap();
  const times = await page.evaluate(async (count) => {
    const make = (window as unknown as { listOfMembers: () => HTMLElement }).listOfMembers;
    const frame = () => new Promise<number>(requestAnimationFrame);
    const rows = (list: HTMLElement) =>
      list.shadowRoot!.querySelectorAll('[role=row]:not([aria-busy=true]) bdi').length;
    const first: number[] = [];
    const still: number[] = [];
    const flung: number[] = [];
    const dragged: number[] = [];
    let list = make();
    for (let round = 0; round < count; round += 1) {
      list.remove();
      list = make();
      await new Promise((done) => setTimeout(done, 200));
      const begin = performance.now();
      document.body.append(list);
      while (rows(list) < 5) await frame();
      await new Promise((done) => setTimeout(done)); // until it is painted
      first.push(performance.now() - begin);
    }
    const scroller = list.shadowRoot!.querySelector('[part=scroller]')!;
    const worstOf = async (step: number) => {
      let [worst, last] = [0, await frame()];
      for (let frames = 0; frames < 60; frames += 1) {
        scroller.scrollTop += step;
        const now = await frame();
        [worst, last] = [Math.max(worst, now - last), now];
      }
      return worst;
    };
    for (let round = 0; round < 3; round += 1) {
      scroller.scrollTop = 0;
      await new Promise((done) => setTimeout(done, 300));
      still.push(await worstOf(0));
      flung.push(await worstOf(400)); // 24,000 px in a second, if it keeps up
      dragged.push(await worstOf(4_000)); // the bar, by hand: each frame is somewhere else
    }
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((done) => setTimeout(done, 500));
    const drawn = list.shadowRoot!.querySelectorAll('[role=row]').length;
    if (!list.shadowRoot!.textContent.includes('Person 09999')) throw new Error('It did not come to the end.');
    return { first, still, flung, dragged, drawn };
  }, 7);
  print('<member-list>, 10,000 people', [
    ['first rows, 20 ms of API', 150, times.first],
    ['worst frame, nothing at all', null, times.still],
    ['worst frame, flinging', 50, times.flung],
    ['worst frame, by the bar', 50, times.dragged],
  ]);
  const after = await heap();
  console.log(
    `  memory of the page, more   ${(after - before).toFixed(1).padStart(6)} MB, with ${times.drawn} rows drawn`,
  );
  await context.close();
}
