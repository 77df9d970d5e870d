import { createHash } from 'node:crypto';
import type { Page, Request } from '@playwright/test';
import { expect, test as base, type Workspace } from './stage.ts';
import { startEmbeddingSite, type EmbeddingSite } from './widgets/embedding-site.ts';

declare global {
  interface Window {
    wrong: string[];
    heard: ({ name: string; cancelable: boolean } & Record<string, unknown>)[];
    said: unknown;
    channels: number;
  }
}

type Script = { url: string; integrity: string };
type Embedding = {
  site: EmbeddingSite;
  acme: Workspace;
  script: Script;
  older: Script;
  tag: (script: Script) => string;
};

/** Acme has an API key and allows the site. Ben is who the site knows; Ada is signed in at Tenantry in the same browser. */
const test = base.extend<{ embedding: Embedding; page: Page }>({
  withMemberList: true,
  embedding: async ({ stack, logto, workspace, signedIn, post, sql }, use) => {
    const ada = await logto.createPerson('Ada Byron');
    const ben = await logto.createPerson('Ben Brook');
    const acme = await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' });
    const adas = await signedIn(ada);
    await signedIn(ben); // so that they are known
    const made = await post(adas, `/o/${acme.slug}/settings/machines/keys/new`, {
      ...{ name: 'Shop', role: 'admin', lifetime: '30' },
    });
    const apiKey = /\btnt_[\w-]+/.exec(made.body)?.[0] ?? '';
    expect(apiKey, made.body).not.toBe('');
    const script = (await (await fetch(`${stack.appUrl}/widgets/latest.json`)).json()) as Script;
    const older = await deployedBefore(stack.appUrl, script, sql);
    const site = await startEmbeddingSite({
      ...{ app: stack.appUrl, apiKey, user: ben.id },
      scripts: [script, older].map(({ integrity }) => `'${integrity}'`),
    });
    await sql(
      `INSERT INTO widget_origins (tenant_id, origin, added_by_name)
       SELECT id, $2, 'Ada Byron' FROM tenants WHERE logto_org_id = $1`,
      [acme.id, site.origin],
    );
    const tag = ({ url, integrity }: Script) =>
      `<script async src="${url}" integrity="${integrity}" crossorigin="anonymous"></script>`;
    await use({ site, acme, script, older, tag });
    await site.stop();
  },
  // Ada's browser: nothing of her session may count.
  page: async ({ embedding: _embedding, signedIn, logto, workspace }, use) => {
    const ada = await logto.createPerson('Ada Lovelace');
    await workspace('Hers', { [ada.id]: 'owner' });
    await use(await signedIn(ada));
  },
});

/** What an instance of an earlier version left, whose name a page still has. */
async function deployedBefore(
  app: string,
  { url }: Script,
  sql: (text: string, values: unknown[]) => Promise<unknown>,
): Promise<Script> {
  const code = `/* older */ ${await (await fetch(url)).text()}`;
  const hash = createHash('sha384').update(code).digest();
  const name = `0.0.9-${hash.toString('hex').slice(0, 32)}`;
  await sql('INSERT INTO widget_scripts (name, code) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, code]);
  return { url: `${app}/widgets/${name}.js`, integrity: `sha384-${hash.toString('base64')}` };
}

const heard = (page: Page, name: string) =>
  page.evaluate((wanted) => window.heard.filter((each) => each.name === wanted), name);

const said = async (page: Page) => {
  await page.waitForFunction(() => window.said !== undefined);
  return page.evaluate(() => window.said);
};

test('The script file works on a strict page by its hash, also of an earlier deployment, and two of them do not fight', async ({
  embedding: { site, acme, script, older, tag },
  stack,
  page,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/403|integrity/); // a key hands out no invitations; the last file is not run
  const widgets = ['org-switcher', 'member-list'];
  const body = widgets
    .map((name) => `<${name} base-url="${stack.appUrl}" organization="${acme.id}" lang="es"></${name}>`)
    .join('');
  const own = `addEventListener('DOMContentLoaded', () => {
    for (const widget of document.querySelectorAll('${widgets.join()}')) widget.getToken = tokenFrom('/widget-token');
  });`;
  for (const scripts of [[older], [script, older], [older, script]]) {
    await page.goto(site.origin + site.add({ body: body + scripts.map(tag).join(''), own }));
    await page.waitForLoadState('load'); // all scripts have run
    const trigger = page.locator('org-switcher #trigger');
    await expect(trigger).toHaveAccessibleName(new RegExp(`^Organización: ${acme.name}`));
    await expect(page.locator('member-list').getByRole('heading')).toHaveText(/ \(\d\)$/);
    await trigger.click();
    await expect(page.locator('org-switcher').getByRole('option')).toHaveText([new RegExp(acme.name)]);
    expect(await page.evaluate(() => window.wrong)).toEqual([]);
  }
  // A file that is not what the page says is not run.
  const other = { url: script.url, integrity: older.integrity };
  await page.goto(site.origin + site.add({ body: body + tag(other), own }));
  expect(await page.evaluate(() => customElements.get('org-switcher') === undefined)).toBe(true);
});

test('In a frame the widget works by tokens of the page around and by nothing else', async ({
  embedding: { site, acme, script, tag },
  stack,
  page,
  allowConsoleErrors,
}) => {
  // A key hands out no invitations. Chromium has no `autofocus` in a frame as such; a popover that opens has.
  allowConsoleErrors(/403|Blocked autofocusing/);
  const calls: Request[] = [];
  page.on('request', (request) => calls.push(request));
  const frame = `<widget-frame base-url="${stack.appUrl}" widget="org-switcher"
    ><a href="/">Organizations</a></widget-frame>`;
  const own = `addEventListener('DOMContentLoaded', () => {
    document.querySelector('widget-frame').getToken = tokenFrom('/widget-token?frame');
  });`;
  await page.goto(site.origin + site.add({ body: tag(script) + frame, own }));
  const inside = page.locator('widget-frame').frameLocator('iframe');
  const trigger = inside.locator('#trigger');
  const ready = expect.objectContaining({ ms: expect.any(Number) as unknown }) as unknown;
  await expect.poll(() => heard(page, 'widget-ready')).toEqual([ready]);
  await expect(trigger).toHaveAccessibleName('Choose an organization');
  await expect(page.getByRole('link', { name: 'Organizations' })).toBeHidden();
  await expect(page.locator('widget-frame iframe')).toHaveAttribute('title', 'Organizations');

  // As high as the widget; what opens lies over the page, whole, and closes with a press on the page.
  const box = (await page.locator('widget-frame').boundingBox())!;
  expect(box.height).toBeLessThan(60);
  await trigger.click();
  const option = inside.getByRole('option', { name: acme.name });
  await expect(option).toBeVisible();
  expect((await page.locator('widget-frame').boundingBox())!.height).toBe(box.height);
  expect((await option.boundingBox())!.y).toBeGreaterThan(box.y + box.height);
  await expect(inside.getByRole('combobox')).toBeFocused();
  await option.click();
  await expect(trigger).toHaveAccessibleName(new RegExp(`^Organization: ${acme.name}`));
  await expect.poll(() => heard(page, 'org-switch')).toHaveLength(1);
  expect(await heard(page, 'org-before-switch')).toEqual([expect.objectContaining({ cancelable: false })]);
  await trigger.click();
  await expect(option).toBeVisible();
  await page.getByRole('heading', { name: 'A site' }).click();
  await expect(option).toBeHidden();

  // Attributes and looks cross the border, the address of the server does not.
  await page.locator('widget-frame').evaluate((it, id) => {
    it.style.setProperty('--org-w-accent', 'rebeccapurple');
    it.setAttribute('label', 'Teams');
    it.setAttribute('organization', id); // what it said itself: no reason to begin anew
  }, acme.id);
  await expect(inside.locator('org-switcher')).toHaveAttribute('label', 'Teams');
  await expect(inside.locator('org-switcher')).not.toHaveAttribute('base-url');
  expect(await heard(page, 'widget-ready')).toHaveLength(1);
  const root = inside.locator('html');
  expect(await root.evaluate((it) => it.style.getPropertyValue('--org-w-accent'))).toBe('rebeccapurple');

  const api = calls.filter((request) => request.url().startsWith(`${stack.appUrl}/api/`));
  expect(api.length).toBeGreaterThan(0);
  for (const request of api) {
    const { cookie, authorization = '' } = await request.allHeaders();
    expect(cookie).toBeUndefined();
    const [, token = ''] = /^Bearer (.+)$/.exec(authorization) ?? [];
    expect(token).not.toBe('');
    expect(calls.filter((each) => each.url().includes(token))).toEqual([]);
  }
  expect(await page.evaluate(() => window.wrong)).toEqual([]);
});

test('A frame is nobody’s but the allowed page’s around it', async ({
  embedding: { site, acme, script, tag },
  stack,
  page,
  sql,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/frame-ancestors|Refused to frame|Failed to load resource|Blocked autofocusing|Framing/);
  const widget = `<widget-frame base-url="${stack.appUrl}" widget="org-switcher" organization="${acme.id}">Meanwhile</widget-frame>`;
  const own = `addEventListener('DOMContentLoaded', () => {
    document.querySelector('widget-frame').getToken = tokenFrom('/widget-token?frame');
  });`;
  const address = (origin: string, organization = acme.id) =>
    `${stack.appUrl}/embed/org-switcher?${new URLSearchParams({ origin, organization }).toString()}`;

  await test.step('a page that nobody allows shows what it had, also when it names another', async () => {
    const liar = `<iframe src="${address(site.origin).replaceAll('&', '&amp;')}"></iframe>`;
    await page.goto(site.stranger + site.add({ body: tag(script) + widget + liar, own }));
    await expect.poll(() => heard(page, 'widget-error')).toEqual([expect.objectContaining({ code: 'unavailable' })]);
    await expect(page.getByText('Meanwhile')).toBeVisible();
    const inside = page.frames().filter((frame) => frame !== page.mainFrame());
    expect(inside.map((frame) => new URL(frame.url()).protocol)).toEqual(['chrome-error:', 'chrome-error:']);
  });

  // A frame of the allowed page that is not <widget-frame>'s, and a third window beside it that speaks first.
  const third = site.add({
    body: '',
    own: `onmessage = ({ data, source, ports }) => {
      if (data === 'forge') {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => parent.postMessage('the forged port was taken', '*');
        port1.start();
        parent.frames[0].postMessage('tenantry:port', '*', [port2]);
        parent.postMessage({ tenantryLooks: [] }, '*');
        parent.postMessage('forged', '*');
      }
    };`,
  });

  await test.step('a third window hands over no port, and the page itself only one', async () => {
    const bare = site.add({
      body: `<iframe id="widget"></iframe><iframe id="third" src="${third}"></iframe>`,
      own: `
        const told = [];
        addEventListener('message', ({ data, source }) => {
          if (data.tenantryLooks && source === frames[0]) frames[1].postMessage('forge', '*');
          else if (typeof data === 'string') told.push(data);
          if (data === 'forged') give('first', () => give('second', () => {}));
        });
        function give(name, then) {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data: { type } }) => {
            told.push(name + ': ' + type);
            if (type === 'token') window.said = told;
            else if (then) then();
            then = undefined;
          };
          frames[0].postMessage('tenantry:port', '*', [port2]);
          port1.postMessage({ type: 'attributes', attributes: { 'base-url': location.origin }, looks: {} });
        }
        addEventListener('load', () => {
          document.querySelector('#widget').src = '${address(site.origin)}';
        });`,
    });
    await page.goto(site.origin + bare);
    await said(page);
    const element = page.frameLocator('#widget').locator('org-switcher');
    await element.evaluate(() => new Promise((done) => setTimeout(done))); // after what was sent until now
    const told = (await said(page)) as string[];
    expect(told[0]).toBe('forged');
    expect(told).toContain('first: token'); // for our own server: what else the page says is not where it asks
    expect(told.filter((line) => !line.startsWith('first: '))).toEqual(['forged']);
    await expect(element).toHaveCount(1);
    await expect(element).not.toHaveAttribute('base-url');
  });

  await test.step('another page in the same frame gets neither a port nor a token', async () => {
    const evil = site.add({
      body: '',
      own: `
        let ports = 0;
        addEventListener('message', (event) => {
          ports += event.ports.length;
          if (event.data === 'pong') parent.postMessage({ ports }, '*');
        });
        parent.postMessage({ tenantryLooks: ['color'] }, '*');
        parent.postMessage('ping', '*');`,
    });
    const host = site.add({
      body: tag(script) + widget,
      own: `${own}
        window.channels = 0;
        window.MessageChannel = class extends MessageChannel { made = window.channels++; };
        addEventListener('message', ({ data, source }) => {
          if (data === 'ping') source.postMessage('pong', '*');
          if (data.ports !== undefined) window.said = data.ports;
        });`,
    });
    await page.goto(site.origin + host);
    const frame = page.locator('widget-frame iframe');
    await expect(page.locator('widget-frame').frameLocator('iframe').locator('#trigger')).toBeVisible();
    const tokens: string[] = [];
    page.on('request', (request) => request.url().includes('/widget-token') && tokens.push(request.url()));
    await frame.evaluate((it, src) => ((it as HTMLIFrameElement).src = src), site.stranger + evil);
    expect(await said(page)).toBe(0);
    expect(tokens).toEqual([]);
    expect(await page.evaluate(() => window.channels)).toBe(1); // not even made, though it would not have arrived
  });

  await test.step('a site that is removed shows nothing the next time', async () => {
    await page.goto(site.origin + site.add({ body: tag(script) + widget, own }));
    await expect(page.locator('widget-frame').frameLocator('iframe').locator('#trigger')).toBeVisible();
    await sql('DELETE FROM widget_origins WHERE origin = $1', [site.origin]);
    await page.reload();
    await expect.poll(() => heard(page, 'widget-error')).toHaveLength(1);
    await expect(page.getByText('Meanwhile')).toBeVisible();
  });
});
