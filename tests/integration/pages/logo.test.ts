/** The logo of a workspace, from the form to everybody who looks at it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { failureText } from '#app/i18n/failure-text.ts';
import { en } from '#app/i18n/en.ts';
import { es } from '#app/i18n/es.ts';
import type { FailureCode } from '#app/failures.ts';
import type { TestUser } from '#tests/support/logto.ts';
import * as files from '#tests/unit/images/files.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;

let ada: TestUser;
let bob: TestUser;
let adas: AppBrowser;
let acme: Awaited<ReturnType<typeof stage.organization>>;

beforeEach(async () => {
  [ada, bob] = [await stage.person('Ada Byron'), await stage.person('Bob')];
  acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
  adas = new AppBrowser();
  await adas.signIn(ada);
});

const page = () => `/o/${acme.slug}/settings/logo`;

function form(file: File | null, fields: Record<string, string> = { intent: 'change' }): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  data.set('logo', file ?? new File([], ''), file?.name ?? '');
  return data;
}

const upload = (bytes: Uint8Array, name?: string) => adas.open(page(), { form: form(files.fileOf(bytes, name)) });
const imagesOf = (body: string) =>
  [...body.matchAll(/<img src="[^"]*(\/images\/[0-9a-f]{64}\.png)"/g)].map(([, path]) => path!);

it('is shown in the frame, in the list of workspaces and to who is invited', async () => {
  const saved = await upload(await files.png());
  expect(saved).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}/settings` } });
  expect(text(saved)).toContain('The logo is saved.');
  const [path] = imagesOf(saved.body);
  expect(path).toBeDefined();
  expect(imagesOf((await adas.open('/workspaces?all')).body)).toContain(path);
  await adas.request(`/o/${acme.slug}/invitations/new`, { form: { emails: 'zoe@example.test', role: 'member' } });
  const mail = (await stage.logto.mails('zoe@example.test')).at(-1)!;
  expect(imagesOf((await new AppBrowser().open(mail.payload['link']!)).body)).toEqual([path]);
});

it('is removed again', async () => {
  await upload(await files.png());
  const removed = await adas.open(page(), { form: form(null, { intent: 'remove' }) });
  expect(text(removed)).toContain('The logo is removed.');
  expect(imagesOf(removed.body)).toEqual([]);
});

describe('an image', () => {
  it('is given to everybody who knows its name, as nothing but an image', async () => {
    const [path] = imagesOf((await upload(await files.png())).body);
    const answer = await new AppBrowser().request(path!);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'inline',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    const again = await new AppBrowser().request(path!, { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it.each([
    `/images/${'0'.repeat(64)}.png`,
    '/images/x.png',
    `/images/${'0'.repeat(64)}`,
    `/images/${'0'.repeat(64)}.svg`,
    '/images/%00.png',
  ])('%s is none', async (path) => {
    expect((await new AppBrowser().request(path)).status).toBe(404);
  });
});

describe.each([
  ['en', en],
  ['es', es],
] as const)('in %s, refused with what to do is', (language, catalog) => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, FailureCode]>([
    ['no file', () => Buffer.of(), 'image-missing'],
    ['an SVG with a script in it', () => files.svg, 'image-kind'],
    ['a PNG with HTML behind it', async () => Buffer.concat([await files.png(), files.html]), 'image-kind'],
    ['a GIF', files.gif, 'image-kind'],
    ['20,000 pixels', () => files.black(20_000, 10), 'image-dimensions'],
    ['a file of 600 KB', () => new Uint8Array(600 * 1024), 'image-too-large'],
    ['a PNG that is cut off', async () => (await files.png()).subarray(0, 90), 'image-broken'],
  ])('%s', async (_what, make, code) => {
    adas.language = language;
    const refused = await upload(await make());
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(text(refused)).toContain(failureText(catalog, { code }));
    expect(refused.body).toContain('name="logo"');
    expect(await stage.sql('SELECT FROM images WHERE tenant_id = $1', [acme.tenantId])).toEqual([]);
  });
});

it('is nobody’s to change who may not manage the organization', async () => {
  const bobs = new AppBrowser();
  await bobs.signIn(bob);
  expect((await bobs.open(page())).status).toBe(403);
  expect((await bobs.open(page(), { form: form(files.fileOf(await files.png())) })).status).toBe(403);
  const zoe = new AppBrowser();
  await zoe.signIn(await stage.person('Zoë'));
  expect((await zoe.open(page(), { form: form(files.fileOf(await files.png())) })).status).toBe(404);
});

it('is read as a form even when it is damaged', async () => {
  const without = await adas.open(page(), { form: { intent: 'change', logo: 'a text' } });
  expect(text(without)).toContain(failureText(en, { code: 'image-missing' }));
  const unknown = await adas.open(page(), { form: { intent: 'explode' } });
  expect(unknown.status).toBe(400);
});
