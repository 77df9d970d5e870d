import { afterAll, beforeAll, expect, it } from 'vitest';
import { cable } from '#tests/support/cable.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let cut: () => void;

beforeAll(async () => {
  stage = await openStage();
  const { url, cut: cutIt } = await cable(process.env['DATABASE_URL']!);
  Object.assign(process.env, { DATABASE_URL: url });
  cut = cutIt;
});
afterAll(() => cut());

it('a callback without a database ends on our page, and signing out still works', async () => {
  const ada = await stage.person('Ada');
  const [coming, going] = [new Browser(), new Browser()];
  await going.signIn(ada);
  const callback = await coming.comeBack(ada);
  cut();
  const ended = { problem: 'unreachable', returnTo: '/workspaces' };
  expect(await coming.open(callback)).toMatchObject({ status: 503, leaves: null, data: { callback: ended } });
  expect(await going.request('/auth/sign-out', { form: {} })).toMatchObject({
    status: 302,
    location: { pathname: '/' },
  });
  expect(going.cookies.has('tenantry')).toBe(false);
});
