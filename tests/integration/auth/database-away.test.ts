import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let cut: () => void;

/** Between the app and PostgreSQL, so that it can be cut. */
async function cable(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(socket.on('error', () => other.destroy()).on('close', () => other.destroy()));
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return Object.assign(new URL(url), { port: String((server.address() as AddressInfo).port) }).href;
}

beforeAll(async () => {
  stage = await openStage();
  process.env['DATABASE_URL'] = await cable(process.env['DATABASE_URL']!);
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
